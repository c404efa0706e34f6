import { NotFound } from '@beckon/core';
import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { criteriaSql } from './criteria-sql';
import type { Criteria } from './domain/criteria';
import type { GuestValues } from './domain/guest-values';
import type { RsvpStatus } from './domain/rsvp-status';
import { Guest } from './guest.entity';

/** Which guests a list shows; what is left out does not narrow it. */
export interface GuestFilter {
  /** Part of a name, an e-mail address or a phone number. */
  readonly q?: string;
  readonly rsvpStatuses?: readonly RsvpStatus[];
  readonly tag?: string;
  readonly criteria?: Criteria;
}

/** What a new guest is made of; the database knows the defaults. */
export interface NewGuest extends Partial<GuestValues> {
  readonly name: string;
  readonly organizationId: string;
  readonly eventId: string;
  readonly rsvpAnsweredAt: Date | null;
}

/** The guests of events. Deleted ones stay in the table for the ledger and are never found here. */
@Injectable()
export class GuestsRepository {
  constructor(private readonly em: EntityManager) {}

  /** @throws NotFound when the guest was deleted, never was, or belongs to another event */
  async get(eventId: string, guestId: string): Promise<Guest> {
    const guest = await this.em.findOne(Guest, { id: guestId, eventId, deletedAt: null });
    if (guest === null) throw new NotFound('This guest');
    return guest;
  }

  /** Like `get`, and keeps others from changing the guest until the transaction ends. */
  async getForUpdate(eventId: string, guestId: string): Promise<Guest> {
    const guest = await this.findForUpdate(guestId);
    if (guest === null || guest.eventId !== eventId) throw new NotFound('This guest');
    return guest;
  }

  /** A guest by nothing but the id, for links that were signed for it. */
  async find(guestId: string): Promise<Guest | null> {
    return this.em.findOne(Guest, { id: guestId, deletedAt: null });
  }

  async findForUpdate(guestId: string): Promise<Guest | null> {
    return this.em.findOne(
      Guest,
      { id: guestId, deletedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
  }

  /** Guests of an event in the order they were added, after the id of the last one seen. */
  async list(eventId: string, filter: GuestFilter, afterId: string | null, limit: number): Promise<Guest[]> {
    const { rows } = await sql<{ id: string }>`
      select g.id from guests g
       where g.event_id = ${eventId} and g.deleted_at is null ${this.filterSql(filter)}
         ${afterId === null ? sql`` : sql`and g.id > ${afterId}`}
       order by g.id limit ${limit}
    `.execute(this.em.getKysely());
    if (rows.length === 0) return [];
    return this.em.find(Guest, { id: { $in: rows.map((row) => row.id) } }, { orderBy: { id: 'asc' } });
  }

  /** Adds a guest; ids and instants come from the database. */
  async add(guest: NewGuest): Promise<Guest> {
    const { tags, ...rest } = guest;
    const created = this.em.create(Guest, { ...rest, ...(tags !== undefined && { tags: [...tags] }) });
    await this.save(created);
    return created;
  }

  /** Writes what was changed and reads back what the database added. */
  async save(guest: Guest): Promise<void> {
    await this.em.flush();
    await this.em.refresh(guest);
  }

  private filterSql(filter: GuestFilter): RawBuilder<unknown> {
    const parts: RawBuilder<unknown>[] = [];
    if (filter.q !== undefined && filter.q !== '') parts.push(searchSql(filter.q));
    if (filter.rsvpStatuses !== undefined) parts.push(sql`g.rsvp_status = any(${[...filter.rsvpStatuses]}::text[])`);
    if (filter.tag !== undefined) parts.push(sql`g.tags @> array[${filter.tag}::text]`);
    if (filter.criteria !== undefined) parts.push(criteriaSql(filter.criteria, 'g'));
    return parts.length === 0 ? sql`` : sql`and ${sql.join(parts, sql` and `)}`;
  }
}

/** Name and address contain what was typed; a number is found however it was written. `%` and `_` are ordinary characters. */
function searchSql(q: string): RawBuilder<unknown> {
  const text = q.trim().toLowerCase();
  const digits = /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '').replace(/^00?/, '') : '';
  const byPhone = digits.length >= 3 ? sql`or position(${digits}::text in g.phone) > 0` : sql``;
  return sql`(position(${text}::text in lower(g.name)) > 0 or position(${text}::text in lower(g.email)) > 0 ${byPhone})`;
}
