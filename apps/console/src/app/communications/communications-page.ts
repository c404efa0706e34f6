import { Component, computed, DestroyRef, effect, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { cancelMessage } from '../api/generated/fn/messages/cancel-message';
import { countRecipients } from '../api/generated/fn/messages/count-recipients';
import { createMessage } from '../api/generated/fn/messages/create-message';
import { listMessages } from '../api/generated/fn/messages/list-messages';
import { sendMessageNow } from '../api/generated/fn/messages/send-message-now';
import { listSegments } from '../api/generated/fn/segments/list-segments';
import type { MessageDto, RecipientCountDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { Confirm } from '../shell/confirm';
import { Shortcuts } from '../shell/shortcuts';
import { Undo } from '../shell/undo';
import { act } from '../ui/act';
import { ChosenInView } from '../ui/chosen-in-view';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { Now } from '../ui/now';
import { onward } from '../ui/onward';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { urlFilter } from '../ui/url-filter';
import { clockWords, distanceWords, instantWords, ownTimeZone, zoneName } from '../words/time';
import { copyOf, HOLD_SECONDS, toCreate } from './compose/compose-draft';
import { heldSend } from './held-send';
import { isSkipped, labelWords, LIST_STATUSES, type ListName, scheduledOrder, skippedWords } from './message-lists';
import { MessageRow, type RowAction } from './message-row';
import { ViewerCounts } from './viewer-counts';

const PAGE = 50;
/** While something leaves, the numbers are read again. */
const AGAIN_MS = 5000;

/** The messages of an event: what comes next, what waits, what has left, what was cancelled. */
@Component({
  selector: 'beckon-communications-page',
  imports: [ChosenInView, DataPage, Icon, MessageRow, Pager, ProblemAlert, RouterLink, ViewerCounts],
  templateUrl: './communications-page.html',
  styleUrl: './communications-page.css',
})
export class CommunicationsPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly onward = onward();
  private readonly undo = inject(Undo);
  private readonly confirm = inject(Confirm);
  private readonly now = inject(Now);
  protected readonly event = inject(CurrentEvent);
  private readonly status = urlFilter('status', 'scheduled');
  protected readonly list = computed<ListName>(() => {
    const wanted = this.status.value();
    return wanted === 'sent' || wanted === 'cancelled' ? wanted : 'scheduled';
  });
  protected readonly pages = cursorPages();
  private readonly change = act();
  protected readonly problem = this.change.problem;
  private readonly editors = computed(() => (this.event.canEdit() ? { eventId: this.event.id() } : undefined));
  private readonly firsts = loaded(this.editors, async ({ eventId }) => {
    const page = (list: ListName) =>
      this.api.invoke(listMessages, { eventId, status: LIST_STATUSES[list], limit: PAGE });
    const [scheduled, sent, cancelled] = await Promise.all([page('scheduled'), page('sent'), page('cancelled')]);
    return { scheduled, sent, cancelled };
  });
  private readonly further = loaded(
    () => {
      const cursor = this.pages.cursor();
      return cursor === undefined
        ? undefined
        : { eventId: this.event.id(), cursor, status: LIST_STATUSES[this.list()], limit: PAGE };
    },
    (params) => this.api.invoke(listMessages, params),
  );
  protected readonly source = computed(() => (this.pages.hasPrevious() ? this.further : this.firsts));
  private readonly page = computed(() =>
    this.pages.hasPrevious() ? this.further.value() : this.firsts.value()?.[this.list()],
  );
  protected readonly nextCursor = computed(() => this.page()?.nextCursor ?? null);
  private readonly skipped = computed(() => (this.firsts.value()?.cancelled.items ?? []).filter(isSkipped));
  protected readonly rows = computed(() => {
    const items = this.page()?.items ?? [];
    if (this.list() === 'scheduled')
      return [...scheduledOrder(items), ...(this.pages.hasPrevious() ? [] : this.skipped())];
    return this.list() === 'cancelled' ? items.filter((message) => !isSkipped(message)) : items;
  });
  protected readonly whys = computed(() =>
    this.list() === 'scheduled'
      ? this.skipped().map((message) => ({ label: this.label(message), words: skippedWords(message) }))
      : [],
  );
  protected readonly tabs = computed(() => {
    const firsts = this.firsts.value();
    const count = (list: ListName, less = 0): string => {
      const page = firsts?.[list];
      return page === undefined ? '' : `${page.items.length - less}${page.nextCursor === null ? '' : '+'}`;
    };
    return [
      { key: 'scheduled', word: 'Scheduled', icon: 'scheduled', count: count('scheduled') },
      { key: 'sent', word: 'Sent', icon: 'delivered', count: count('sent') },
      { key: 'cancelled', word: 'Cancelled', icon: 'cancelled', count: count('cancelled', this.skipped().length) },
    ] as const;
  });
  private readonly segmentList = loaded(this.editors, ({ eventId }) =>
    this.api.invoke(listSegments, { eventId, limit: 100 }),
  );
  protected readonly segments = computed(
    () => new Map(this.segmentList.value()?.items.map(({ id, name }) => [id, name])),
  );
  private readonly counted = loaded(
    () => {
      const waiting = (this.firsts.value()?.scheduled.items ?? []).map(countKey);
      return waiting.length === 0 ? undefined : { eventId: this.event.id(), keys: [...new Set(waiting)].sort() };
    },
    async ({ eventId, keys }) =>
      new Map(
        await Promise.all(
          keys.map(async (key): Promise<[string, RecipientCountDto | undefined]> => {
            const params = { eventId, ...(JSON.parse(key) as object) };
            return [key, await this.api.invoke(countRecipients, params).catch(() => undefined)];
          }),
        ),
      ),
  );
  protected readonly next = computed(() => {
    const waiting = scheduledOrder(this.firsts.value()?.scheduled.items ?? []);
    const message = waiting.find(({ status, sendAt }) => status === 'scheduled' && sendAt !== null);
    if (message === undefined) return null;
    const zone = this.event.timeZone();
    const now = this.now.value();
    const own = clockWords(message.sendAt!, ownTimeZone());
    const there = instantWords(message.sendAt!, zone, now);
    return {
      message,
      label: this.label(message),
      count: this.wouldGet(message),
      words: `${distanceWords(message.sendAt!, now)}, ${there} in ${zoneName(zone)}${there.endsWith(own) ? '' : ` (${own} your time)`}`,
    };
  });
  private readonly asOf = signal(new Date());
  protected readonly asOfWords = computed(
    () => `As of ${clockWords(this.asOf(), this.event.timeZone())} in ${zoneName(this.event.timeZone())}`,
  );

  constructor() {
    effect(() => {
      this.list();
      this.pages.reset();
    });
    effect((onCleanup) => {
      const isMoving = this.firsts.value()?.sent.items.some(({ status }) => status === 'sending') ?? false;
      this.asOf.set(new Date());
      if (!isMoving) return;
      const timer = setTimeout(() => this.firsts.reload(), AGAIN_MS);
      onCleanup(() => clearTimeout(timer));
    });
    inject(Shortcuts).use(
      [{ keys: 'n', does: 'Write a new message', run: () => void this.write() }],
      inject(DestroyRef),
    );
  }

  protected wouldGet(message: MessageDto): number | undefined {
    return this.counted.value()?.get(countKey(message))?.count;
  }

  private label(message: MessageDto): string {
    return labelWords(message, this.event.value());
  }

  protected async act(message: MessageDto, action: RowAction): Promise<void> {
    // one at a time: a second press while the guests are counted asks no second question
    if (this.change.isBusy()) return;
    await this.change.run(() => (action === 'send-now' ? this.sendNow(message) : this.cancel(message)));
    this.firsts.reload();
    if (this.pages.hasPrevious()) this.further.reload();
  }

  private async write(): Promise<void> {
    if (this.event.canEdit()) await this.router.navigate(['/events', this.event.id(), 'messages', 'new']);
  }

  private async sendNow(message: MessageDto): Promise<void> {
    const eventId = this.event.id();
    const { count, snapshot } = await this.api.invoke(countRecipients, { eventId, ...audience(message) });
    const guests = `${count.toLocaleString('en')} ${count === 1 ? 'guest' : 'guests'}`;
    const isSure = await this.confirm.ask({
      title: `Send “${this.label(message)}” now?`,
      text: `It goes to ${guests}. You have ten seconds to undo, then it leaves.`,
      action: `Send to ${guests}`,
    });
    if (!isSure) return;
    const body = { holdSeconds: HOLD_SECONDS, ...(snapshot === undefined ? {} : { snapshot }) };
    const messageId = message.id;
    await this.api.invoke(sendMessageNow, { eventId, messageId, body, 'Idempotency-Key': crypto.randomUUID() });
    const answeredAt = Date.now();
    await this.onward(['/events', eventId, 'messages', messageId]);
    this.undo.offer(heldSend(this.api, this.router, { eventId, messageId, count, answeredAt }));
  }

  /** A waiting one can come back as a draft with the same words; what runs cannot, so one is asked. */
  private async cancel(message: MessageDto): Promise<void> {
    const eventId = this.event.id();
    const isWaiting = LIST_STATUSES.scheduled.includes(message.status);
    if (!isWaiting) {
      const isSure = await this.confirm.ask({
        title: `Stop “${this.label(message)}”?`,
        text: 'Guests who have it keep it; nobody else gets it. This can’t be taken back.',
        action: 'Stop the rest',
        isDangerous: true,
      });
      if (!isSure) return;
    }
    await this.api.invoke(cancelMessage, { eventId, messageId: message.id });
    if (!isWaiting) return;
    this.undo.offer({
      text: message.status === 'draft' ? `Discarded “${this.label(message)}”` : `Cancelled “${this.label(message)}”`,
      note: 'Nothing was sent. It comes back as a draft.',
      seconds: HOLD_SECONDS,
      action: 'Bring it back',
      undo: async () => {
        const body = toCreate(copyOf(message), 'draft');
        await this.api.invoke(createMessage, { eventId, body, 'Idempotency-Key': crypto.randomUUID() });
        this.firsts.reload();
      },
    });
  }
}

function audience({
  audience: who,
  segmentId,
  channel,
  dedupe,
}: MessageDto): Pick<MessageDto, 'audience' | 'channel' | 'dedupe'> & { segmentId?: string } {
  return { audience: who, channel, dedupe, ...(segmentId === null ? {} : { segmentId }) };
}

function countKey(message: MessageDto): string {
  return JSON.stringify(audience(message));
}
