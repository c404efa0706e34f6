import type { INestApplicationContext } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Bell } from '@beckon/core';
import {
  aGuestList,
  type Answer,
  daysAhead,
  dueBroadcast,
  MailDouble,
  type Person,
  RowGates,
  startApi,
  startWorker,
  type TestApi,
  uniqueWord,
  until,
} from '../harness';

/**
 * Where a message is when two come to it at once. `plan`: a reminder planned for later. `held`: sent with a hold in which it can be
 * undone. `running`: one guest has it, of one nobody can know, one waits for another try. `paused`: the same, paused. `ended`: the one
 * who waited has failed for now.
 */
type Scene = 'plan' | 'held' | 'running' | 'paused' | 'ended';

/** Where each act changes the message, so that it can be stopped before its first write. */
const changesIn = {
  edit: ['plan', 'held'],
  'send now': ['plan', 'held'],
  cancel: ['plan', 'held', 'running', 'paused'],
  undo: ['held'],
  claim: ['plan', 'held'],
  pause: ['running'],
  resume: ['paused'],
  'retry failed': ['ended'],
  'resend unconfirmed': ['ended'],
  'move event': ['plan'],
  'cancel event': ['plan', 'held', 'running', 'paused'],
} as const satisfies Record<string, readonly Scene[]>;
type Act = keyof typeof changesIn;
const acts = Object.keys(changesIn) as Act[];

/** A pair meets where both change the message, else where the first does. */
const pairs = acts.flatMap((first) =>
  acts.flatMap((second) => {
    const ofSecond: readonly Scene[] = changesIn[second];
    const both = changesIn[first].filter((scene) => ofSecond.includes(scene));
    return (both.length > 0 ? both : [changesIn[first][0]]).map((scene): [Act, Act, Scene] => [first, second, scene]);
  }),
);

/** Until a message is due that a worker is to claim: long enough for somebody to come before, on a slow machine at last. */
const SOON_MS = [350, 2000, 8000] as const;
/** Whoever comes first is stopped or answered by then. */
const COMES_WITHIN_MS = 15_000;
/** Who comes second and is not stopped by then is not going to be. */
const MEETS_WITHIN_MS = 2000;
const CLAIM_TAKES_MS = 60;

interface Subject {
  readonly id: string;
  readonly path: string;
  readonly eventPath: string;
  readonly version: number;
  readonly guests: Record<'fine' | 'busy' | 'lost', string>;
}
interface Round {
  readonly answers: readonly { readonly act: Act; readonly answer: Answer | null }[];
  readonly subject: Subject;
}

const openapi = JSON.parse(readFileSync(path.resolve(__dirname, '../../openapi.json'), 'utf8'));
const message = '/v1/events/{eventId}/messages/{messageId}';
const routes: Record<Exclude<Act, 'claim'>, readonly [method: string, route: string]> = {
  edit: ['patch', message],
  'send now': ['post', `${message}/send-now`],
  cancel: ['delete', message],
  undo: ['post', `${message}/undo`],
  pause: ['post', `${message}/pause`],
  resume: ['post', `${message}/resume`],
  'retry failed': ['post', `${message}/retry-failed`],
  'resend unconfirmed': ['post', `${message}/resolve-unconfirmed`],
  'move event': ['patch', '/v1/events/{eventId}'],
  'cancel event': ['post', '/v1/events/{eventId}/cancel'],
};
/** What the documentation says that an act may be answered with: `200`, or `409 STALE_VERSION`. */
function documented(act: Exclude<Act, 'claim'>): string[] {
  const [method, route] = routes[act];
  return Object.entries<any>(openapi.paths[route][method].responses).flatMap(([status, { content }]) => {
    const examples = content?.['application/problem+json']?.examples;
    return examples === undefined ? [status] : Object.keys(examples).map((code) => `${status} ${code}`);
  });
}

describe('two who come to one message at once', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;
  let gates: RowGates;
  const busy = new Set<string>();

  beforeAll(async () => {
    mail = await MailDouble.start();
    mail.faults = {
      onRecipient: (to) => (busy.has(to) ? '451 4.3.2 try later' : null),
    };
    api = await startApi({
      SMTP_URL: mail.url,
      SMTP_MAX_CONNECTIONS: '5',
      EDIT_WINDOW_SECONDS: '0',
      // nobody claims but who is asked to
      POLL_INTERVAL_SECONDS: '3600',
      REDIS_URL: process.env.REDIS_URL ?? '',
    });
    gates = await RowGates.open(api.database);
    worker = await startWorker(api.config);
    owner = await api.person();
  });

  afterAll(async () => {
    await worker.close();
    await gates.close();
    await api.close();
    await mail.stop();
  });

  const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await api.database.pool.query<T>(text, values)).rows;
  const ring = (id: string) => worker.get(Bell, { strict: false }).ring(id, { urgent: true });
  const mailsTo = (to: string) => mail.ledger.filter((accepted) => accepted.to === to);

  async function prepare(scene: Scene, claimedInMs: number | null): Promise<Subject> {
    const event = await api.event(owner);
    const mark = uniqueWord();
    await aGuestList(api, owner, event.id, 3, mark);
    const [fine, waits, gone] = [0, 1, 2].map((n) => `${mark}${n}@guests.test`) as [string, string, string];
    const isTried = scene !== 'plan' && scene !== 'held';
    if (isTried) busy.add(waits);
    const id =
      scene === 'plan'
        ? (
            await sql<{ id: string }>(`select id from messages where event_id = $1 and audience = 'attending'`, [
              event.id,
            ])
          )[0]!.id
        : (await dueBroadcast(owner, event.id, isTried ? {} : { holdSeconds: 60 })).id;
    const eventPath = `/v1/events/${event.id}`;
    const at = `${eventPath}/messages/${id}`;
    if (isTried) await tried(id, at, scene, gone);
    if (claimedInMs !== null && !isTried) {
      await sql(
        `update messages set send_at = clock_timestamp() + make_interval(secs => $2),
                held_until = case when held_until is not null then clock_timestamp() + make_interval(secs => $2) end where id = $1`,
        [id, claimedInMs / 1000],
      );
    }
    const { version } = (await owner.client.get(at)).body;
    return { id, path: at, eventPath, version, guests: { fine, busy: waits, lost: gone } };
  }

  /** Each guest was tried once; the one who waits goes on waiting, or has failed for now. */
  async function tried(id: string, at: string, scene: Scene, gone: string): Promise<void> {
    const states = async () =>
      (await sql<{ status: string }>('select status from deliveries where message_id = $1 and attempts > 0', [id]))
        .map(({ status }) => status)
        .sort()
        .join();
    await until('all to be tried', async () => (await states()) === 'accepted,accepted,pending');
    // as if the answer had got lost on its way back
    await sql(
      `update deliveries set status = 'unknown', accepted_at = null, maybe_sent_at = now() where message_id = $1 and recipient = $2`,
      [id, gone],
    );
    if (scene === 'paused') await owner.client.post(`${at}/pause`);
    if (scene !== 'ended') return;
    await sql(
      `update deliveries set attempts = 5, next_attempt_at = now() where message_id = $1 and status = 'pending'`,
      [id],
    );
    await ring(id);
    await until('the end', async () => (await owner.client.get(at)).body.status === 'sent');
  }

  async function perform(act: Act, subject: Subject, name: string): Promise<Answer | null> {
    const { client } = owner;
    switch (act) {
      case 'claim':
        await ring(subject.id);
        return null;
      case 'edit':
        return client.patch(subject.path, { version: subject.version, subject: `Edited by the ${name}` });
      case 'send now':
        return client.post(`${subject.path}/send-now`);
      case 'cancel':
        return client.delete(subject.path);
      case 'undo':
      case 'pause':
      case 'resume':
        return client.post(`${subject.path}/${act}`);
      case 'retry failed':
        return client.post(`${subject.path}/retry-failed`);
      case 'resend unconfirmed':
        return client.post(`${subject.path}/resolve-unconfirmed`, { as: 'resend' });
      case 'move event':
        return client.patch(subject.eventPath, { startsAtLocal: daysAhead(90) });
      case 'cancel event':
        return client.post(`${subject.eventPath}/cancel`);
    }
  }

  /**
   * Lets the first get as far as the gate and the second run into it. Before `writes` the first has locked the message and decided;
   * before `lock` both have still to look, and stand in line.
   */
  async function meet(pair: [Act, Act, Scene], before: 'writes' | 'lock'): Promise<Round> {
    for (const soonMs of SOON_MS) {
      const round = await meetOnce(pair, before, soonMs);
      if (round !== 'too late') return round;
    }
    throw new Error(`${pair.join(', ')}: the first came again and again when the message was due already`);
  }

  /** @returns `too late` when the message was due before the first, who is to come before that, had looked at it */
  async function meetOnce(
    [first, second, scene]: [Act, Act, Scene],
    before: 'writes' | 'lock',
    soonMs: number,
  ): Promise<Round | 'too late'> {
    const isClaimed = first === 'claim' || second === 'claim';
    const subject = await prepare(scene, isClaimed ? soonMs : null);
    const due = new Promise((resolve) => setTimeout(resolve, isClaimed ? soonMs : 0));
    if (first === 'claim') await due;
    const gate = await (before === 'writes' ? gates.holdWrites(subject.id) : gates.holdRow(subject.id));
    const over = new Set<string>();
    const begin = (act: Act, name: string): Promise<Answer | null> =>
      perform(act, subject, name).finally(() => act !== 'claim' && over.add(name));
    try {
      const one = begin(first, 'first');
      const isHeld = await gate.heldUp(1, () => over.has('first'), COMES_WITHIN_MS);
      if (!isHeld && over.has('first') && isClaimed && (await isDue(subject.id))) {
        await gate.release();
        await one;
        return 'too late';
      }
      expect({ first, before, isHeld }).toEqual({ first, before, isHeld: true });
      await due;
      const two = begin(second, 'second');
      await gate.heldUp(2, () => over.has('second'), second === 'claim' ? CLAIM_TAKES_MS : MEETS_WITHIN_MS);
      busy.delete(subject.guests.busy);
      await gate.release();
      const answers = [
        { act: first, answer: await one },
        { act: second, answer: await two },
      ];
      await settled(subject.id);
      return { answers, subject };
    } catch (error) {
      await gate.release().catch(() => undefined);
      throw error;
    }
  }

  async function isDue(id: string): Promise<boolean> {
    const rows = await sql(
      `select 1 from messages where id = $1 and status = 'scheduled' and send_at <= clock_timestamp()`,
      [id],
    );
    return rows.length > 0;
  }

  /** Whatever is due has left. */
  async function settled(id: string): Promise<void> {
    await sql(`update deliveries set next_attempt_at = now() where message_id = $1 and status = 'pending'`, [id]);
    await ring(id);
    await until('rest', async () => {
      const [row] = await sql<{ open: boolean }>(
        `select status in ('sending', 'cancelling') or (status = 'scheduled' and send_at <= clock_timestamp()) as open from messages where id = $1`,
        [id],
      );
      return !row!.open;
    });
  }

  async function judge([first, second, scene]: [Act, Act, Scene], { answers, subject }: Round): Promise<void> {
    for (const { act, answer } of answers) {
      if (answer === null || act === 'claim') continue;
      const said = answer.status < 300 ? String(answer.status) : `${answer.status} ${answer.body?.code}`;
      expect(documented(act)).toContain(said);
    }
    const succeeded = answers.flatMap(({ act, answer }, i) =>
      answer !== null && answer.status < 300 ? [{ act, body: answer.body, name: i === 0 ? 'first' : 'second' }] : [],
    );
    const sum = (act: Act, field: string): number =>
      succeeded.filter((one) => one.act === act).reduce((total, { body }) => total + (body[field] as number), 0);
    const [{ status, claims }] = (await sql<{ status: string; claims: number }>(
      `select status, (select count(*)::int from content_versions where message_id = m.id) as claims from messages m where id = $1`,
      [subject.id],
    )) as [{ status: string; claims: number }];
    const copies = Object.fromEntries(
      Object.entries(subject.guests).map(([name, to]) => [name, mailsTo(to).length]),
    ) as Record<keyof Subject['guests'], number>;
    const isNew = scene === 'plan' || scene === 'held';

    expect(claims).toBeLessThanOrEqual(1);
    expect(['draft', 'scheduled', 'paused', 'sent', 'cancelled']).toContain(status);
    // nobody gets it twice, but who is sent a second copy by a person's decision
    expect(copies.fine).toBeLessThanOrEqual(1);
    expect(copies.busy).toBeLessThanOrEqual(1);
    expect(sum('resend unconfirmed', 'resolved')).toBeLessThanOrEqual(1);
    expect(copies.lost).toBeLessThanOrEqual(1 + sum('resend unconfirmed', 'resolved'));
    if (isNew) {
      // of one that was stopped while it was being sent, some may have left
      const isStoppedMidway = (status === 'cancelled' || status === 'paused') && claims === 1;
      const each = status === 'sent' ? 1 : 0;
      if (!isStoppedMidway) expect({ status, ...copies }).toEqual({ status, fine: each, busy: each, lost: each });
    }
    // what was answered is what happens
    const edit = succeeded.filter(({ act }) => act === 'edit').at(-1);
    for (const to of Object.values(subject.guests)) {
      for (const { raw } of mailsTo(to)) {
        const subjectLine = /^Subject: (.*)$/m.exec(raw.toString())?.[1] ?? '';
        expect(subjectLine.replace(/^(?!Edited).*/, 'as it was').trim()).toBe(
          edit ? `Edited by the ${edit.name}` : 'as it was',
        );
      }
    }
    for (const { act, body } of succeeded)
      if (act === 'cancel' && body.status === 'cancelled' && isNew)
        expect({ status, claims }).toEqual({ status: 'cancelled', claims: 0 });
    const isStopped = first === 'cancel' || first === 'cancel event' || (first === 'pause' && second !== 'resume');
    if (isStopped)
      expect({ status: status === 'paused' ? first : status, busy: copies.busy }).toEqual({
        status: first === 'pause' && status === 'paused' ? 'pause' : 'cancelled',
        busy: 0,
      });
    if (scene === 'ended') expect(copies.busy).toBeLessThanOrEqual(sum('retry failed', 'retried'));
    if (status === 'sent' && scene !== 'ended') expect(copies.busy).toBe(1);
  }

  it.each(pairs)('%s, then %s, of a message: %s', async (...pair) => {
    const [first] = pair;
    // a worker passes over a message that somebody else has, so it never stands in line
    const [stopped, inLine] = await Promise.all([meet(pair, 'writes'), first === 'claim' ? null : meet(pair, 'lock')]);
    const [{ answer }] = stopped.answers as [Round['answers'][number]];
    if (answer !== null) expect(answer.status).toBe(200);
    await judge(pair, stopped);
    if (inLine !== null) await judge(pair, inLine);
    expect(await sql('select * from invariant_violations')).toEqual([]);
  });
});
