import {
  type AuditAction,
  AuditLog,
  Clock,
  decodeCursor,
  type Page,
  toPage,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { type GuestInput, type GuestValues, readGuestValues } from './domain/guest-values';
import { answeredAtAfter } from './domain/rsvp-answer';
import type { RsvpStatus } from './domain/rsvp-status';
import type { Guest } from './guest.entity';
import { type GuestFilter, GuestsRepository } from './guests.repository';
import { SegmentsRepository } from './segments.repository';
import { sharedRules } from './shared-rules';

/** Which guests to list, and where to go on. */
export interface GuestListQuery {
  readonly q?: string;
  readonly rsvpStatus?: readonly RsvpStatus[];
  readonly tag?: string;
  readonly segmentId?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** The guests of an event, one by one. */
@Injectable()
export class GuestsService {
  constructor(
    private readonly guests: GuestsRepository,
    private readonly segments: SegmentsRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound for a segment that the event does not have; ValidationFailed for a strange cursor */
  async list(event: EventContext, query: GuestListQuery): Promise<Page<Guest>> {
    const after = decodeCursor(query.cursor, ['uuid']);
    const segment = query.segmentId === undefined ? null : await this.segments.get(event.eventId, query.segmentId);
    const filter: GuestFilter = {
      ...(query.q !== undefined && { q: query.q }),
      ...(query.rsvpStatus !== undefined && { rsvpStatuses: query.rsvpStatus }),
      ...(query.tag !== undefined && { tag: query.tag }),
      ...(segment !== null && { criteria: segment.criteria }),
    };
    const rows = await this.guests.list(
      event.eventId,
      filter,
      after === null ? null : String(after[0]),
      query.limit + 1,
    );
    return toPage(rows, query.limit, (guest) => [guest.id]);
  }

  async get(event: EventContext, guestId: string): Promise<Guest> {
    return this.guests.get(event.eventId, guestId);
  }

  /** @throws ValidationFailed naming each field and the reason */
  async create(event: EventContext, input: GuestInput & { readonly name: string }): Promise<Guest> {
    const values = valid(input, null);
    const { organizationId, eventId } = event;
    return this.transactions.run(async () => {
      const rsvpAnsweredAt = answeredAtAfter(
        { rsvpStatus: 'pending', rsvpAnsweredAt: null },
        values.rsvpStatus,
        this.clock.now(),
      );
      const guest = await this.guests.add({
        ...values,
        name: values.name ?? '',
        organizationId,
        eventId,
        rsvpAnsweredAt,
      });
      await this.record(event, 'guest.created', guest.id);
      return guest;
    });
  }

  /** @throws ValidationFailed, NotFound */
  async change(
    event: EventContext,
    guestId: string,
    { invitationMethod, ...input }: GuestInput & { readonly invitationMethod?: 'manual' },
  ): Promise<Guest> {
    return this.transactions.run(async () => {
      const guest = await this.guests.getForUpdate(event.eventId, guestId);
      const values = valid(input, guest.locale ?? null);
      const rsvpAnsweredAt = answeredAtAfter(guest, values.rsvpStatus, this.clock.now());
      Object.assign(guest, values, { rsvpAnsweredAt });
      if (invitationMethod !== undefined)
        Object.assign(guest, { invitationMethod, invitationStatus: 'sent', invitationId: null });
      await this.guests.save(guest);
      await this.record(event, 'guest.changed', guest.id, { fields: Object.keys(values) });
      return guest;
    });
  }

  /** The guest disappears from lists and audiences; what was sent to them stays on record. */
  async remove(event: EventContext, guestId: string): Promise<void> {
    await this.transactions.run(async () => {
      const guest = await this.guests.getForUpdate(event.eventId, guestId);
      guest.deletedAt = this.clock.now();
      await this.guests.save(guest);
      await this.record(event, 'guest.deleted', guest.id);
    });
  }

  private async record(
    event: EventContext,
    action: AuditAction,
    guestId: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    await this.audit.record({
      organizationId: event.organizationId,
      actor: auditActorOf(event.actor),
      action,
      subjectType: 'guest',
      subjectId: guestId,
      detail: { eventId: event.eventId, ...detail },
    });
  }
}

function valid(input: GuestInput, storedLocale: string | null): Partial<GuestValues> {
  const { values, problems } = readGuestValues(input, sharedRules, storedLocale);
  if (problems.length > 0) throw new ValidationFailed(problems);
  return values;
}
