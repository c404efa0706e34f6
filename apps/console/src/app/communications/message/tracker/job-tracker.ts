import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { Api } from '../../../api/generated/api';
import { getMessageProgress$Json } from '../../../api/generated/fn/deliveries/get-message-progress-json';
import type { MessageDto, ProgressDto } from '../../../api/generated/models';
import { Announcer } from '../../../ui/announcer';
import { CountPills, type Pill } from '../../../ui/count-pills';
import { Icon } from '../../../ui/icon';
import { Now } from '../../../ui/now';
import { OutcomeBar } from '../../../ui/outcome-bar';
import { COUNT_GROUPS } from '../../../words/states';
import { clockWords, durationWords, zoneName } from '../../../words/time';
import { headline } from './headline';
import { LiveProgress } from './live-progress';

const RETRY_MS = [1000, 2000, 5000];
const POLL_MS = 5000;
const ENDED = new Set(['sent', 'failed', 'cancelled']);
/** Receipts go on coming after the last guest was sent to, most of them soon: when the page looks for them. */
const LATE_LOOKS_MS = [...Array<number>(24).fill(2500), ...Array<number>(60).fill(10_000)];

/** The running fan-out as a live picture; its pills are the filter of the list below. */
@Component({
  selector: 'beckon-job-tracker',
  imports: [CountPills, Icon, OutcomeBar],
  templateUrl: './job-tracker.html',
  styleUrl: './job-tracker.css',
})
export class JobTracker {
  readonly message = input.required<MessageDto>();
  readonly timeZone = input.required<string>();
  readonly filter = input('all');
  readonly filterChange = output<string>();
  /** The message reached another status: the page around it looks again. */
  readonly moved = output<string>();
  private readonly api = inject(Api);
  private readonly live = inject(LiveProgress);
  private readonly announcer = inject(Announcer);
  private readonly now = inject(Now);
  protected readonly progress = signal<ProgressDto | null>(null);
  protected readonly isLost = signal(false);
  protected readonly headline = computed(() => {
    const progress = this.progress();
    return progress === null ? null : headline(progress);
  });
  protected readonly isEnded = computed(() => ENDED.has(this.progress()?.status ?? ''));
  protected readonly pills = computed<Pill[]>(() => {
    const progress = this.progress();
    if (progress === null) return [];
    const counts = progress.counts as unknown as Record<string, number>;
    return [
      { key: 'all', word: 'All', count: progress.total },
      ...COUNT_GROUPS.map(({ key, state }) => ({
        key,
        word: state.word,
        icon: state.icon,
        tone: state.tone,
        count: counts[key],
      })),
    ];
  });
  /** Held: there is no list yet, and a row of zeroes would say that nobody is to get it. */
  protected readonly isBefore = computed(() => this.message().status === 'scheduled' && !this.progress()?.total);
  protected readonly withheld = computed(() => {
    const counts = this.progress()?.counts;
    return counts === undefined ? 0 : counts.suppressed + counts.skipped;
  });
  protected readonly secondsLeft = computed(() => {
    const at = this.progress()?.estimatedDoneAt;
    return at ? Math.max(0, (new Date(at).getTime() - this.now.value().getTime()) / 1000) : null;
  });

  constructor() {
    // a retry may be over before anybody looks: the state is the same then, the version is not
    const key = computed(() => {
      const { eventId, id, status, version } = this.message();
      return `${eventId}/${id}/${status}/${version}`;
    });
    effect((onCleanup) => {
      const [eventId = '', messageId = ''] = key().split('/');
      const stop = new AbortController();
      onCleanup(() => stop.abort());
      void this.follow(eventId, messageId, stop.signal);
    });
  }

  protected clock(instant: string): string {
    return `${clockWords(instant, this.timeZone())} in ${zoneName(this.timeZone())}`;
  }

  protected duration(seconds: number): string {
    return durationWords(seconds);
  }

  protected perMinute(rate: number): string {
    return Math.round(rate * 60).toLocaleString('en');
  }

  /** Watches the stream; after it broke it tries again, then asks every few seconds, and says so. */
  private async follow(eventId: string, messageId: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        for await (const { progress } of this.live.watch(eventId, messageId, signal)) {
          attempt = 0;
          this.show(progress);
        }
        break;
      } catch {
        if (stopped(signal)) return;
        this.isLost.set(true);
        await this.ask(eventId, messageId, signal);
        if (this.isEnded()) break;
        await new Promise((resume) => setTimeout(resume, RETRY_MS[attempt] ?? POLL_MS));
      }
    }
    await this.lookForReceipts(eventId, messageId, signal);
  }

  /** The stream is over with the last guest; what a provider tells later is asked for, for eleven minutes. */
  private async lookForReceipts(eventId: string, messageId: string, signal: AbortSignal): Promise<void> {
    for (const pause of LATE_LOOKS_MS) {
      await new Promise((resume) => setTimeout(resume, pause));
      if (stopped(signal)) return;
      if (!document.hidden) await this.ask(eventId, messageId, signal);
    }
  }

  private async ask(eventId: string, messageId: string, signal: AbortSignal): Promise<void> {
    try {
      const params = { eventId, messageId, accept: 'application/json' } as const;
      const progress = await this.api.invoke(getMessageProgress$Json, params);
      if (!stopped(signal)) this.show(progress, true);
    } catch {
      // the notice that the live link is lost stays; the next try comes by itself
    }
  }

  private show(progress: ProgressDto, isPolled = false): void {
    const before = this.progress();
    const hasMoved = progress.status !== (before?.status ?? this.message().status);
    const hasNewCounts = JSON.stringify(before?.counts) !== JSON.stringify(progress.counts);
    const hasEndedAnew = ENDED.has(progress.status) && before !== null && hasNewCounts;
    this.progress.set(progress);
    if (!isPolled) this.isLost.set(false);
    const { left, words } = headline(progress);
    // a look that brings nothing new is not read out again
    if (hasMoved || hasNewCounts) this.announcer.sayNowAndThen(`${left} ${words}`);
    if (hasMoved || hasEndedAnew) this.moved.emit(progress.status);
  }
}

/** Asked anew after every wait: the compiler believes that what was false stays false. */
function stopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
