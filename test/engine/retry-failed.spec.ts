import type { INestApplicationContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { aGuest, dueBroadcast, MailDouble, type Person, startApi, startWorker, type TestApi, until } from '../harness';

describe('a message that was sent, for those who did not get it', () => {
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
  const nextSteps = async (path: string) => (await owner.client.get(`${path}/next-steps`)).body;
  const ended = (path: string, status = 'sent') =>
    until(`${status} message`, async () => (await message(path)).status === status);
  const mailsTo = (to: string) => mail.ledger.filter((accepted) => accepted.to === to).length;
  const statesOf = async (path: string) =>
    Object.fromEntries((await deliveries(path)).map((d: any) => [d.guestName, d.status]));
  /** All six attempts of the waiting rows ended with "not now", without waiting for them. */
  const giveUpWaiting = async (messageId: string): Promise<void> => {
    await until('all to be tried', async () => {
      const rows = await sql<{ attempts: number; status: string }>(
        `select attempts, status from deliveries where message_id = $1 and status in ('pending', 'dispatching') and superseded_at is null`,
        [messageId],
      );
      return rows.length > 0 && rows.every(({ attempts, status }) => status === 'pending' && attempts > 0);
    });
    await sql(
      `update deliveries set attempts = 5, next_attempt_at = now() where message_id = $1 and status = 'pending'`,
      [messageId],
    );
    await owner.client.post(`${await pathOf(messageId)}/pause`);
    await owner.client.post(`${await pathOf(messageId)}/resume`);
  };
  const pathOf = async (messageId: string) => {
    const [row] = await sql<{ event_id: string }>('select event_id from messages where id = $1', [messageId]);
    return `/v1/events/${row!.event_id}/messages/${messageId}`;
  };
  const noViolation = async () => expect(await sql('select * from invariant_violations', [])).toEqual([]);

  it('tries again who failed for now, and neither who got it nor who may have nor a mailbox that does not exist', async () => {
    mail.faults = {
      onRecipient: (to) =>
        to === 'rf-busy@guests.test'
          ? '451 4.3.2 try later'
          : to === 'rf-dead@guests.test'
            ? '550 5.1.1 no such user'
            : null,
      onMessage: (to) => (to === 'rf-lost@guests.test' ? 'drop' : 'ok'),
    };
    const event = await api.event(owner);
    for (const name of ['fine', 'busy', 'dead', 'lost'])
      await aGuest(owner, event.id, { name, email: `rf-${name}@guests.test` });
    const { id, path } = await dueBroadcast(owner, event.id);
    await giveUpWaiting(id);
    await ended(path);
    expect(await statesOf(path)).toEqual({ fine: 'accepted', busy: 'failed', dead: 'failed', lost: 'unknown' });
    expect(await nextSteps(path)).toEqual({ retryable: 1, permanent: 1, missed: 1, unconfirmed: 1, closed: null });

    mail.faults = {};
    const answer = await owner.client.post(`${path}/retry-failed`);
    expect([answer.status, answer.body]).toEqual([200, { retried: 1, permanent: 1, status: 'sending' }]);
    await ended(path);
    expect(await statesOf(path)).toEqual({ fine: 'accepted', busy: 'accepted', dead: 'failed', lost: 'unknown' });
    expect(['fine', 'busy', 'dead', 'lost'].map((name) => mailsTo(`rf-${name}@guests.test`))).toEqual([1, 1, 0, 1]);
    expect((await message(path)).counts).toMatchObject({ total: 4, sent: 2, failed: 1, unknown: 1 });
    const copies = await sql<{ copy: number; status: string; key: string }>(
      `select d.copy, d.status, d.dedupe_key as key from deliveries d join guests g on g.id = d.guest_id
        where d.message_id = $1 and g.name = 'busy' order by d.copy`,
      [id],
    );
    expect(copies.map(({ copy, status }) => [copy, status])).toEqual([
      [0, 'failed'],
      [1, 'accepted'],
    ]);
    const again = await owner.client.post(`${path}/retry-failed`);
    expect([again.status, again.body]).toEqual([200, { retried: 0, permanent: 1, status: 'sent' }]);
    await noViolation();
  });

  it('of two people who press at once, and of one who presses twice, each failed guest gets one mail', async () => {
    mail.faults = { onRecipient: () => '451 4.3.2 try later' };
    const event = await api.event(owner);
    const names = Array.from({ length: 12 }, (_, n) => `rp-${n}@guests.test`);
    for (const email of names) await aGuest(owner, event.id, { name: email, email });
    const { id, path } = await dueBroadcast(owner, event.id);
    await giveUpWaiting(id);
    await ended(path, 'failed');
    mail.faults = {};
    const key = randomUUID();
    const press = (idempotencyKey?: string) =>
      owner.client.request('POST', `${path}/retry-failed`, {
        body: {},
        ...(idempotencyKey && { headers: { 'idempotency-key': idempotencyKey } }),
      });
    const answers = await Promise.all([press(), press(), press(key), press(key), press()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    // the two under one key are one request: they have one answer
    const [keyed] = answers.slice(2);
    const total = answers.filter((_, i) => i !== 3).reduce((sum, { body }) => sum + (body.retried as number), 0);
    expect([total, answers[3].body]).toEqual([12, keyed!.body]);
    await ended(path);
    expect(names.map(mailsTo)).toEqual(names.map(() => 1));
    const replay = await press(key);
    expect([replay.headers.get('idempotent-replayed'), replay.body]).toEqual(['true', keyed!.body]);
    await noViolation();
  });

  it('looks once more at who may get it: suppressed since, gone since', async () => {
    mail.faults = { onRecipient: () => '451 4.3.2 try later' };
    const event = await api.event(owner);
    const gone = await aGuest(owner, event.id, { name: 'gone', email: 'rg-gone@guests.test' });
    await aGuest(owner, event.id, { name: 'quiet', email: 'rg-quiet@guests.test' });
    await aGuest(owner, event.id, { name: 'stays', email: 'rg-stays@guests.test' });
    const { id, path } = await dueBroadcast(owner, event.id);
    await giveUpWaiting(id);
    await ended(path, 'failed');
    mail.faults = {};
    await owner.client.delete(`/v1/events/${event.id}/guests/${gone.id}`);
    await owner.client.post('/v1/suppressions', { channel: 'email', address: 'rg-quiet@guests.test' });
    expect((await owner.client.post(`${path}/retry-failed`)).body).toMatchObject({ retried: 2 });
    await ended(path);
    expect(await statesOf(path)).toEqual({ gone: 'failed', quiet: 'suppressed', stays: 'accepted' });
    expect(['gone', 'quiet', 'stays'].map((name) => mailsTo(`rg-${name}@guests.test`))).toEqual([0, 0, 1]);
    await noViolation();
  });

  it('does not send the copy when the first one turns out to have arrived', async () => {
    mail.faults = { onRecipient: () => '451 4.3.2 try later' };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'late', email: 'rl-late@guests.test' });
    const { id, path } = await dueBroadcast(owner, event.id);
    await giveUpWaiting(id);
    await ended(path, 'failed');
    await worker.close();
    await owner.client.post(`${path}/retry-failed`);
    await sql(`update deliveries set status = 'delivered' where message_id = $1 and copy = 0`, [id]);
    worker = await startWorker(api.config);
    mail.faults = {};
    await ended(path);
    expect((await deliveries(path))[0]).toMatchObject({ status: 'skipped', reason: 'already_received', copy: 1 });
    expect(mailsTo('rl-late@guests.test')).toBe(0);
  });

  it('reaches who was left out or came later, and nobody else', async () => {
    mail.faults = { onMessage: (to) => (to === 'sm-lost@guests.test' ? 'drop' : 'ok') };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'had it', email: 'sm-had@guests.test' });
    await aGuest(owner, event.id, { name: 'lost', email: 'sm-lost@guests.test' });
    const noAddress = await aGuest(owner, event.id, { name: 'no address' });
    const shared = await aGuest(owner, event.id, { name: 'shared later' });
    await aGuest(owner, event.id, { name: 'silent', email: 'sm-silent@guests.test' });
    await aGuest(owner, event.id, { name: 'still silent', email: 'sm-still@guests.test' });
    const suppression = await owner.client.post('/v1/suppressions', {
      channel: 'email',
      address: 'sm-silent@guests.test',
    });
    await owner.client.post('/v1/suppressions', { channel: 'email', address: 'sm-still@guests.test' });
    const { id, path } = await dueBroadcast(owner, event.id);
    await ended(path);
    expect(await nextSteps(path)).toMatchObject({ missed: 0, unconfirmed: 1 });
    expect((await owner.client.post(`${path}/send-missed`)).body).toEqual({ added: 0, status: 'sent' });

    await owner.client.patch(`/v1/events/${event.id}/guests/${noAddress.id}`, { email: 'sm-new@guests.test' });
    // one message per contact: this address has it already
    await owner.client.patch(`/v1/events/${event.id}/guests/${shared.id}`, { email: 'sm-had@guests.test' });
    await owner.client.delete(`/v1/suppressions/${suppression.body.id}`);
    await aGuest(owner, event.id, { name: 'joined', email: 'sm-joined@guests.test' });
    expect(await nextSteps(path)).toMatchObject({ missed: 3 });
    const [one, two] = await Promise.all([
      owner.client.post(`${path}/send-missed`),
      owner.client.post(`${path}/send-missed`),
    ]);
    expect([one.body.added, two.body.added].sort()).toEqual([0, 3]);
    await ended(path);
    expect(await statesOf(path)).toEqual({
      'had it': 'accepted',
      lost: 'unknown',
      'no address': 'accepted',
      'shared later': 'skipped',
      silent: 'accepted',
      'still silent': 'suppressed',
      joined: 'accepted',
    });
    expect(
      ['had', 'lost', 'new', 'silent', 'still', 'joined'].map((name) => mailsTo(`sm-${name}@guests.test`)),
    ).toEqual([1, 1, 1, 1, 0, 1]);
    expect((await message(path)).counts).toMatchObject({ total: 7, sent: 4, unknown: 1, suppressed: 1, skipped: 1 });
    // one row of step 0, copy 0 for everybody, also for who came later
    const first = await sql<{ n: number }>(
      'select count(*)::int as n from deliveries where message_id = $1 and step = 0 and copy = 0 group by guest_id',
      [id],
    );
    expect(first.map(({ n }) => n)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    await noViolation();
  });

  it('uses quota like a first send: what has no room is refused, and nothing is changed', async () => {
    const admin = await api.person();
    const event = await api.event(admin);
    await aGuest(admin, event.id, { name: 'first', email: 'rq-first@guests.test' });
    const { path } = await dueBroadcast(admin, event.id);
    const status = async () => (await admin.client.get(path)).body.status;
    await until('the end', async () => (await status()) === 'sent');
    await aGuest(admin, event.id, { name: 'second', email: 'rq-second@guests.test' });
    const limit = (dailyLimit: number) => admin.client.request('PUT', '/v1/quota', { body: { email: dailyLimit } });
    expect((await limit(1)).status).toBe(200);
    const refused = await admin.client.post(`${path}/send-missed`);
    expect([refused.status, refused.body.code, await status()]).toEqual([409, 'QUOTA_EXCEEDED', 'sent']);
    expect((await admin.client.get(`${path}/next-steps`)).body).toMatchObject({ missed: 1 });
    await limit(2);
    expect((await admin.client.post(`${path}/send-missed`)).body).toMatchObject({ added: 1 });
    await until('the end', async () => (await status()) === 'sent');
    expect(mailsTo('rq-second@guests.test')).toBe(1);
    await noViolation();
  });

  it('is refused with the reason when it was not sent, was cancelled, or its time is over', async () => {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Somebody', email: 'rx@guests.test' });
    const draft = await owner.client.post(`/v1/events/${event.id}/messages`, {
      mode: 'draft',
      channel: 'email',
      audience: 'everyone',
      subject: 'Later',
      body: 'Hello',
    });
    const at = `/v1/events/${event.id}/messages/${draft.body.id}`;
    const code = async (path: string, verb: string, body: unknown = {}) =>
      (await owner.client.post(`${path}/${verb}`, body)).body.code;
    expect(await code(at, 'retry-failed')).toBe('NOT_RUNNING');
    expect(await nextSteps(at)).toMatchObject({ retryable: 0, missed: 0, closed: 'NOT_RUNNING' });
    await owner.client.delete(at);
    expect(await code(at, 'send-missed')).toBe('MESSAGE_CANCELLED');
    const { id, path } = await dueBroadcast(owner, event.id);
    await ended(path);
    await sql(`update messages set expires_at = now() where id = $1`, [id]);
    await aGuest(owner, event.id, { name: 'Later', email: 'rx-later@guests.test' });
    expect(await nextSteps(path)).toMatchObject({ missed: 0, closed: 'MESSAGE_EXPIRED' });
    for (const verb of ['retry-failed', 'send-missed']) expect(await code(path, verb)).toBe('MESSAGE_EXPIRED');
    expect(await code(path, 'resolve-unconfirmed', { as: 'resend' })).toBe('MESSAGE_EXPIRED');
    expect(await code(path, 'resolve-unconfirmed', { as: 'perhaps' })).toBe('VALIDATION_FAILED');
    expect((await message(path)).status).toBe('sent');
  });
});
