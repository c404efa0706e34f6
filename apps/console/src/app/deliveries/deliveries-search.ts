import { Component, computed, DestroyRef, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listDeliveries } from '../api/generated/fn/audit/list-deliveries';
import { search } from '../api/generated/fn/audit/search';
import { listEvents } from '../api/generated/fn/events/list-events';
import type { AnswerDto, AuditedDeliveryDto, FoundPersonDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Session } from '../session/session';
import { Shortcuts } from '../shell/shortcuts';
import { CopyButton } from '../ui/copy-button';
import { CountPills, type Pill } from '../ui/count-pills';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Pager } from '../ui/pager';
import { SearchField } from '../ui/search-field';
import { SidePanel } from '../ui/side-panel';
import { urlFilter } from '../ui/url-filter';
import { valueOf } from '../ui/value';
import { ANSWERS } from '../words/answers';
import { channelOf } from '../words/states';
import { AnswerText } from './answer-text';
import { DeliveryDetail } from './delivery-detail';

const PAGE = 50;
const MOST_EVENTS = 100;
const DAY_MS = 86_400_000;
type Row = AnswerDto | AuditedDeliveryDto;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Search by name, address or number; the answer stands in the row, its story beside it. Without words: the latest deliveries. */
@Component({
  selector: 'beckon-deliveries-search',
  imports: [
    AnswerText,
    CopyButton,
    CountPills,
    DataPage,
    DeliveryDetail,
    Icon,
    Pager,
    RouterLink,
    SearchField,
    SidePanel,
  ],
  templateUrl: './deliveries-search.html',
  styleUrl: './deliveries-search.css',
})
export class DeliveriesSearch {
  /** Only this event. */
  readonly eventId = input('');
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly q = urlFilter('q');
  protected readonly answer = urlFilter('answer', 'all');
  protected readonly event = urlFilter('event');
  protected readonly channel = urlFilter('channel', 'all');
  protected readonly days = urlFilter('days', '90');
  protected readonly open = urlFilter('open');
  protected readonly pages = cursorPages();
  protected readonly valueOf = valueOf;
  /** The one event that is looked at, by the page or by the filter; empty: all. */
  protected readonly scope = computed(() => this.eventId() || this.event.value());
  /** Somebody is looked for: the people with all their answers. */
  protected readonly found = loaded(
    () => (this.isSearching() ? { q: this.q.value() } : undefined),
    (params) => this.api.invoke(search, params),
  );
  /** Nobody in particular, or one event: the latest. */
  protected readonly latest = loaded(
    () =>
      this.isSearching()
        ? undefined
        : {
            q: this.q.value(),
            eventId: this.scope(),
            channel: this.channel.value(),
            days: Number(this.days.value()),
            cursor: this.pages.cursor(),
          },
    ({ q, eventId, channel, days, cursor }) =>
      this.api.invoke(listDeliveries, {
        limit: PAGE,
        ...(q ? { q } : {}),
        ...(eventId ? { eventId } : {}),
        ...(channel === 'all' ? {} : { channel: channel as 'email' }),
        ...(days > 0 ? { from: new Date(Date.now() - days * DAY_MS).toISOString() } : {}),
        ...(cursor ? { cursor } : {}),
      }),
  );
  protected readonly isSearching = computed(() => this.q.value().length >= 2 && this.scope() === '');
  private readonly mine = loaded(
    () => (this.eventId() === '' ? true : undefined),
    () => this.api.invoke(listEvents, { limit: MOST_EVENTS }),
  );
  /** To choose from: those one works on, and those one has come across here. Support staff work on none, and see all. */
  protected readonly events = linkedSignal<readonly Named[], readonly Named[]>({
    source: () => [
      ...(this.mine.value()?.items ?? []),
      ...(this.found.value()?.events ?? []),
      ...(this.latest.value()?.items ?? []).map(({ eventId, eventName }) => ({ id: eventId, name: eventName })),
    ],
    computation: (seen, before) => {
      const byId = new Map([...(before?.value ?? []), ...seen].map(({ id, name }) => [id, { id, name }]));
      return [...byId.values()].sort((one, other) => one.name.localeCompare(other.name));
    },
  });
  protected readonly isKnown = computed(() => this.events().some(({ id }) => id === this.event.value()));
  protected readonly people = computed(() => {
    const people = this.found.value()?.people ?? [];
    return people
      .map((person) => ({ ...person, answers: person.answers.filter((answer) => this.isWanted(answer)) }))
      .filter(({ answers, guests }) => answers.length > 0 || (this.answer.value() === 'all' && guests.length > 0));
  });
  protected readonly rows = computed(() => (this.latest.value()?.items ?? []).filter((row) => this.isWanted(row)));
  protected readonly pills = computed<Pill[]>(() => {
    const all: Row[] = this.isSearching()
      ? (this.found.value()?.people ?? []).flatMap(({ answers }) => answers)
      : (this.latest.value()?.items ?? []);
    // a page knows its own rows only: where there are more, its counts would say too little; and what did not come counts nothing
    const isWhole = this.isSearching()
      ? this.found.value() !== undefined
      : this.latest.value() !== undefined && !this.pages.hasPrevious() && !this.latest.value()?.nextCursor;
    const count = (kind: string): number | null =>
      isWhole ? all.filter(({ answer }) => answer === kind).length : null;
    return [
      { key: 'all', word: 'All', icon: 'people', count: isWhole ? all.length : null },
      ...Object.entries(ANSWERS).map(([key, { word, icon, tone }]) => ({
        key,
        word: word.slice(0, -1),
        icon,
        tone,
        count: count(key),
      })),
    ];
  });

  constructor() {
    effect(() => {
      this.q.value();
      this.event.value();
      this.channel.value();
      this.days.value();
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

  protected addressOf({ guests }: FoundPersonDto): string {
    const [first] = guests;
    return first?.email ?? first?.phone ?? 'no address';
  }

  protected icon(channel: string): IconName {
    return channelOf(channel).icon;
  }

  protected line({ guestName, messageLabel, sentence }: Row): string {
    return `${guestName ?? 'A guest'}: “${messageLabel}”. ${sentence}`;
  }

  protected show(deliveryId: string | null): void {
    if (deliveryId !== null) this.open.set(this.open.value() === deliveryId ? '' : deliveryId);
  }

  protected close(): void {
    const id = this.open.value();
    this.open.set('');
    document.getElementById(`answer-${id}`)?.focus();
  }

  private isWanted({ answer, channel }: Row): boolean {
    const fits = this.channel.value() === 'all' || channel === this.channel.value();
    return fits && (this.answer.value() === 'all' || answer === this.answer.value());
  }

  private move(by: 1 | -1): void {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    const current = rows.indexOf(document.activeElement as HTMLElement);
    rows[Math.min(rows.length - 1, Math.max(0, current + by))]?.focus();
  }
}
