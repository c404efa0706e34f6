import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { getEvent } from '../api/generated/fn/events/get-event';
import type { EventDto } from '../api/generated/models';
import { loaded } from '../api/loaded';

/** The event whose pages are open; provided by the event's frame, injected by its tabs. */
@Injectable()
export class CurrentEvent {
  private readonly api = inject(Api);
  private readonly chosen = signal<string | undefined>(undefined);
  readonly id = computed(() => this.chosen() ?? '');
  readonly source = loaded(
    () => this.chosen(),
    (eventId) => this.api.invoke(getEvent, { eventId }),
    { owner: this.chosen },
  );
  readonly value = this.source.value;
  readonly timeZone = computed(() => this.value()?.timeZone ?? 'UTC');
  /** Owners and editors change things; viewers look. */
  readonly canEdit = computed(() => this.value()?.role === 'owner' || this.value()?.role === 'editor');
  readonly isOwner = computed(() => this.value()?.role === 'owner');
  readonly isCancelled = computed(() => this.value()?.status === 'cancelled');

  choose(eventId: string): void {
    this.chosen.set(eventId);
  }

  /** The answer to a change; of another event than the one that is open by now it is not shown here. */
  take(event: EventDto): void {
    if (event.id === this.chosen()) this.source.set(event);
  }
}
