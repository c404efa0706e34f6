import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { BODY, dueBroadcast, msUntilSent, SUBJECT } from './harness/fixtures';
import { median, report } from './harness/report';
import { type Api, openStage } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 50_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const CALLS = Number(process.env.BENCH_CALLS ?? 300);

const kinds = ['list', 'count', 'compose'] as const;
type Kind = (typeof kinds)[number];
type Times = Record<Kind, number[]>;
interface Caller {
  readonly userId: string;
  readonly organizationId: string;
  call(kind: Kind): Promise<void>;
}

/** P9: how long people wait for an answer while a big message drains, against the same when nothing else happens. */
export async function p9(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.sink();
    const api = await stage.api();
    const { caller, event } = await signedIn(api, stage.pool);
    await stage.worker({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
    const idle: Record<Kind, number[]> = { list: [], count: [], compose: [] };
    const busy: Record<Kind, number[]> = { list: [], count: [], compose: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      const alone = await ask(caller, () => false);
      const big = await dueBroadcast(stage.pool, event);
      await isSending(stage.pool, big);
      let isOver = false;
      const drained = msUntilSent(stage.pool, big).finally(() => (isOver = true));
      const meanwhile = await ask(caller, () => isOver);
      await drained;
      if (round === 0) continue;
      for (const kind of kinds) {
        idle[kind].push(p99(alone[kind]));
        busy[kind].push(p99(meanwhile[kind]));
      }
    }
    const ratios = kinds.map((kind) => median(busy[kind]) / median(idle[kind]));
    report({
      id: 'P9',
      work: `p99 of the API (list messages, count recipients, write a message) while a message to ${MAILS} guests drains in the same deployment`,
      yardstick: 'the same when nothing is sent',
      goal: '<= 3 x',
      result: kinds
        .map(
          (kind, i) =>
            `${kind} ${ratios[i]!.toFixed(2)} x (${median(busy[kind]).toFixed(1)} against ${median(idle[kind]).toFixed(1)} ms)`,
        )
        .join(', '),
      isMet: ratios.every((ratio) => ratio <= 3),
      rounds: Object.fromEntries(
        kinds.flatMap((kind) => [
          [`${kind}, idle, p99 ms`, idle[kind]],
          [`${kind}, while sending, p99 ms`, busy[kind]],
        ]),
      ),
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}

/** One call after the other, as one person would, each kind as often. */
async function ask(caller: Caller, isOver: () => boolean): Promise<Times> {
  const times: Times = { list: [], count: [], compose: [] };
  for (let n = 0; n < CALLS; n++) {
    if (isOver())
      throw new Error(`the message was drained after ${n} of ${CALLS} calls: raise BENCH_MAILS or lower BENCH_CALLS`);
    for (const kind of kinds) {
      const start = performance.now();
      await caller.call(kind);
      times[kind].push(performance.now() - start);
    }
  }
  return times;
}

function p99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)]!;
}

async function isSending(pool: Pool, messageId: string): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ status: string }>('select status from messages where id = $1', [messageId]);
    if (rows[0]!.status === 'sending') return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

/** Somebody with an event of two hundred guests who asks, and a big event of the same organization that sends. */
async function signedIn(api: Api, pool: Pool) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const request = async (method: string, path: string, body?: unknown): Promise<any> => {
    const response = await fetch(api.url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const person = { email: `${randomUUID()}@bench.test`, password: `a-long-phrase-${randomUUID()}`, name: 'Bench' };
  const { accessToken, user } = await request('POST', '/v1/auth/register', person);
  headers.authorization = `Bearer ${accessToken}`;
  const withGuests = async (guests: number): Promise<string> => {
    const { id } = await request('POST', '/v1/events', {
      name: 'Summer party',
      startsAtLocal: '2035-06-01T18:00',
      timeZone: 'Europe/London',
      venue: 'Harbour Hall',
      hostName: 'Efua Mensah',
    });
    await pool.query(
      `insert into guests (organization_id, event_id, name, first_name, email, email_key, rsvp_status)
       select $1, $2, 'Guest Number ' || n, 'Guest', 'guest' || n || '@guests.test', 'guest' || n || '@guests.test', 'attending' from generate_series(1, $3) n`,
      [user.organization.id, id, guests],
    );
    return id as string;
  };
  const [small, big] = [await withGuests(200), await withGuests(MAILS)];
  await pool.query('analyze guests');
  const messages = `/v1/events/${small}/messages`;
  const calls: Record<Kind, () => Promise<unknown>> = {
    list: () => request('GET', messages),
    count: () => request('GET', `${messages}/recipient-count?audience=everyone&channel=email`),
    compose: () =>
      request('POST', messages, {
        mode: 'draft',
        channel: 'email',
        audience: 'everyone',
        subject: SUBJECT,
        body: BODY,
      }),
  };
  const caller: Caller = {
    userId: user.id,
    organizationId: user.organization.id,
    async call(kind) {
      await calls[kind]();
    },
  };
  return { caller, event: { organizationId: user.organization.id as string, eventId: big, userId: user.id as string } };
}
