import { Injectable } from '@nestjs/common';
import type { EventContext } from '@beckon/events';
import { type Page } from '@beckon/core';
import { DeliveriesRepository, type DeliveryView } from './deliveries.repository';
import type { DeliveryStatus } from './domain/delivery-state';

/** What people ask the ledger about one message. */
@Injectable()
export class DeliveriesService {
  constructor(private readonly deliveries: DeliveriesRepository) {}

  /** @throws NotFound when the event has no such message */
  async list(
    event: EventContext,
    messageId: string,
    query: { status?: string; q?: string; cursor?: string; limit: number },
  ): Promise<Page<DeliveryView>> {
    const statuses = (query.status?.split(',') ?? []) as DeliveryStatus[];
    return this.deliveries.list(event.eventId, messageId, {
      statuses,
      q: query.q,
      cursor: query.cursor,
      limit: query.limit,
    });
  }
}
