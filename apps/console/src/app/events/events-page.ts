import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listEvents } from '../api/generated/fn/events/list-events';
import type { EventSummaryDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CountPills, type Pill } from '../ui/count-pills';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { Now } from '../ui/now';
import { SearchField } from '../ui/search-field';
import { urlFilter } from '../ui/url-filter';
import { distanceWords, instantWords, zoneName } from '../words/time';

/** Events are few: a person's whole list is read in pages of the API's largest size. */
const PAGE = 100;
const MOST = 500;

@Component({
  selector: 'beckon-events-page',
  imports: [CountPills, DataPage, Icon, RouterLink, SearchField],
  templateUrl: './events-page.html',
  styleUrl: './events-page.css',
})
export class EventsPage {
  private readonly api = inject(Api);
  private readonly now = inject(Now);
  protected readonly show = urlFilter('show', 'upcoming');
  protected readonly q = urlFilter('q');
  protected readonly events = loaded(
    () => true,
    () => this.all(),
  );
  private readonly today = signal(new Date());
  private readonly sorted = computed(() =>
    [...(this.events.value() ?? [])].sort((a, b) => a.startsAt.localeCompare(b.startsAt)),
  );
  private readonly groups = computed(() => {
    const now = this.today().toISOString();
    const all = this.sorted();
    return {
      upcoming: all.filter(({ startsAt, status }) => startsAt >= now && status !== 'cancelled'),
      past: all.filter(({ startsAt, status }) => startsAt < now && status !== 'cancelled').reverse(),
      cancelled: all.filter(({ status }) => status === 'cancelled'),
    };
  });
  protected readonly pills = computed<Pill[]>(() => {
    const { upcoming, past, cancelled } = this.groups();
    return [
      { key: 'upcoming', word: 'Upcoming', icon: 'calendar', count: upcoming.length },
      { key: 'past', word: 'Past', count: past.length },
      { key: 'cancelled', word: 'Cancelled', count: cancelled.length },
    ];
  });
  protected readonly rows = computed(() => {
    const wanted = this.q.value().toLowerCase();
    const group = Object.entries(this.groups()).find(([key]) => key === this.show.value())?.[1] ?? [];
    return group.filter(({ name, venue }) => `${name} ${venue}`.toLowerCase().includes(wanted));
  });

  protected total({ guestCounts: counts }: EventSummaryDto): number {
    return counts.attending + counts.maybe + counts.pending + counts.declined;
  }

  protected starts({ startsAt, timeZone }: EventSummaryDto): string {
    return instantWords(startsAt, timeZone, this.now.value());
  }

  protected away({ startsAt, timeZone }: EventSummaryDto): string {
    return `${distanceWords(startsAt, this.now.value())} · ${zoneName(timeZone)}`;
  }

  protected nextSend({ nextSendAt, timeZone }: EventSummaryDto): string {
    return nextSendAt === null ? '' : instantWords(nextSendAt, timeZone, this.now.value());
  }

  private async all(): Promise<EventSummaryDto[]> {
    const items: EventSummaryDto[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.api.invoke(listEvents, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && items.length < MOST);
    return items;
  }
}
