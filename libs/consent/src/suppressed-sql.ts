import { type Expression, type RawBuilder, sql } from 'kysely';
import { SUPPRESSION_REASONS, type SuppressionReason } from './domain/suppression-rule';

/** Pieces of SQL: columns of the query around it, or values. */
export interface SuppressedSqlInput {
  readonly organizationId: Expression<unknown>;
  readonly eventId: Expression<unknown>;
  readonly channel: Expression<unknown>;
  readonly addressKey: Expression<unknown>;
  /** Broadcasts and reminders are also stopped by an unsubscribe; notices only by what applies to all. */
  readonly isBroadcast: boolean | Expression<unknown>;
  /** Leave out where a message has no sender of its own: then suppressions of a sender do not count. */
  readonly senderId?: Expression<unknown>;
}

/**
 * The gate: why this address must not be written to, as a subquery for SELECT and WHERE. It gives the strongest reason
 * (complaint, bounce, stop, unsubscribe, manual) of the standing suppressions that cover the send, or null.
 * One probe of the index `suppressions_standing` per row: right for some hundred rows at a time. For a whole audience join
 * `standingSuppressionsSql` instead.
 */
export function suppressedSql(input: SuppressedSqlInput): RawBuilder<SuppressionReason | null> {
  return sql<SuppressionReason | null>`(
    select s.reason from suppressions s
     where s.organization_id = ${input.organizationId} and s.channel = ${input.channel} and s.address_key = ${input.addressKey}
       and s.lifted_at is null
       and ${coversSql(input)}
     order by ${strengthSql} limit 1
  )`;
}

/** The gate's reason dates from then: when the suppression that `suppressedSql` names was made, or null. */
export function suppressedSinceSql(input: SuppressedSqlInput): RawBuilder<string | null> {
  return sql<string | null>`(
    select s.created_at from suppressions s
     where s.organization_id = ${input.organizationId} and s.channel = ${input.channel} and s.address_key = ${input.addressKey}
       and s.lifted_at is null
       and ${coversSql(input)}
     order by ${strengthSql}, s.created_at limit 1
  )`;
}

/**
 * The same rule for a whole audience: a query that gives every suppressed address with its strongest reason, to be put in
 * parentheses and joined by `address_key`. Its columns are `address_key` and `reason`.
 */
export function standingSuppressionsSql(
  input: Omit<SuppressedSqlInput, 'addressKey'>,
): RawBuilder<{ address_key: string; reason: SuppressionReason }> {
  return sql<{ address_key: string; reason: SuppressionReason }>`
    select distinct on (s.address_key) s.address_key, s.reason from suppressions s
     where s.organization_id = ${input.organizationId} and s.channel = ${input.channel}
       and s.lifted_at is null
       and ${coversSql(input)}
     order by s.address_key, ${strengthSql}`;
}

/** `covers` of the domain in SQL. */
function coversSql({ eventId, senderId, isBroadcast }: Omit<SuppressedSqlInput, 'addressKey'>): RawBuilder<boolean> {
  const sender = senderId === undefined ? sql`` : sql`or (s.scope = 'sender' and s.sender_id = ${senderId})`;
  const applies =
    isBroadcast === true
      ? sql``
      : isBroadcast === false
        ? sql`and s.applies_to = 'all'`
        : sql`and (s.applies_to = 'all' or ${isBroadcast})`;
  return sql<boolean>`(s.scope = 'organization' or (s.scope = 'event' and s.event_id = ${eventId}) ${sender}) ${applies}`;
}

const strengthSql = sql`array_position(array[${sql.join(SUPPRESSION_REASONS.map((reason) => sql.lit(reason)))}], s.reason)`;
