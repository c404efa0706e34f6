import type { Deployment } from './deployment';
import type { UncleanEnd } from './disturbances';
import type { ProviderDouble, TakenMail } from './doubles/provider-double';
import { BAN_MARGIN_MS, type People } from './people';
import type { Receipts } from './receipts';
import { HISTORY_CHECKS } from './witness';

export type ChannelName = TakenMail['channel'];

/** What was found of one channel of one deployment, or of several. */
export interface Judgement {
  readonly provider: string;
  readonly deliveries: number;
  /** Copies that the provider took. */
  readonly mails: number;
  /** People with more than one copy of one message. */
  readonly duplicates: number;
  readonly mostCopies: number;
  /** Whoever should have got a message, did not, and nothing says so. */
  readonly lost: number;
  readonly stuck: number;
  readonly byStatus: Record<string, number>;
  readonly unknown: {
    readonly taken: number;
    readonly notTaken: number;
    /** Of all that were ever unknown without keys: what they are explained by. */
    readonly explained: Record<Explanation, number>;
  };
  /** Of those that were unknown at some time, that the provider took and sent a receipt for. */
  readonly resolved: { readonly of: number; readonly inTime: number; readonly slowestMs: number };
}

/** What was found in one deployment; empty `violations` means that every promise was kept. */
export interface Verdict {
  readonly violations: readonly string[];
  readonly channels: Readonly<Record<ChannelName, Judgement>>;
  /** What happened to deliveries that a violation names. */
  readonly histories: readonly string[];
}

/** What may make a delivery unknown: its answer was lost on the provider's side, or its worker or its database was in trouble. */
type Explanation = 'lost answer' | 'late answer' | 'worker died or slept' | 'database away';

/** What may be unknown, and what was seen on the way. */
export interface Evidence {
  readonly uncleanEnds: readonly UncleanEnd[];
  /** Deliveries whose answer the providers swallowed. */
  readonly lostAnswers: ReadonlySet<string>;
  /** Rows that were still due or leased 30 s after the last fault. */
  readonly stuck: readonly string[];
  /** Violations that were found before, whose deliveries are of interest. */
  readonly complaints: readonly string[];
}

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly channel: ChannelName;
  readonly address_key: string | null;
  readonly status: string;
  /** Somebody or its time stopped it, or its address was suppressed. */
  readonly is_stopped: boolean;
  /** It was unknown at some time, in ms; null: never. */
  readonly unknown_since: number | null;
  readonly unknown_until: number | null;
  /** The last intent, in ms. */
  readonly intent_at: number | null;
}

/** States that say "the provider has it". */
const TAKEN = new Set(['accepted', 'sent', 'delivered', 'read', 'bounced']);
/** States that say "the provider has it not". */
const NOT_TAKEN = new Set(['failed', 'cancelled', 'suppressed', 'skipped']);
const RESOLVED_WITHIN_MS = 60_000;

/** An intent may be in the database a while after its worker was last seen alive. */
const FLIGHT_MARGIN_MS = 2000;
/** The ledger tells parts of a millisecond and the provider does not. */
const SAME_CLOCK_MS = 5;

/**
 * Holds the ledger against what the providers took. Their own lists are the judge of what was sent; the history of the rows is the
 * judge of what the engine did in between.
 */
export async function judge(
  deployment: Deployment,
  people: People,
  receipts: ReadonlyMap<ProviderDouble, Receipts>,
  evidence: Evidence,
): Promise<Verdict> {
  const violations: string[] = [...receipts.values()].flatMap(({ complaints }) => complaints);
  const say: Say = (rule, found) => {
    if (found.length > 0) violations.push(`${rule}: ${found.length}, for example ${found.slice(0, 3).join(', ')}`);
  };
  const rows = await readRows(deployment);
  const channels = {} as Record<ChannelName, Judgement>;
  for (const provider of deployment.providers)
    for (const channel of provider.channels)
      channels[channel] = judgeChannel(
        { deployment, provider, receipts: receipts.get(provider)!, channel },
        rows.filter((row) => row.channel === channel),
        evidence,
        say,
      );
  say('a request that Twilio would not understand', deployment.phones.misunderstood);
  say('I3 due or leased 30 s after the last fault', evidence.stuck);
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
    [[...receipts.values()].flatMap((of) => of.forged)],
  );
  say('a forged receipt is stored', ids(forged));
  return {
    violations,
    channels,
    histories: await tellHistories(deployment, [...violations, ...evidence.complaints]),
  };
}

/** The same figures over several deployments. */
export function together(parts: readonly Judgement[]): Judgement {
  const sum = (of: (part: Judgement) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const sums = (of: (part: Judgement) => Record<string, number>): Record<string, number> => {
    const names = [...new Set(parts.flatMap((part) => Object.keys(of(part))))];
    return Object.fromEntries(names.map((name) => [name, sum((part) => of(part)[name] ?? 0)]));
  };
  return {
    provider: parts[0]!.provider,
    deliveries: sum(({ deliveries }) => deliveries),
    mails: sum(({ mails }) => mails),
    duplicates: sum(({ duplicates }) => duplicates),
    mostCopies: Math.max(...parts.map(({ mostCopies }) => mostCopies)),
    lost: sum(({ lost }) => lost),
    stuck: sum(({ stuck }) => stuck),
    byStatus: sums(({ byStatus }) => byStatus),
    unknown: {
      taken: sum(({ unknown }) => unknown.taken),
      notTaken: sum(({ unknown }) => unknown.notTaken),
      explained: sums(({ unknown }) => unknown.explained),
    },
    resolved: {
      of: sum(({ resolved }) => resolved.of),
      inTime: sum(({ resolved }) => resolved.inTime),
      slowestMs: Math.max(...parts.map(({ resolved }) => resolved.slowestMs)),
    },
  };
}

type Say = (rule: string, found: readonly string[]) => void;
const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

function readRows(deployment: Deployment): Promise<Row[]> {
  return deployment.rows<Row>(
    `with history as (
       select delivery_id, (extract(epoch from min(at) filter (where becomes = 'unknown')) * 1000)::float8 as unknown_since,
              (extract(epoch from max(at) filter (where was = 'unknown' and becomes <> 'unknown')) * 1000)::float8 as unknown_until,
              (extract(epoch from max(at) filter (where becomes = 'dispatching')) * 1000)::float8 as intent_at
         from chaos_history group by 1)
     select d.id, d.message_id, d.organization_id, d.channel, d.address_key, d.status,
            d.reason = 'may_have_been_sent'
              and (m.status = 'cancelled' or m.expires_at is not null
                   or exists (select 1 from suppressions s
                               where s.organization_id = d.organization_id and s.address_key = d.address_key)) as is_stopped,
            h.unknown_since, h.unknown_until, h.intent_at
       from deliveries d join messages m on m.id = d.message_id left join history h on h.delivery_id = d.id`,
  );
}

/** One channel and who stands behind it. */
interface Line {
  readonly deployment: Deployment;
  readonly provider: ProviderDouble;
  readonly receipts: Receipts;
  readonly channel: ChannelName;
}

function judgeChannel(
  { deployment, provider, receipts, channel }: Line,
  rows: readonly Row[],
  evidence: Evidence,
  sayAny: Say,
): Judgement {
  const say: Say = (rule, found) => sayAny(`${channel}: ${rule}`, found);
  const taken = provider.taken.filter((mail) => mail.channel === channel);
  const copies = countBy(taken, ({ deliveryId }) => deliveryId);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const of = (statuses: ReadonlySet<string>): Row[] => rows.filter(({ status }) => statuses.has(status));
  const doubled = [...copies].filter(([, n]) => n > 1).map(([id]) => id);
  say('I1 more than one copy', doubled);
  const perPerson = countBy(taken, ({ deliveryId, to }) => `${rowOf.get(deliveryId)?.message_id ?? ''} ${to}`);
  say(
    'I1 one message twice to one address',
    [...perPerson].filter(([, n]) => n > 1).map(([key]) => key),
  );
  say(
    'I1 a copy without a delivery',
    [...copies.keys()].filter((id) => !rowOf.has(id)),
  );
  say('I3 not settled', ids(rows.filter(({ status }) => status === 'pending' || status === 'dispatching')));
  const claimedTaken = ids(of(TAKEN).filter(({ id }) => !copies.has(id)));
  say('I4 said to be taken, and the provider has it not', claimedTaken);
  const failedLater = (row: Row): boolean => row.status === 'failed' && receipts.failed.has(row.id);
  const notTaken = of(NOT_TAKEN).filter((row) => copies.has(row.id) && !failedLater(row));
  say('I4 said to be not sent, and the provider has it', ids(notTaken));
  const failed = ids(
    rows.filter((row) => row.status === 'failed' && !provider.refused.has(row.id) && !failedLater(row)),
  );
  say('failed without a refusal', failed);
  const unknown = rows.filter(({ status }) => status === 'unknown');
  const keyedUnknown = provider.isKeyed ? ids(unknown.filter((row) => !row.is_stopped)) : [];
  say('I1 unknown, although the provider recognises repeats', keyedUnknown);
  const explained: Record<Explanation, number> = {
    'lost answer': 0,
    'late answer': 0,
    'worker died or slept': 0,
    'database away': 0,
  };
  const ever = provider.isKeyed ? [] : rows.filter((row) => row.unknown_since !== null);
  const explain = explanations(deployment, provider, evidence);
  const unexplained: string[] = [];
  for (const row of ever) {
    const why = explain(row);
    if (why === null) unexplained.push(row.id);
    else explained[why]++;
  }
  say('unknown, and nothing explains it', unexplained);
  const resolved = resolution(rows, receipts, copies);
  if (resolved.inTime < resolved.of * 0.99)
    say(`resolved by a receipt within 60 s: only ${resolved.inTime} of ${resolved.of}`, ['-']);
  return {
    provider: provider.name,
    deliveries: rows.length,
    mails: taken.length,
    duplicates: doubled.length,
    mostCopies: Math.max(0, ...copies.values()),
    lost: claimedTaken.length + failed.length + keyedUnknown.length,
    stuck: evidence.stuck.filter((id) => rowOf.has(id)).length,
    byStatus: Object.fromEntries(countBy(rows, ({ status }) => status)),
    unknown: {
      taken: unknown.filter(({ id }) => copies.has(id)).length,
      notTaken: unknown.filter(({ id }) => !copies.has(id)).length,
      explained,
    },
    resolved,
  };
}

/** Whether a delivery that was unknown was on the wire of a worker that died or slept just then, or lost its answer; null: neither. */
function explanations(
  deployment: Deployment,
  provider: ProviderDouble,
  { uncleanEnds, lostAnswers }: Evidence,
): (row: Row) => Explanation | null {
  const arrivalsOf = new Map<string, { worker: string; at: number }[]>();
  for (const { deliveryId, worker, at } of provider.arrivals)
    arrivalsOf.set(deliveryId, [...(arrivalsOf.get(deliveryId) ?? []), { worker, at }]);
  const isLate = lateAnswers(deployment, provider);
  const ends = uncleanEnds.filter((end) => end.deployment === deployment);
  return ({ id, intent_at: intentAt, unknown_since: unknownSince }) => {
    if (lostAnswers.has(id)) return 'lost answer';
    if (intentAt === null) return null;
    if (isLate(id, intentAt)) return 'late answer';
    // who brought it this time; an earlier try may have been another worker's
    const workers = (arrivalsOf.get(id) ?? [])
      .filter(({ at }) => at >= intentAt - SAME_CLOCK_MS)
      .map(({ worker }) => worker);
    // from its intent until nobody knew any more it was in flight
    const inFlight = ends.filter((end) => end.from <= (unknownSince ?? 0) && intentAt - FLIGHT_MARGIN_MS <= end.to);
    if (inFlight.some(({ worker }) => worker !== null && (workers.length === 0 || workers.includes(worker))))
      return 'worker died or slept';
    return inFlight.some(({ worker }) => worker === null) ? 'database away' : null;
  };
}

/**
 * On a busy machine a request may reach the provider, or its answer come or be given up, when the worker's time is over: with the provider's own
 * clock, whoever is to blame.
 */
export function lateAnswers(
  deployment: Deployment,
  provider: ProviderDouble,
): (id: string, intentAt: number) => boolean {
  const lastSeen = new Map<string, number>();
  const see = (id: string, at: number): void => void lastSeen.set(id, Math.max(at, lastSeen.get(id) ?? 0));
  for (const { deliveryId, at } of provider.arrivals) see(deliveryId, at);
  for (const { deliveryId, answeredAt } of provider.taken) see(deliveryId, answeredAt ?? 0);
  for (const [deliveryId, at] of provider.brokenOff) see(deliveryId, at);
  return (id, intentAt) => (lastSeen.get(id) ?? 0) - intentAt > deployment.size.sendTimeoutSeconds * 900;
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
    const seen = deployment.providers.flatMap(({ arrivals }) => arrivals.filter(({ deliveryId }) => deliveryId === id));
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
    ...deployment.providers.flatMap(({ arrivals }) =>
      arrivals.map(({ deliveryId: id, at }) => ({ id, at, slackMs: wireMs })),
    ),
  ];
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return people.bans.map((ban): [string, string[]] => {
    const isCovered = (id: string): boolean => {
      const row = rowOf.get(id);
      if (row === undefined) return false;
      if (ban.messageId !== null) return row.message_id === ban.messageId;
      const isAddressed = row.channel === ban.channel && row.address_key === ban.address;
      return isAddressed && row.organization_id === ban.organizationId;
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
function resolution(
  rows: readonly Row[],
  receipts: Receipts,
  copies: ReadonlyMap<string, number>,
): Judgement['resolved'] {
  const told = rows.filter((row) => row.unknown_since !== null && copies.has(row.id) && receipts.takenAt.has(row.id));
  const waits = told.map((row) =>
    row.unknown_until === null
      ? Infinity
      : row.unknown_until - Math.max(row.unknown_since!, receipts.takenAt.get(row.id)!),
  );
  const inTime = waits.filter((ms) => ms <= RESOLVED_WITHIN_MS);
  return { of: told.length, inTime: inTime.length, slowestMs: Math.round(Math.max(0, ...inTime)) };
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
