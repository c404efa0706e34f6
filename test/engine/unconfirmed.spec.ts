import type { INestApplicationContext } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import {
  aGuest,
  dueBroadcast,
  MailDouble,
  type Person,
  ResendDouble,
  startApi,
  startWorker,
  type TestApi,
  uniqueWord,
  until,
} from '../harness';

const secret = `whsec_${Buffer.from('a secret only for these tests').toString('base64')}`;

describe('what nobody can know', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({
      SMTP_URL: mail.url,
      SMTP_MAX_CONNECTIONS: '5',
      REDIS_URL: process.env.REDIS_URL ?? '',
      RESEND_WEBHOOK_SECRET: secret,
    });
    worker = await startWorker(api.config);
    owner = await api.person();
  });

  afterAll(async () => {
    await worker.close();
    await api.close();
    await mail.stop();
  });

  beforeEach(() => {
    mail.faults = {};
  });

  const sql = async <T extends object>(text: string, values: unknown[]): Promise<T[]> =>
    (await api.database.pool.query<T>(text, values)).rows;
  const message = async (path: string) => (await owner.client.get(path)).body;
  const deliveries = async (path: string) => (await owner.client.get(`${path}/deliveries?limit=100`)).body.items;
  const ended = (path: string, status = 'sent') =>
    until(`${status} message`, async () => (await message(path)).status === status);
  const mailsTo = (to: string) => mail.ledger.filter((accepted) => accepted.to === to).length;
  /** A broadcast whose guests all ended unknown. */
  const allLost = async (person: Person, ...names: string[]) => {
    mail.faults = { onMessage: (to) => (names.includes(to.split('@')[0]!) ? 'drop' : 'ok') };
    const event = await api.event(person);
    for (const name of names) await aGuest(person, event.id, { name, email: `${name}@guests.test` });
    const { id, path } = await dueBroadcast(person, event.id);
    await until('the end', async () => (await person.client.get(path)).body.status === 'sent');
    mail.faults = {};
    const { items } = (await person.client.get(`${path}/deliveries?limit=100`)).body;
    expect(items.map((d: any) => d.status)).toEqual(names.map(() => 'unknown'));
    return { id, path, eventId: event.id as string, items };
  };
  const resolve = (deliveryId: string, as: string, person = owner) =>
    person.client.post(`/v1/deliveries/${deliveryId}/resolve`, { as });
  const receipt = (deliveryId: string, type: string) => {
    const payload = JSON.stringify({
      type,
      created_at: new Date().toISOString(),
      data: { email_id: uniqueWord(), tags: { delivery_id: deliveryId } },
    });
    const id = `msg_${uniqueWord()}`;
    const at = new Date();
    return api.anonymous.request('POST', '/webhooks/resend', {
      raw: payload,
      headers: {
        'content-type': 'application/json',
        'svix-id': id,
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': new Webhook(secret).sign(id, at, payload),
      },
    });
  };

  it('a person takes as delivered: shown so, with who and when, and nothing is sent', async () => {
    const { path, items } = await allLost(owner, 'un-assumed', 'un-left');
    const [one] = items;
    const answer = await resolve(one.id, 'delivered');
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { deliveryId: one.id, as: 'delivered', resolution: 'assumed_delivered', messageStatus: 'sent' },
    ]);
    const shown = (await deliveries(path)).find((d: any) => d.id === one.id);
    expect(shown).toMatchObject({
      status: 'sent',
      reason: 'assumed_delivered',
      resolution: 'assumed_delivered',
      resolvedBy: owner.id,
    });
    expect(Date.parse(shown.resolvedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect((await message(path)).counts).toMatchObject({ total: 2, sent: 1, unknown: 1 });
    // again: the same answer; otherwise: refused
    expect((await resolve(one.id, 'delivered')).status).toBe(200);
    const other = await resolve(one.id, 'resend');
    expect([other.status, other.body.code]).toEqual([409, 'ALREADY_RESOLVED']);
    expect((await resolve(one.id, 'perhaps')).body.code).toBe('VALIDATION_FAILED');
    expect(mailsTo('un-assumed@guests.test')).toBe(1);
    const log = (await owner.client.get('/v1/audit-log?limit=100')).body.items.filter(
      (entry: any) => entry.subjectId === one.id,
    );
    expect(log.map((entry: any) => [entry.action, entry.detail.as])).toEqual([['delivery.resolved', 'delivered']]);
  });

  it.each([
    ['email.delivered', 'delivered'],
    ['email.bounced', 'bounced'],
    ['email.opened', 'sent'],
  ])('a receipt that comes later (%s) is worth more than what a person assumed', async (type, status) => {
    const name = `un-${type.replace('.', '-')}`;
    const { path, items } = await allLost(owner, name);
    await resolve(items[0].id, 'delivered');
    expect((await receipt(items[0].id, type)).status).toBe(204);
    await until('the receipt', async () => {
      const [row] = await deliveries(path);
      return row.status === status && row.reason !== 'assumed_delivered';
    });
  });

  it('a person sends again: one copy each, however many press, and the first stays on record as unknown', async () => {
    const names = ['un-a', 'un-b', 'un-c'];
    const { id, path, items } = await allLost(owner, ...names);
    const all = (as: string) => owner.client.post(`${path}/resolve-unconfirmed`, { as });
    const answers = await Promise.all([all('resend'), resolve(items[0].id, 'resend'), all('resend')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await ended(path);
    expect(names.map((name) => mailsTo(`${name}@guests.test`))).toEqual([2, 2, 2]);
    const rows = await sql<{ copy: number; status: string; resolution: string | null; n: number }>(
      `select copy, status, resolution, count(*)::int as n from deliveries where message_id = $1 group by 1, 2, 3 order by 1`,
      [id],
    );
    expect(rows).toEqual([
      { copy: 0, status: 'unknown', resolution: 'resent', n: 3 },
      { copy: 1, status: 'accepted', resolution: null, n: 3 },
    ]);
    expect((await message(path)).counts).toMatchObject({ total: 3, sent: 3, unknown: 0 });
    expect((await all('resend')).body).toEqual({ resolved: 0, as: 'resend', status: 'sent' });
    expect((await all('delivered')).body).toEqual({ resolved: 0, as: 'delivered', status: 'sent' });
    expect(await sql('select * from invariant_violations', [])).toEqual([]);
  });

  it('stays findable in the audit when it was sent again: once superseded, it is in no list of its message', async () => {
    const name = 'un-found';
    const { path, items } = await allLost(owner, name);
    expect((await resolve(items[0].id, 'resend')).status).toBe(200);
    await until('the copy', () => Promise.resolve(mailsTo(`${name}@guests.test`) === 2));
    const listed = (await deliveries(path)).map((d: any) => d.id);
    expect(listed).toHaveLength(1);
    expect(listed).not.toContain(items[0].id);
    for (const q of [name, items[0].id]) {
      const { body } = await owner.client.get(`/v1/deliveries?q=${q}`);
      expect(body.items.map((d: any) => d.id)).toContain(items[0].id);
    }
  });

  it('of two people who decide otherwise at the same moment one is told so', async () => {
    const { path, items } = await allLost(owner, 'un-race');
    const answers = await Promise.all([resolve(items[0].id, 'resend'), resolve(items[0].id, 'delivered')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await ended(path);
    expect(mailsTo('un-race@guests.test')).toBe(answers[0].status === 200 ? 2 : 1);
  });

  it('a receipt for the first one spares the guest the second', async () => {
    const { path, items } = await allLost(owner, 'un-spared');
    await worker.close();
    await resolve(items[0].id, 'resend');
    await receipt(items[0].id, 'email.delivered');
    await until('the receipt', async () => {
      const [row] = await sql<{ status: string }>('select status from deliveries where id = $1', [items[0].id]);
      return row!.status === 'delivered';
    });
    worker = await startWorker(api.config);
    await ended(path);
    expect(mailsTo('un-spared@guests.test')).toBe(1);
    expect((await deliveries(path))[0]).toMatchObject({ copy: 1, status: 'skipped', reason: 'already_received' });
  });

  it('what is known cannot be decided, and what is cancelled is not sent again', async () => {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Known', email: 'un-known@guests.test' });
    const { path } = await dueBroadcast(owner, event.id);
    await ended(path);
    const [known] = await deliveries(path);
    for (const as of ['delivered', 'resend'])
      expect((await resolve(known.id, as)).body).toMatchObject({ code: 'ALREADY_RESOLVED', status: 409 });
    expect(mailsTo('un-known@guests.test')).toBe(1);
  });

  it('is sent again once by itself where the organization wants it so, and never a second time', async () => {
    const wanting = await api.person();
    expect((await wanting.client.get('/v1/organization')).body.onUnknown).toBe('ask');
    const changed = await wanting.client.patch('/v1/organization', { onUnknown: 'resend' });
    expect([changed.status, changed.body.onUnknown]).toEqual([200, 'resend']);
    expect((await wanting.client.patch('/v1/organization', { onUnknown: 'perhaps' })).status).toBe(400);
    const { id, path } = await allLost(wanting, 'un-auto');
    const asking = await allLost(owner, 'un-ask');
    // both have waited for their receipts
    const wait = async (messageId: string) =>
      sql(
        `update deliveries set updated_at = now() - interval '11 minutes' where message_id = $1 and status = 'unknown'`,
        [messageId],
      );
    mail.faults = { onMessage: (to) => (to.startsWith('un-a') ? 'drop' : 'ok') };
    await wait(id);
    await wait(asking.id);
    await until('the second copy', () => Promise.resolve(mailsTo('un-auto@guests.test') === 2), 30_000);
    await until('the end', async () => (await wanting.client.get(path)).body.status === 'sent');
    const { items } = (await wanting.client.get(`${path}/deliveries`)).body;
    expect(items).toEqual([expect.objectContaining({ copy: 1, status: 'unknown', resolution: null })]);
    // the copy is lost as well: now a person has to decide
    await wait(id);
    await new Promise((resume) => setTimeout(resume, 12_000));
    expect(mailsTo('un-auto@guests.test')).toBe(2);
    expect(mailsTo('un-ask@guests.test')).toBe(1);
    expect((await wanting.client.get(`${path}/next-steps`)).body).toMatchObject({ unconfirmed: 1 });
  });
});

describe('a delivery that may have left', () => {
  let resend: ResendDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    resend = await ResendDouble.start();
    api = await startApi({
      RESEND_API_KEY: 're_test',
      RESEND_BASE_URL: resend.url,
      RESEND_FROM: 'Beckon <events@resend.test>',
      REDIS_URL: process.env.REDIS_URL ?? '',
    });
    owner = await api.person();
    worker = await startWorker(api.config);
  });

  afterAll(async () => {
    await worker.close();
    await api.close();
    await resend.stop();
  });

  it.each([
    ['the same provider within its hours', 'resend', '1 hour', 'accepted', null, 1],
    ['the same provider after 20 hours', 'resend', '20 hours 1 minute', 'unknown', 'may_have_been_sent', 0],
    ['another provider', 'smtp', '1 minute', 'unknown', 'may_have_been_sent', 0],
  ])('goes again: %s', async (_name, provider, age, status, reason, mails) => {
    const to = `gate-${uniqueWord()}@guests.test`;
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Waits', email: to });
    await worker.close();
    const { id, path } = await dueBroadcast(owner, event.id, { holdSeconds: 0 });
    // as a worker leaves it that claimed the message, sent, and could not tell
    resend.onSend = () => ({ status: 429, name: 'rate_limit_exceeded', headers: { 'retry-after': '1' } });
    worker = await startWorker(api.config);
    await until('the claim', async () => (await owner.client.get(path)).body.status === 'sending');
    await owner.client.post(`${path}/pause`);
    await until('nothing on the wire', async () => {
      const { rows } = await api.database.pool.query('select status from deliveries where message_id = $1', [id]);
      return rows.every((row) => row.status === 'pending');
    });
    await api.database.pool.query(
      `update deliveries set provider = $2, maybe_sent_at = now() - $3::interval, first_attempt_at = now() - $3::interval,
              payload_hash = null, attempts = 1, next_attempt_at = now() where message_id = $1`,
      [id, provider, age],
    );
    resend.onSend = () => 'ok';
    await owner.client.post(`${path}/resume`);
    await until('the end', async () => (await owner.client.get(path)).body.status === 'sent');
    const { items } = (await owner.client.get(`${path}/deliveries`)).body;
    expect(items).toEqual([expect.objectContaining({ status, reason })]);
    expect(resend.ledger.filter((mail) => mail.to === to)).toHaveLength(mails);
  });
});
