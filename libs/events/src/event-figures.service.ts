import type { Page } from '@beckon/core';
import type { Actor } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { type EventFigures, EventFiguresRepository } from './event-figures.repository';
import { type ListedEvent } from './events.repository';
import { EventsService } from './events.service';

/** An event in a list with its figures. */
export interface EventSummary extends ListedEvent {
  readonly figures: EventFigures;
}

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
    return { items: items.map((item) => ({ ...item, figures: figures.get(item.event.id)! })), nextCursor };
  }
}
