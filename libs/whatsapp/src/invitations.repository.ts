import { NotFound, type Page, toPage } from '@beckon/core';
import type { DeliveryStatus } from '@beckon/delivery';
import { INVITATION_STATUSES, type InvitationStatus, type RsvpStatus } from '@beckon/guests';
import { type RecipientsQuery, recipientsSql } from '@beckon/messaging';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';

/** Who of an audience is to be invited now. */
export interface Invitees {
  /** All who are not invited yet, also those who cannot be reached: their rows say why. */
  readonly guestIds: string[];
  /** Of these, how many will get it. */
  readonly reachable: number;
  readonly alreadyInvited: number;
  /** The others by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** One invitation of one guest, as people see it. */
export interface InvitationView {
  readonly id: string;
  readonly messageId: string;
  readonly guestId: string;
  readonly guestName: string;
  /** What the guest has answered by now. */
  readonly rsvpStatus: RsvpStatus;
  readonly channel: 'email' | 'whatsapp';
  readonly recipient: string | null;
  readonly status: InvitationStatus;
  readonly deliveryStatus: DeliveryStatus;
  readonly reason: string | null;
  readonly templateName: string | null;
  readonly variables: Readonly<Record<string, string>> | null;
  readonly finalContent: string | null;
  readonly provider: string | null;
  readonly providerMessageId: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly queuedAt: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
  readonly failedAt: Date | null;
  readonly retryCount: number;
  readonly maxRetries: number;
  readonly nextRetryAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const instants = [
  'queuedAt',
  'sentAt',
  'deliveredAt',
  'readAt',
  'failedAt',
  'nextRetryAt',
  'createdAt',
  'updatedAt',
] as const;
type Instant = (typeof instants)[number];
type InvitationRow = Omit<InvitationView, Instant> & Record<Instant, string | null>;

const statusSql = sql`case when d.is_invitation then coalesce(w.status, invitation_status_of_delivery(d.channel, d.status)) else 'not_sent' end`;

/** Invitations are deliveries of messages of their own kind, with what WhatsApp adds beside them. */
@Injectable()
export class InvitationsRepository {
  constructor(private readonly em: EntityManager) {}

  /** Two calls for one event follow one after the other, so that nobody is invited by both. */
  async lockEvent(eventId: string): Promise<void> {
    await sql`select 1 from events where id = ${eventId} for no key update`.execute(this.em.getKysely());
  }

  /** Ids among these that are no guests of the event. */
  async listUnknown(eventId: string, guestIds: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select i.id from unnest(${[...guestIds]}::uuid[]) as i (id)
       where not exists (select 1 from guests g where g.id = i.id and g.event_id = ${eventId} and g.deleted_at is null)
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /**
   * Parts an audience into those to invite now and those who are invited already: whose latest invitation is on its way or arrived, and
   * who waits in a message that is not claimed yet.
   *
   * @param isAgain also those who are invited already
   */
  async resolve(query: RecipientsQuery, isAgain: boolean): Promise<Invitees> {
    const { rows } = await sql<{
      guestIds: string[];
      reachable: number;
      alreadyInvited: number;
      reasons: { reason: string; count: number }[];
    }>`
      with waiting as materialized (
        select unnest(m.guest_ids) as guest_id from messages m
         where m.event_id = ${query.eventId} and m.kind = 'notice_invitation' and m.status = 'scheduled'
      ), looked_at as materialized (
        select r.guest_id, r.status, coalesce(r.reason, '') as reason,
               not ${isAgain}::boolean and (g.invitation_status not in ('not_sent', 'failed') or w.guest_id is not null) as is_invited
          from (${recipientsSql(query)}) r
          join guests g on g.id = r.guest_id
          left join (select distinct guest_id from waiting) w on w.guest_id = r.guest_id
      )
      select coalesce(array_agg(guest_id) filter (where not is_invited), '{}') as "guestIds",
             count(*) filter (where not is_invited and status = 'pending')::int as reachable,
             count(*) filter (where is_invited)::int as "alreadyInvited",
             coalesce((select jsonb_agg(jsonb_build_object('reason', x.reason, 'count', x.count))
                         from (select reason, count(*)::int as count from looked_at
                                where not is_invited and status <> 'pending' group by reason) x), '[]') as reasons
        from looked_at
    `.execute(this.em.getKysely());
    const { reasons, ...rest } = rows[0]!;
    return { ...rest, excluded: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])) };
  }

  /** A saved e-mail text by its name, whatever its case. */
  async findMailTemplate(
    organizationId: string,
    name: string,
  ): Promise<{ id: string; subject: string; body: string } | null> {
    const { rows } = await sql<{ id: string; subject: string; body: string }>`
      select id, subject, body from templates
       where organization_id = ${organizationId} and lower(name) = lower(${name}) and channel = 'email' and deleted_at is null
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /** Newest first; `beforeId` is the last one of the page before. */
  async list(
    eventId: string,
    filter: { readonly statuses: readonly string[]; readonly beforeId: string | null; readonly limit: number },
  ): Promise<Page<InvitationView>> {
    const { statuses, beforeId, limit } = filter;
    const rows = await this.select(
      sql`${beforeId === null ? sql`` : sql`and d.id < ${beforeId}::uuid`}
          ${statuses.length === 0 ? sql`` : sql`and ${statusSql} = any (${[...statuses]}::text[])`}
          order by d.id desc
          limit ${limit + 1}`,
      eventId,
    );
    return toPage(rows, limit, (row) => [row.id]);
  }

  /** How many guests of the event have come how far, by their latest invitation. */
  async countGuests(eventId: string): Promise<Record<InvitationStatus, number>> {
    const { rows } = await sql<{ status: InvitationStatus; count: number }>`
      select invitation_status as status, count(*)::int as count from guests
       where event_id = ${eventId} and deleted_at is null group by invitation_status
    `.execute(this.em.getKysely());
    const none = Object.fromEntries(INVITATION_STATUSES.map((status) => [status, 0]));
    return { ...none, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) } as Record<
      InvitationStatus,
      number
    >;
  }

  /** @throws NotFound when the event has no such invitation */
  async get(eventId: string, invitationId: string): Promise<InvitationView> {
    const [row] = await this.select(sql`and d.id = ${invitationId}`, eventId);
    if (row === undefined) throw new NotFound('This invitation');
    return row;
  }

  private async select(rest: RawBuilder<unknown>, eventId: string): Promise<InvitationView[]> {
    const { rows } = await sql<InvitationRow>`
      select d.id, d.message_id as "messageId", d.guest_id as "guestId", g.name as "guestName", g.rsvp_status as "rsvpStatus", d.channel, d.recipient,
             ${statusSql} as status, d.status as "deliveryStatus", d.reason,
             coalesce(w.template_name, t.name) as "templateName", w.variables, w.final_content as "finalContent",
             d.provider, d.provider_message_id as "providerMessageId", d.error_code as "errorCode", d.error,
             coalesce(w.queued_at, case when d.is_invitation then d.created_at end) as "queuedAt",
             coalesce(w.sent_at, case when d.channel = 'email' then d.accepted_at end) as "sentAt",
             coalesce(w.delivered_at, f.delivered_at) as "deliveredAt",
             coalesce(w.read_at, f.read_at) as "readAt",
             coalesce(w.failed_at, case when d.is_invitation and ${statusSql} = 'failed' then coalesce(f.failed_at, d.updated_at) end) as "failedAt",
             coalesce(w.retry_count, greatest(d.attempts - 1, 0))::int as "retryCount", coalesce(w.max_retries, 5)::int as "maxRetries",
             case when d.status = 'pending' and d.attempts > 0 then d.next_attempt_at end as "nextRetryAt",
             d.created_at as "createdAt", greatest(d.updated_at, w.updated_at) as "updatedAt"
        from messages m
        join deliveries d on d.message_id = m.id
        join guests g on g.id = d.guest_id
        left join whatsapp_invitations w on w.id = d.id
        left join templates t on t.id = m.template_id
        left join lateral (
          select min(e.occurred_at) filter (where e.kind = 'delivered') as delivered_at,
                 min(e.occurred_at) filter (where e.kind = 'read') as read_at,
                 min(e.occurred_at) filter (where e.kind in ('failed', 'bounce')) as failed_at
            from email_events e where e.delivery_id = d.id
        ) f on d.is_invitation
       where m.event_id = ${eventId} and m.kind = 'notice_invitation'
         ${rest}
    `.execute(this.em.getKysely());
    return rows.map((row) => {
      const at = (text: string | null): Date | null => (text === null ? null : new Date(text));
      return {
        ...row,
        ...Object.fromEntries(instants.map((name) => [name, at(row[name])])),
      } as unknown as InvitationView;
    });
  }
}
