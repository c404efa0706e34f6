import type { Page } from '@beckon/core';
import type { Actor } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { mayEnter } from './domain/event-access';
import { type EventFigures, EventFiguresRepository } from './event-figures.repository';
import { type ListedEvent } from './events.repository';
import { EventsService } from './events.service';

/** An event in a list with its figures. */
export interface EventSummary extends ListedEvent {
  readonly figures: SeenFigures;
}

/** Figures as far as the reader may see them. */
type SeenFigures = Omit<EventFigures, 'attention'> & { readonly attention: EventFigures['attention'] | null };

/** Lists of events with what one wants to see at a glance. */
@Injectable()
export class EventFiguresService {
  constructor(
    private readonly events: EventsService,
    private readonly figures: EventFiguresRepository,
  ) {}

  /** One page, and its figures in one go. */
  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<EventSummary>> {
    const { items, nextCursor } = await this.events.list(actor, cursor, limit);
    const figures = await this.figures.list(items.map(({ event }) => event.id));
    return {
      items: items.map((item) => ({ ...item, figures: seenBy(item.role, figures.get(item.event.id)!) })),
      nextCursor,
    };
  }
}

/** Viewers see when something leaves; what it says, and what went wrong, is for those who may read messages. */
function seenBy(role: ListedEvent['role'], figures: EventFigures): SeenFigures {
  return mayEnter(role, 'editor') === 'enter' ? figures : { ...figures, nextMessage: null, attention: null };
}
