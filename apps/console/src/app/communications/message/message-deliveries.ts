import { Component, computed, DestroyRef, effect, inject, input, output, signal, untracked } from '@angular/core';
import { Api } from '../../api/generated/api';
import { listMessageDeliveries } from '../../api/generated/fn/deliveries/list-message-deliveries';
import type { DeliveryDto } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { DeliveryDetail } from '../../deliveries/delivery-detail';
import { CurrentEvent } from '../../events/current-event';
import { Shortcuts } from '../../shell/shortcuts';
import { cursorPages } from '../../ui/cursor-pages';
import { DataPage } from '../../ui/data-page';
import { Pager } from '../../ui/pager';
import { SearchField } from '../../ui/search-field';
import { SidePanel } from '../../ui/side-panel';
import { StateMark } from '../../ui/state-mark';
import { urlFilter } from '../../ui/url-filter';
import { reasonClause } from '../../words/reasons';
import type { StateWords } from '../../words/states';
import { clockWords, instantWords } from '../../words/time';

const PAGE = 50;
/** The states behind each pill of the tracker. */
const STATES: Readonly<Record<string, string>> = {
  queued: 'pending',
  sending: 'dispatching',
  sent: 'accepted,sent',
  delivered: 'delivered,read',
  failed: 'failed,bounced',
  suppressed: 'suppressed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  unknown: 'unknown',
};

/** What a state means when nothing more is known of the row. */
const MEANINGS: Readonly<Partial<Record<string, string>>> = {
  pending: 'waits for its turn',
  dispatching: 'with the provider now',
  delivered: 'accepted by the inbox',
  read: 'opened the message',
};

/** Providers that never send a receipt. */
const TAKEN: Readonly<Record<string, string>> = {
  log: 'nobody gets it here',
  smtp: 'taken by the mail server',
};

const SIMULATED: StateWords = { icon: 'sent', word: 'Simulated', tone: 'asking' };

/** One row for every guest, also those who did not get it and why; a row opens its story beside the list. */
@Component({
  selector: 'beckon-message-deliveries',
  imports: [DataPage, DeliveryDetail, Pager, SearchField, SidePanel, StateMark],
  templateUrl: './message-deliveries.html',
  styleUrl: './message-deliveries.css',
})
export class MessageDeliveries {
  readonly messageId = input.required<string>();
  /** A pill of the tracker, or `all`. */
  readonly status = input('all');
  /** Counts up when the list should look again. */
  readonly looks = input(0);
  /** Somebody decided about a row. */
  readonly changed = output();
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  protected readonly q = urlFilter('q');
  protected readonly open = urlFilter('open');
  protected readonly pages = cursorPages();
  private readonly focused = signal(-1);
  protected readonly list = loaded(
    () => ({
      eventId: this.event.id(),
      messageId: this.messageId(),
      status: STATES[this.status()],
      q: this.q.value(),
      cursor: this.pages.cursor(),
      looks: this.looks(),
    }),
    ({ eventId, messageId, status, q, cursor }) =>
      this.api.invoke(listMessageDeliveries, {
        eventId,
        messageId,
        limit: PAGE,
        ...(status ? { status } : {}),
        ...(q ? { q } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    { owner: this.messageId },
  );
  protected readonly rows = computed(() => this.list.value()?.items ?? []);

  constructor() {
    effect(() => {
      this.status();
      this.q.value();
      untracked(() => this.pages.reset());
    });
    inject(Shortcuts).use(
      [
        { keys: 'j', does: 'Next row', run: () => this.move(1) },
        { keys: 'k', does: 'Row before', run: () => this.move(-1) },
      ],
      inject(DestroyRef),
    );
  }

  /** Where no provider is set up nothing really leaves: that is said in every row, and not that a receipt may come. */
  protected state({ status, provider }: DeliveryDto): string | StateWords {
    return provider === 'log' && (status === 'sent' || status === 'accepted') ? SIMULATED : status;
  }

  protected words({ reason, error, status, resolution, provider, channel }: DeliveryDto): string {
    if (resolution === 'assumed_delivered') return 'counted as delivered by a colleague';
    // of a phone the code says more than the reason: what happened, and what to do
    if (status === 'failed' && channel !== 'email' && error) return error.replace(/^\d{5}: /, '');
    if (reason) return reasonClause(reason);
    if (error) return error;
    if (status === 'sent' || status === 'accepted') return TAKEN[provider ?? ''] ?? 'receipts usually take a minute';
    return MEANINGS[status] ?? '';
  }

  protected at(instant: string): string {
    const isToday = instant.slice(0, 10) === new Date().toISOString().slice(0, 10);
    return isToday ? clockWords(instant, this.event.timeZone(), true) : instantWords(instant, this.event.timeZone());
  }

  protected show(id: string): void {
    this.open.set(this.open.value() === id ? '' : id);
  }

  protected close(): void {
    const id = this.open.value();
    this.open.set('');
    document.getElementById(`delivery-${id}`)?.focus();
  }

  protected decided(): void {
    this.list.reload();
    this.changed.emit();
  }

  private move(by: 1 | -1): void {
    const rows = this.rows();
    const current = rows.findIndex(({ id }) => document.activeElement?.id === `delivery-${id}`);
    const next = Math.min(rows.length - 1, Math.max(0, (current < 0 ? this.focused() : current) + by));
    this.focused.set(next);
    const id = rows[next]?.id;
    if (id === undefined) return;
    document.getElementById(`delivery-${id}`)?.focus();
    if (this.open.value() !== '') this.open.set(id);
  }
}
