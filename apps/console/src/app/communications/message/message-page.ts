import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/generated/api';
import { cancelMessage } from '../../api/generated/fn/messages/cancel-message';
import { getMessage } from '../../api/generated/fn/messages/get-message';
import { getNextSteps } from '../../api/generated/fn/messages/get-next-steps';
import { pauseMessage } from '../../api/generated/fn/messages/pause-message';
import { resolveUnconfirmed } from '../../api/generated/fn/messages/resolve-unconfirmed';
import { resumeMessage } from '../../api/generated/fn/messages/resume-message';
import { retryFailed } from '../../api/generated/fn/messages/retry-failed';
import { sendMessageNow } from '../../api/generated/fn/messages/send-message-now';
import { sendToMissed } from '../../api/generated/fn/messages/send-to-missed';
import { undoMessage } from '../../api/generated/fn/messages/undo-message';
import type { MessageDto } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { CurrentEvent } from '../../events/current-event';
import { Confirm } from '../../shell/confirm';
import { Shortcuts } from '../../shell/shortcuts';
import { Undo } from '../../shell/undo';
import { act } from '../../ui/act';
import { DataPage } from '../../ui/data-page';
import { Icon } from '../../ui/icon';
import { Now } from '../../ui/now';
import { onward } from '../../ui/onward';
import { ProblemAlert } from '../../ui/problem-alert';
import { StatusChip } from '../../ui/status-chip';
import { TimeText } from '../../ui/time-text';
import { urlFilter } from '../../ui/url-filter';
import { AUDIENCE_WORDS, channelOf, type ChannelWords } from '../../words/states';
import { messageActions } from './message-actions';
import { MessageContent } from './message-content';
import { MessageDeliveries } from './message-deliveries';
import { labelWords } from '../message-lists';
import { JobTracker } from './tracker/job-tracker';

/** One message: what it is, how it goes, who got it, and what can be done about the rest. */
@Component({
  selector: 'beckon-message-page',
  imports: [
    DataPage,
    Icon,
    JobTracker,
    MessageContent,
    MessageDeliveries,
    ProblemAlert,
    RouterLink,
    StatusChip,
    TimeText,
  ],
  templateUrl: './message-page.html',
  styleUrl: './message-page.css',
})
export class MessagePage {
  readonly messageId = input.required<string>();
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly onward = onward();
  private readonly now = inject(Now);
  private readonly offers = inject(Undo);
  protected readonly event = inject(CurrentEvent);
  protected readonly status = urlFilter('status', 'all');
  protected readonly message = loaded(
    () => ({ eventId: this.event.id(), messageId: this.messageId() }),
    (params) => this.api.invoke(getMessage, params),
    { owner: this.messageId },
  );
  protected readonly nextSteps = loaded(
    () => {
      const message = this.message.value();
      const isOver =
        message !== undefined && ['sent', 'failed', 'paused', 'cancelled', 'sending'].includes(message.status);
      return isOver ? { eventId: message.eventId, messageId: message.id, status: message.status } : undefined;
    },
    ({ eventId, messageId }) => this.api.invoke(getNextSteps, { eventId, messageId }),
    { owner: this.messageId },
  );
  protected readonly title = computed(() => {
    const message = this.message.value();
    return message === undefined ? '' : labelWords(message, this.event.value());
  });
  protected readonly actions = computed(() => {
    const message = this.message.value();
    return message === undefined ? null : messageActions(message, this.now.value());
  });
  protected readonly chip = computed(() =>
    this.actions()?.canUndo ? 'held' : (this.message.value()?.status ?? 'draft'),
  );
  protected readonly secondsHeld = computed(() => {
    const until = this.message.value()?.heldUntil;
    return until ? Math.max(0, Math.ceil((new Date(until).getTime() - this.now.value().getTime()) / 1000)) : 0;
  });
  /** From when the page learned of it, for the ring that runs out. */
  protected readonly heldFor = computed(() => {
    const until = this.message.value()?.heldUntil;
    return until ? Math.max(0, Math.round((new Date(until).getTime() - Date.now()) / 1000)) : 0;
  });
  protected readonly isHeld = computed(() => this.actions()?.canUndo === true && this.secondsHeld() > 0);
  protected readonly change = act();
  protected readonly showsContent = signal(false);
  /** Counts up whenever the list below should look again. */
  protected readonly looks = signal(0);

  constructor() {
    inject(Shortcuts).use(
      [{ keys: 'v', does: 'View the message', run: () => this.showsContent.update((shown) => !shown) }],
      inject(DestroyRef),
    );
    // from the first moment on, so that the bar does not flash up while the message is fetched; not where it does not come
    effect(() => this.offers.standIn(this.message.problem() === null ? this.messageId() : null));
    inject(DestroyRef).onDestroy(() => this.offers.standIn(null));
    // a held message is claimed when its time is over: the page looks then, not only when somebody reloads
    effect((onCleanup) => {
      const until = this.message.value()?.heldUntil;
      if (!until || this.message.value()?.status !== 'scheduled') return;
      const timer = setTimeout(() => this.refresh(), Math.max(0, new Date(until).getTime() - Date.now()) + 1500);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected audience(): string {
    const message = this.message.value();
    return message === undefined ? '' : (AUDIENCE_WORDS[message.audience] ?? message.audience).toLowerCase();
  }

  protected channel(): ChannelWords {
    return channelOf(this.message.value()?.channel ?? 'email');
  }

  protected refresh(): void {
    this.message.reload();
    this.nextSteps.reload();
    this.looks.update((looks) => looks + 1);
  }

  protected async undo(): Promise<void> {
    this.offers.dismiss();
    const { eventId, messageId } = this.ids();
    const isDone = await this.run(
      () => this.api.invoke(undoMessage, this.ids()),
      'Nothing was sent. It is a draft again.',
    );
    if (isDone && this.messageId() === messageId)
      await this.onward(['/events', eventId, 'messages', messageId, 'edit']);
  }

  protected async sendNow(): Promise<void> {
    await this.run(() =>
      this.api.invoke(sendMessageNow, {
        ...this.ids(),
        'Idempotency-Key': crypto.randomUUID(),
        body: { holdSeconds: 10 },
      }),
    );
  }

  protected async pause(): Promise<void> {
    await this.run(() => this.api.invoke(pauseMessage, this.ids()), 'Paused.');
  }

  protected async resume(): Promise<void> {
    await this.run(() => this.api.invoke(resumeMessage, this.ids()), 'Sending goes on.');
  }

  protected async stop(): Promise<void> {
    const rest = this.message.value()?.counts.queued ?? 0;
    const isSure = await this.confirm.ask({
      title: 'Stop the rest?',
      text: 'What has left can’t be taken back. Nobody else gets this message.',
      action: rest > 0 ? `Stop the remaining ${rest.toLocaleString('en')}` : 'Stop the rest',
      isDangerous: true,
    });
    if (isSure) await this.run(() => this.api.invoke(cancelMessage, this.ids()), 'Stopped.');
  }

  protected async cancel(): Promise<void> {
    await this.run(() => this.api.invoke(cancelMessage, this.ids()), 'Cancelled. Nothing was sent.');
  }

  protected async retry(): Promise<void> {
    await this.run(
      () => this.api.invoke(retryFailed, { ...this.ids(), 'Idempotency-Key': crypto.randomUUID() }),
      'They are sent again. No one gets it twice.',
    );
  }

  protected async sendMissed(): Promise<void> {
    await this.run(
      () => this.api.invoke(sendToMissed, { ...this.ids(), 'Idempotency-Key': crypto.randomUUID() }),
      'It goes to those who did not get it.',
    );
  }

  protected async resolve(as: 'delivered' | 'resend', count: number): Promise<void> {
    const isSure =
      as === 'delivered' ||
      (await this.confirm.ask({
        title: `Send again to ${count}?`,
        text: 'They may have it already, and would then get it twice. You decide; it is noted with your name.',
        action: `Send again to ${count}`,
        isDangerous: true,
      }));
    if (!isSure) return;
    await this.run(
      () =>
        this.api.invoke(resolveUnconfirmed, { ...this.ids(), 'Idempotency-Key': crypto.randomUUID(), body: { as } }),
      as === 'delivered' ? 'Counted as delivered.' : 'They are sent again.',
    );
  }

  private ids(): { eventId: string; messageId: string } {
    return { eventId: this.event.id(), messageId: this.messageId() };
  }

  private async run(work: () => Promise<object>, done?: string): Promise<boolean> {
    const isDone = await this.change.run(async () => {
      const answer = await work();
      // what can be pressed next follows from the answer at once: a second press does not do it again
      if (isMessage(answer) && answer.id === this.messageId()) this.message.set(answer);
    }, done);
    this.refresh();
    return isDone;
  }
}

function isMessage(answer: object): answer is MessageDto {
  return 'heldUntil' in answer && 'counts' in answer;
}
