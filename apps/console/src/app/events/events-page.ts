import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listEvents } from '../api/generated/fn/events/list-events';
import type { EventSummaryDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CountPills, type Pill } from '../ui/count-pills';
import { readable } from '../communications/placeholders';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { Now } from '../ui/now';
import { SearchField } from '../ui/search-field';
import { urlFilter } from '../ui/url-filter';
import { reminderName } from '../words/message-names';
import { distanceWords, instantWords, zoneName } from '../words/time';
import { type Want, wantsOf } from './event-attention';

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
      wants: all.filter(({ attention, startsAt, status }) => {
        const isOpen = startsAt >= now && status !== 'cancelled';
        return isOpen && wantsOf(attention).length > 0;
      }),
      upcoming: all.filter(({ startsAt, status }) => startsAt >= now && status !== 'cancelled'),
      past: all.filter(({ startsAt, status }) => startsAt < now && status !== 'cancelled').reverse(),
      cancelled: all.filter(({ status }) => status === 'cancelled'),
    };
  });
  protected readonly pills = computed<Pill[]>(() => {
    const { upcoming, wants, past, cancelled } = this.groups();
    return [
      { key: 'upcoming', word: 'Upcoming', icon: 'calendar', count: upcoming.length },
      { key: 'wants', word: 'Wants you', icon: 'held', count: wants.length },
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

  /** The name of what leaves next; empty where it may not be read. */
  protected nextName({ nextMessage, name, venue, hostName }: EventSummaryDto): string {
    if (nextMessage === null) return '';
    const values = { event_name: name, venue, event_location: venue, host_name: hostName };
    return reminderName(nextMessage.kind) ?? (readable(nextMessage.subject ?? '', values) || 'Message');
  }

  protected wants({ attention }: EventSummaryDto): Want[] {
    return wantsOf(attention);
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
