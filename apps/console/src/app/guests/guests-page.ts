import { Component, computed, DestroyRef, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listGuests } from '../api/generated/fn/guests/list-guests';
import { updateGuest } from '../api/generated/fn/guests/update-guest';
import { listSegments } from '../api/generated/fn/segments/list-segments';
import type { GuestDto, RsvpStatus } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { Shortcuts } from '../shell/shortcuts';
import { act } from '../ui/act';
import { CountPills } from '../ui/count-pills';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { SearchField } from '../ui/search-field';
import { SidePanel } from '../ui/side-panel';
import { urlFilter } from '../ui/url-filter';
import { valueOf } from '../ui/value';
import { RSVP_WORDS } from '../words/states';
import { GuestExport } from './guest-export';
import { GuestForm } from './guest-form';
import { GuestImport } from './guest-import';

const PAGE = 100;

/** The list of guests: found by the server, a hundred at a time, so that it is as quick with 100,000 as with ten. */
@Component({
  selector: 'beckon-guests-page',
  imports: [
    CountPills,
    DataPage,
    GuestForm,
    GuestImport,
    Icon,
    Pager,
    ProblemAlert,
    RouterLink,
    SearchField,
    SidePanel,
  ],
  templateUrl: './guests-page.html',
  styleUrl: './guests-page.css',
})
export class GuestsPage {
  private readonly api = inject(Api);
  private readonly exports = inject(GuestExport);
  protected readonly event = inject(CurrentEvent);
  protected readonly q = urlFilter('q');
  protected readonly rsvp = urlFilter('rsvp', 'all');
  protected readonly tag = urlFilter('tag');
  protected readonly segment = urlFilter('segment');
  protected readonly importing = urlFilter('import');
  protected readonly pages = cursorPages();
  /** `new`, a guest's id, or nothing. */
  protected readonly open = signal<string | null>(null);
  protected readonly change = act();
  protected readonly exporting = act();
  protected readonly valueOf = valueOf;
  protected readonly answerWords = RSVP_WORDS;
  protected readonly pills = [
    { key: 'all', word: 'All' },
    ...Object.entries(RSVP_WORDS).map(([key, word]) => ({ key, word })),
  ];
  protected readonly answers = Object.entries(RSVP_WORDS).map(([key, word]) => ({ key, word }));
  protected readonly list = loaded(
    () => ({
      eventId: this.event.id(),
      q: this.q.value(),
      rsvpStatus: this.rsvp.value(),
      tag: this.tag.value(),
      segmentId: this.segment.value(),
      cursor: this.pages.cursor(),
    }),
    ({ eventId, q, rsvpStatus, tag, segmentId, cursor }) =>
      this.api.invoke(listGuests, {
        eventId,
        limit: PAGE,
        ...(q ? { q } : {}),
        ...(rsvpStatus === 'all' ? {} : { rsvpStatus }),
        ...(tag ? { tag } : {}),
        ...(segmentId ? { segmentId } : {}),
        ...(cursor ? { cursor } : {}),
      }),
  );
  protected readonly segments = loaded(
    () => ({ eventId: this.event.id() }),
    ({ eventId }) => this.api.invoke(listSegments, { eventId, limit: 100 }),
  );
  protected readonly rows = computed(() => this.list.value()?.items ?? []);
  /** Stays the same guest while the list behind the form changes. */
  protected readonly opened = linkedSignal<{ id: string | null; found?: GuestDto }, GuestDto | null>({
    source: () => ({ id: this.open(), found: this.rows().find(({ id }) => id === this.open()) }),
    computation: ({ id, found }, before) => found ?? (before?.source.id === id ? before.value : null),
  });
  protected readonly isFiltered = computed(
    () =>
      this.q.value() !== '' || this.rsvp.value() !== 'all' || this.tag.value() !== '' || this.segment.value() !== '',
  );
  protected readonly words = computed(() => {
    const from = this.pages.pageNumber() * PAGE;
    return this.rows().length === 0 ? '' : `Guests ${from + 1} to ${from + this.rows().length}`;
  });

  constructor() {
    effect(() => {
      for (const filter of [this.q, this.rsvp, this.tag, this.segment]) filter.value();
      untracked(() => this.pages.reset());
    });
    inject(Shortcuts).use(
      [{ keys: 'a', does: 'Add a guest', run: () => this.event.canEdit() && this.open.set('new') }],
      inject(DestroyRef),
    );
  }

  protected async answer(guest: GuestDto, rsvpStatus: string): Promise<void> {
    await this.change.runNext(
      () =>
        this.api.invoke(updateGuest, {
          eventId: this.event.id(),
          guestId: guest.id,
          body: { rsvpStatus: rsvpStatus as RsvpStatus },
        }),
      `${guest.name}: ${(RSVP_WORDS[rsvpStatus] ?? rsvpStatus).toLowerCase()}.`,
    );
    this.list.reload();
  }

  protected async download(): Promise<void> {
    await this.exporting.run(() => this.exports.download(this.event.id()), 'The file is ready.');
  }

  protected close(): void {
    const id = this.open();
    this.open.set(null);
    document.getElementById(`guest-${id ?? ''}`)?.focus();
  }

  /** @param guest as it is now; null: removed */
  protected saved(guest: GuestDto | null): void {
    const page = this.list.value();
    if (page !== undefined && guest !== null)
      this.list.set({ ...page, items: page.items.map((one) => (one.id === guest.id ? guest : one)) });
    this.close();
    this.list.reload();
  }

  protected imported(): void {
    this.importing.set('');
    this.list.reload();
  }
}
