import type { Deployment } from './deployment';
import { BAN_MARGIN_MS, type People } from './people';
import type { Receipts } from './receipts';
import { HISTORY_CHECKS } from './witness';

/** What was found in one deployment; empty `violations` means that every promise was kept. */
export interface Judgement {
  readonly provider: string;
  readonly violations: string[];
  readonly deliveries: number;
  readonly mails: number;
  /** People with more than one copy of one message. */
  readonly duplicates: number;
  readonly mostCopies: number;
  /** Whoever should have got a message, did not, and nothing says so. */
  readonly lost: number;
  readonly stuck: number;
  readonly byStatus: Record<string, number>;
  readonly unknown: { readonly taken: number; readonly notTaken: number; readonly atMost: number };
  /** What happened to deliveries that a violation names. */
  readonly histories: readonly string[];
  /** Of those that were unknown at some time, that the provider took and sent a receipt for. */
  readonly resolved: { readonly of: number; readonly inTime: number; readonly slowestMs: number };
}

/** What may be unknown, and what was seen on the way. */
export interface Evidence {
  /** Workers that ended, or slept beyond a lease, with something in flight. */
  readonly uncleanEnds: number;
  /** Mails whose answer the provider swallowed. */
  readonly lostAnswers: number;
  /** Rows that were still due or leased 30 s after the last fault. */
  readonly stuck: readonly string[];
  /** Violations that were found before, whose deliveries are of interest. */
  readonly complaints: readonly string[];
  /** What can be on the wire of one worker at once. */
  readonly capacity: number;
}

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly address_key: string | null;
  readonly status: string;
  /** Somebody or its time stopped it, or its address was suppressed. */
  readonly is_stopped: boolean;
}

/** States that say "the provider has it". */
const TAKEN = new Set(['accepted', 'sent', 'delivered', 'read', 'bounced']);
/** States that say "the provider has it not". */
const NOT_TAKEN = new Set(['failed', 'cancelled', 'suppressed', 'skipped']);
const RESOLVED_WITHIN_MS = 60_000;

/**
 * Holds the ledger against what the provider took. The provider's own list is the judge of what was sent; the history of the rows is the
 * judge of what the engine did in between.
 */
export async function judge(
  deployment: Deployment,
  people: People,
  receipts: Receipts,
  evidence: Evidence,
): Promise<Judgement> {
  const { provider } = deployment;
  const violations: string[] = [...receipts.complaints];
  const say = (rule: string, found: readonly string[]): void => {
    if (found.length > 0) violations.push(`${rule}: ${found.length}, for example ${found.slice(0, 3).join(', ')}`);
  };
  const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
  const rows = await deployment.rows<Row>(
    `select d.id, d.message_id, d.organization_id, d.address_key, d.status,
            d.reason = 'may_have_been_sent'
              and (m.status = 'cancelled' or m.expires_at is not null
                   or exists (select 1 from suppressions s
                               where s.organization_id = d.organization_id and s.address_key = d.address_key)) as is_stopped
       from deliveries d join messages m on m.id = d.message_id`,
  );
  const copies = countBy(provider.taken, ({ deliveryId }) => deliveryId);
  const statusOf = new Map(rows.map((row) => [row.id, row.status]));
  const of = (statuses: ReadonlySet<string>): Row[] => rows.filter(({ status }) => statuses.has(status));

  const doubled = [...copies].filter(([, n]) => n > 1).map(([id]) => id);
  say('I1 more than one copy', doubled);
  const messageOf = new Map(rows.map((row) => [row.id, row.message_id]));
  const perPerson = countBy(provider.taken, ({ deliveryId, to }) => `${messageOf.get(deliveryId) ?? ''} ${to}`);
  say(
    'I1 one message twice to one address',
    [...perPerson].filter(([, n]) => n > 1).map(([key]) => key),
  );
  say(
    'I1 a mail without a delivery',
    [...copies.keys()].filter((id) => !statusOf.has(id)),
  );
  say('I3 not settled', ids(rows.filter(({ status }) => status === 'pending' || status === 'dispatching')));
  say('I3 due or leased 30 s after the last fault', evidence.stuck);
  const claimedTaken = ids(of(TAKEN).filter(({ id }) => !copies.has(id)));
  say('I4 said to be taken, and the provider has it not', claimedTaken);
  say('I4 said to be not sent, and the provider has it', ids(of(NOT_TAKEN).filter(({ id }) => copies.has(id))));
  // no double ever refuses a mail for good
  const failed = ids(rows.filter(({ status }) => status === 'failed'));
  say('failed without a refusal', failed);
  const unknown = rows.filter(({ status }) => status === 'unknown');
  const keyedUnknown = provider.isKeyed ? ids(unknown.filter((row) => !row.is_stopped)) : [];
  say('I1 unknown, although the provider recognises repeats', keyedUnknown);
  const atMost = evidence.uncleanEnds * evidence.capacity * 2 + evidence.lostAnswers + provider.brokenOff;
  if (!provider.isKeyed && unknown.length > atMost)
    violations.push(`unknown: ${unknown.length}, and at most ${atMost} can be explained`);
  for (const { rule, sql } of HISTORY_CHECKS) say(rule, ids(await deployment.rows<{ id: string }>(sql)));
  for (const [what, found] of await brokenBans(deployment, people, rows)) say(`I5 begun although ${what}`, found);
  const reminders = await deployment.rows<{ id: string }>(
    'select distinct message_id as id from deliveries where message_id = any ($1::uuid[])',
    [people.stoppedReminders],
  );
  say('I5 a reminder that was moved or called off', ids(reminders));
  say('I10 shown counts', await wrongCounts(deployment, people));
  const forged = await deployment.rows<{ id: string }>(
    'select provider_event_id as id from provider_receipts where provider_event_id = any ($1)',
    [receipts.forged],
  );
  say('a forged receipt is stored', ids(forged));
  const resolved = await resolution(deployment, receipts, copies);
  if (resolved.inTime < resolved.of * 0.99)
    violations.push(`resolved by a receipt within 60 s: only ${resolved.inTime} of ${resolved.of}`);
  return {
    provider: provider.name,
    violations,
    deliveries: rows.length,
    mails: provider.taken.length,
    duplicates: doubled.length,
    mostCopies: Math.max(0, ...copies.values()),
    lost: claimedTaken.length + failed.length + keyedUnknown.length,
    stuck: evidence.stuck.length,
    byStatus: Object.fromEntries(countBy(rows, ({ status }) => status)),
    unknown: {
      taken: unknown.filter(({ id }) => copies.has(id)).length,
      notTaken: unknown.filter(({ id }) => !copies.has(id)).length,
      atMost: provider.isKeyed ? 0 : atMost,
    },
    resolved,
    histories: await tellHistories(deployment, [...violations, ...evidence.complaints]),
  };
}

const MOST_HISTORIES = 6;

/** The steps of the deliveries that the violations name, and of the messages' deliveries that a provider saw. */
async function tellHistories(deployment: Deployment, violations: readonly string[]): Promise<string[]> {
  const named = violations.flatMap((text) => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []);
  const rows = await deployment.rows<{ id: string; steps: string }>(
    `select h.delivery_id as id,
            string_agg(to_char(h.at, 'HH24:MI:SS.MS') || ' ' || h.was || ' > ' || h.becomes || ' (fence ' || h.fence || ')', ', ' order by h.id)
              || '; ' || max(d.status || coalesce(' ' || d.reason, '') || ', attempts ' || d.attempts)
              || coalesce('; ' || max((select string_agg(a.outcome || ' ' || coalesce(a.error_code, ''), ', ' order by a.id)
                                         from delivery_attempts a where a.delivery_id = d.id)), '') as steps
       from chaos_history h join deliveries d on d.id = h.delivery_id
      where h.delivery_id = any ($1::uuid[]) group by 1 limit ${MOST_HISTORIES}`,
    [[...new Set(named)]],
  );
  return rows.map(({ id, steps }) => {
    const seen = deployment.provider.arrivals.filter(({ deliveryId }) => deliveryId === id);
    const at = seen.map((arrival) => new Date(arrival.at).toISOString().slice(11, 23)).join(', ');
    return `${id}: ${steps}; at the provider: ${at || 'never'}`;
  });
}

/** Intents, and mails on the wire, in a time in which there must be none. */
async function brokenBans(deployment: Deployment, people: People, rows: readonly Row[]): Promise<[string, string[]][]> {
  const intents = await deployment.rows<{ delivery_id: string; at: number }>(
    `select delivery_id, (extract(epoch from at) * 1000)::float8 as at from chaos_history where becomes = 'dispatching'`,
  );
  // a mail may be on its way for as long as an attempt lasts
  const wireMs = deployment.size.sendTimeoutSeconds * 1000 + 1500;
  const seen = [
    ...intents.map(({ delivery_id: id, at }) => ({ id, at, slackMs: 0 })),
    ...deployment.provider.arrivals.map(({ deliveryId: id, at }) => ({ id, at, slackMs: wireMs })),
  ];
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return people.bans.map((ban): [string, string[]] => {
    const isCovered = (id: string): boolean => {
      const row = rowOf.get(id);
      if (row === undefined) return false;
      if (ban.messageId !== null) return row.message_id === ban.messageId;
      return row.address_key === ban.address && row.organization_id === ban.organizationId;
    };
    const broken = seen.filter(({ id, at, slackMs }) => at > ban.from + slackMs && at < ban.to && isCovered(id));
    const place = (slackMs: number): string => (slackMs === 0 ? 'intent' : 'on the wire');
    return [
      ban.what,
      broken.map(
        ({ id, at, slackMs }) => `${id} (${place(slackMs)} ${Math.round(at - ban.from + BAN_MARGIN_MS)} ms later)`,
      ),
    ];
  });
}

/** What each API shows of each message, against the rows. */
async function wrongCounts(deployment: Deployment, people: People): Promise<string[]> {
  const groups: Record<string, readonly string[]> = {
    queued: ['pending'],
    sending: ['dispatching'],
    sent: ['accepted', 'sent'],
    delivered: ['delivered', 'read'],
    failed: ['failed', 'bounced'],
    suppressed: ['suppressed'],
    skipped: ['skipped'],
    cancelled: ['cancelled'],
    unknown: ['unknown'],
  };
  const wrong: string[] = [];
  for (const { id, path, by } of people.messages) {
    const found = await deployment.rows<{ status: string }>('select status from deliveries where message_id = $1', [
      id,
    ]);
    const byStatus = countBy(found, ({ status }) => status);
    const derived = Object.entries(groups).map(
      ([name, statuses]) => [name, statuses.reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0)] as const,
    );
    for (const { status, body } of await people.show(path, by)) {
      const isRight = derived.every(([name, count]) => body?.counts?.[name] === count);
      if (status !== 200 || !isRight || body.counts.total !== found.length) wrong.push(id);
    }
  }
  return wrong;
}

/** How long it took from the receipt to the end of not knowing. */
async function resolution(
  deployment: Deployment,
  receipts: Receipts,
  copies: ReadonlyMap<string, number>,
): Promise<Judgement['resolved']> {
  const ever = await deployment.rows<{ delivery_id: string; since: number; until: number | null }>(
    `select h.delivery_id, (extract(epoch from min(h.at) filter (where h.becomes = 'unknown')) * 1000)::float8 as since,
            (extract(epoch from max(h.at) filter (where h.was = 'unknown' and h.becomes <> 'unknown')) * 1000)::float8 as until
       from chaos_history h group by 1 having bool_or(h.becomes = 'unknown')`,
  );
  const told = ever.filter(({ delivery_id: id }) => copies.has(id) && receipts.takenAt.has(id));
  const waits = told.map(({ delivery_id: id, since, until }) =>
    until === null ? Infinity : until - Math.max(since, receipts.takenAt.get(id)!),
  );
  const inTime = waits.filter((ms) => ms <= RESOLVED_WITHIN_MS);
  return { of: told.length, inTime: inTime.length, slowestMs: Math.round(Math.max(0, ...inTime)) };
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
