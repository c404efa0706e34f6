import {
  aGuestList,
  type Answer,
  daysAhead,
  dueBroadcast,
  type MailDouble,
  type Person,
  startWorkerProcess,
  type TestApi,
  until,
  TestSystem,
} from '../harness';

/** Later today, and after the test that plans it. */
const SOON_MS = 40_000;

describe('quota', () => {
  let system: TestSystem;
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    system = await TestSystem.start({ env: { SMTP_MAX_CONNECTIONS: '5' } });
    ({ mail, api } = system);
  });
  beforeEach(async () => {
    // what is used and planned in a test belongs to one day
    const leftMs = 86_400_000 - (Date.now() % 86_400_000);
    if (leftMs < SOON_MS + 15_000) await new Promise((resume) => setTimeout(resume, leftMs));
    mail.faults = {};
    owner = await api.person();
  }, 90_000);
  afterEach(async () => {
    await system.endWorkers();
    // whatever a test did, the ledger adds up
    expect(await violations()).toEqual([]);
  });
  afterAll(() => system.stop());

  const violations = async (): Promise<string[]> =>
    (
      await api.database.pool.query<{ line: string }>(
        `select invariant || ': ' || detail as line from invariant_violations`,
      )
    ).rows.map(({ line }) => line);
  const setLimit = async (limit: number | null): Promise<Answer> => {
    const answer = await owner.client.request('PUT', '/v1/quota', { body: { email: limit } });
    expect(answer.status).toBe(200);
    return answer;
  };
  const quota = async (): Promise<any> => (await owner.client.get('/v1/quota')).body.email;
  const anEventWith = async (guests: number): Promise<string> => {
    const { id } = await api.event(owner);
    await aGuestList(api, owner, id, guests, `q${id.slice(-6)}-`);
    return id;
  };
  const write = (eventId: string, over: Record<string, unknown> = {}): Promise<Answer> =>
    owner.client.post(`/v1/events/${eventId}/messages`, {
      mode: 'schedule',
      channel: 'email',
      audience: 'everyone',
      subject: 'News',
      body: 'Hello',
      sendAt: new Date(Date.now() + SOON_MS).toISOString(),
      ...over,
    });
  const pathOf = (answer: Answer): string => `/v1/events/${answer.body.eventId}/messages/${answer.body.id}`;
  const statusOf = async (path: string): Promise<string> => (await owner.client.get(path)).body.status;
  const ledgerOf = async (messageId: string): Promise<Record<string, number>> => {
    const { rows } = await api.database.pool.query(
      'select kind, sum(amount)::int as n from quota_entries where message_id = $1 group by 1',
      [messageId],
    );
    return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
  };
  const mailsTo = (eventId: string): number =>
    mail.ledger.filter(({ to }) => to.startsWith(`q${eventId.slice(-6)}-`)).length;

  it('is unlimited unless set, holds nothing then, and counts what was used', async () => {
    await system.addWorkers();
    const eventId = await anEventWith(7);
    const { id, path } = await dueBroadcast(owner, eventId);
    await until('the message to be sent', async () => (await statusOf(path)) === 'sent');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(await quota()).toEqual({
      limit: null,
      used: 7,
      reserved: 0,
      remaining: null,
      day: new Date().toISOString().slice(0, 10),
      resetsAt: `${tomorrow}T00:00:00.000Z`,
    });
    expect(await ledgerOf(id)).toEqual({ reserved: 7, consumed: 7 });
    await setLimit(10);
    expect(await quota()).toMatchObject({ limit: 10, used: 7, remaining: 3 });
    expect((await write(await anEventWith(4))).body.code).toBe('QUOTA_EXCEEDED');
  });

  it('is held by what is planned; a refusal names the numbers and the day with room, and keeps nothing', async () => {
    await setLimit(10);
    const first = await write(await anEventWith(6), { sendAt: inDays(3) });
    expect(first.status).toBe(201);
    const eventId = await anEventWith(5);
    const refused = await write(eventId, { sendAt: inDays(3) });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      channel: 'email',
      day: inDays(3).slice(0, 10),
      limit: 10,
      used: 0,
      reserved: 6,
      remaining: 4,
      needed: 5,
      fitsAt: `${inDays(4).slice(0, 10)}T00:00:00.000Z`,
    });
    expect(refused.body.detail).toMatch(/5 guests.*4 of 10 e-mails/);
    expect(
      (await owner.client.get(`/v1/events/${eventId}/messages?status=scheduled`)).body.items.filter(
        (m: any) => m.kind === 'broadcast',
      ),
    ).toEqual([]);
    expect((await write(await anEventWith(11), { sendAt: inDays(3) })).body).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      fitsAt: null,
    });
    expect((await write(eventId, { mode: 'draft', sendAt: inDays(3) })).status).toBe(201);
  });

  it('moves with a message to another day, and is given back by an edit, an undo and a cancel', async () => {
    await setLimit(10);
    const eventId = await anEventWith(6);
    const { body: message } = await write(eventId, { sendAt: inDays(3) });
    const path = `/v1/events/${eventId}/messages/${message.id}`;
    const heldOn = async (): Promise<Record<string, number>> => {
      const { rows } = await api.database.pool.query<{ day: string; open: number }>(
        `select day::text, open from quota_days where organization_id = $1 and open > 0`,
        [owner.organizationId],
      );
      return Object.fromEntries(rows.map(({ day, open }) => [day, open]));
    };
    expect(await heldOn()).toEqual({ [inDays(3).slice(0, 10)]: 6 });
    const moved = await owner.client.patch(path, { version: message.version, sendAt: inDays(5) });
    expect(moved.status).toBe(200);
    expect(await heldOn()).toEqual({ [inDays(5).slice(0, 10)]: 6 });
    const now = await owner.client.post(`${path}/send-now`, { holdSeconds: 60 });
    expect(now.status).toBe(200);
    expect(Object.values(await heldOn())).toEqual([6]);
    expect((await owner.client.post(`${path}/undo`)).body.status).toBe('draft');
    expect(await heldOn()).toEqual({});
    const again = await write(await anEventWith(10), { sendAt: inDays(3) });
    expect(again.status).toBe(201);
    expect((await owner.client.delete(pathOf(again))).status).toBe(200);
    expect((await owner.client.delete(pathOf(again))).status).toBe(200);
    expect(await heldOn()).toEqual({});
    expect(await ledgerOf(again.body.id)).toEqual({ reserved: 10, refunded: 10 });
  });

  it('follows a reminder that was written anew when the event moves', async () => {
    await setLimit(10);
    const eventId = await anEventWith(6);
    const { items } = (await owner.client.get(`/v1/events/${eventId}/messages`)).body;
    const reminder = items.find(({ kind }: { kind: string }) => kind === 'reminder_1d');
    const path = `/v1/events/${eventId}/messages/${reminder.id}`;
    expect((await owner.client.patch(path, { version: reminder.version, body: 'See you' })).status).toBe(200);
    const heldOn = async (): Promise<string[]> =>
      (
        await api.database.pool.query<{ day: string }>(
          'select day::text from quota_days where organization_id = $1 and open = 6',
          [owner.organizationId],
        )
      ).rows.map(({ day }) => day);
    expect(await heldOn()).toEqual([reminder.sendAt.slice(0, 10)]);
    await owner.client.patch(`/v1/events/${eventId}`, { startsAtLocal: daysAhead(70) });
    const { sendAt } = (await owner.client.get(path)).body;
    expect(sendAt).not.toBe(reminder.sendAt);
    expect(await heldOn()).toEqual([sendAt.slice(0, 10)]);
  });

  it('comes back when the event is cancelled', async () => {
    await setLimit(10);
    const eventId = await anEventWith(4);
    const planned = await Promise.all([write(eventId, { sendAt: inDays(1) }), write(eventId, { sendAt: inDays(2) })]);
    expect(planned.map(({ status }) => status)).toEqual([201, 201]);
    expect((await owner.client.post(`/v1/events/${eventId}/cancel`)).status).toBe(200);
    for (const { body } of planned) expect(await ledgerOf(body.id)).toEqual({ reserved: 4, refunded: 4 });
  });

  it('never lets several who plan at once overshoot, whoever writes', async () => {
    await setLimit(100);
    const events = await Promise.all(Array.from({ length: 6 }, () => anEventWith(30)));
    const answers = await Promise.all(events.map((eventId) => write(eventId, { sendAt: inDays(2) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    const { rows } = await api.database.pool.query(`select open, used from quota_days where organization_id = $1`, [
      owner.organizationId,
    ]);
    expect(rows).toEqual([{ open: 90, used: 0 }]);
    await expect(
      api.database.pool.query(
        `insert into quota_entries (organization_id, channel, day, message_id, kind, amount) values ($1, 'email', $2, $3, 'reserved', 11)`,
        [owner.organizationId, inDays(2).slice(0, 10), answers.find(({ status }) => status === 201)!.body.id],
      ),
    ).rejects.toMatchObject({ constraint: 'quota_within_limit' });
  });

  it('is fitted to the real number when a message leaves, and settled when it is cancelled in the middle', async () => {
    await setLimit(100);
    const eventId = await anEventWith(60);
    const { promise: cancelled, resolve } = Promise.withResolvers<null>();
    mail.faults = { onMessage: () => (mailsTo(eventId) > 10 ? { after: cancelled } : { delayMs: 30 }) };
    const { id, path } = await dueBroadcast(owner, eventId);
    await aGuestList(api, owner, eventId, 20, `q${eventId.slice(-6)}-late`);
    await system.addWorkers();
    await until('some mails to leave', () => Promise.resolve(mailsTo(eventId) > 10));
    expect(await quota()).toMatchObject({ used: 0, reserved: 80, remaining: 20 });
    expect((await owner.client.delete(path)).status).toBe(200);
    resolve(null);
    await until('the message to be cancelled', async () => (await statusOf(path)) === 'cancelled');
    const sent = mailsTo(eventId);
    expect(sent).toBeLessThan(80);
    expect(await ledgerOf(id)).toEqual({ reserved: 80, consumed: sent, refunded: 80 - sent });
    expect(await quota()).toMatchObject({ used: sent, reserved: 0, remaining: 100 - sent });
  });

  it('refunds who was refused and skipped, and consumes what nobody can know', async () => {
    await setLimit(100);
    const eventId = await anEventWith(10);
    const name = (n: number): string => `q${eventId.slice(-6)}-${n}@guests.test`;
    mail.faults = {
      onRecipient: (to) => (to === name(0) ? '550 5.1.1 no such user' : null),
      onMessage: (to) => (to === name(1) ? 'drop' : 'ok'),
    };
    const { id, path } = await dueBroadcast(owner, eventId);
    await system.addWorkers();
    await until('the message to be sent', async () => (await statusOf(path)) === 'sent');
    expect((await owner.client.get(path)).body.counts).toMatchObject({ failed: 1, unknown: 1, sent: 8 });
    expect(await ledgerOf(id)).toEqual({ reserved: 10, consumed: 9, refunded: 1 });
  });

  it('too small when a message is due: it stays scheduled and says why, and leaves when the quota is raised', async () => {
    await setLimit(10);
    const eventId = await anEventWith(8);
    const other = await write(await anEventWith(2));
    const { path, id } = await dueBroadcast(owner, eventId);
    await setLimit(5);
    await system.addWorkers();
    const waiting = await until('the message to wait', async () => {
      const { body } = await owner.client.get(path);
      return body.statusReason === 'quota_exceeded' && body;
    });
    expect(waiting).toMatchObject({ status: 'scheduled', counts: { total: 0 } });
    expect(waiting.warnings).toEqual([{ code: 'QUOTA_EXCEEDED', message: expect.stringMatching(/tried again at/) }]);
    expect(mailsTo(eventId)).toBe(0);
    // its place is free for others; the one that reserved a little is not in its way
    expect(await quota()).toMatchObject({ limit: 5, reserved: 2, remaining: 3 });
    await setLimit(10);
    await until('the message to be sent', async () => (await statusOf(path)) === 'sent');
    expect(mailsTo(eventId)).toBe(8);
    expect((await owner.client.get(path)).body).toMatchObject({ statusReason: null, warnings: [] });
    expect(await quota()).toMatchObject({ used: 8, reserved: 2, remaining: 0 });
    expect(await ledgerOf(id)).toMatchObject({ consumed: 8 });
    expect(await statusOf(pathOf(other))).toBe('scheduled');
  });

  it('too small until the message expires: it is cancelled and its quota comes back', async () => {
    await setLimit(10);
    const eventId = await anEventWith(4);
    const { id, path } = await dueBroadcast(owner, eventId, { expiresAt: new Date(Date.now() + 4000).toISOString() });
    await setLimit(3);
    await system.addWorkers();
    await until('the message to expire', async () => (await statusOf(path)) === 'cancelled');
    expect((await owner.client.get(path)).body.statusReason).toBe('expired');
    const { reserved = 0, ...rest } = await ledgerOf(id);
    expect(rest).toEqual({ refunded: reserved });
    expect(mailsTo(eventId)).toBe(0);
  });

  it('counts a test message, and refuses it when nothing is left', async () => {
    await setLimit(1);
    await system.addWorkers();
    const eventId = await anEventWith(1);
    const test = (key: string): Promise<Answer> =>
      owner.client.post(
        `/v1/events/${eventId}/messages/test-send`,
        { channel: 'email', subject: 'News', body: 'Hello', to: `test-${eventId}@people.test` },
        { 'idempotency-key': key },
      );
    expect((await test('one')).status).toBe(202);
    expect((await test('two')).body.code).toBe('QUOTA_EXCEEDED');
    await until('the test to be counted', async () => (await quota()).used === 1);
  });

  it('is right after a second run of the same message', async () => {
    await setLimit(100);
    const eventId = await anEventWith(10);
    const refused = `q${eventId.slice(-6)}-0@guests.test`;
    mail.faults = { onRecipient: (to) => (to === refused ? '554 5.6.0 bad content' : null) };
    const { id, path } = await dueBroadcast(owner, eventId);
    await system.addWorkers();
    await until('the message to be sent', async () => (await statusOf(path)) === 'sent');
    expect(await ledgerOf(id)).toEqual({ reserved: 10, consumed: 9, refunded: 1 });
    mail.faults = {};
    // as if the server had said "not now" six times
    await api.database.pool.query(
      `update delivery_attempts set outcome = 'not_sent' where delivery_id in (select id from deliveries where message_id = $1)`,
      [id],
    );
    expect((await owner.client.post(`${path}/retry-failed`)).body).toMatchObject({ retried: 1 });
    await until('the message to be sent again', async () => (await statusOf(path)) === 'sent');
    expect(await ledgerOf(id)).toEqual({ reserved: 11, consumed: 10, refunded: 1 });
    await api.database.pool.query('select settle_quota_of(array[$1::uuid])', [id]);
    expect(await ledgerOf(id)).toEqual({ reserved: 11, consumed: 10, refunded: 1 });
    expect(mailsTo(eventId)).toBe(10);
  });

  it('is settled once when workers are killed and several finish the message', async () => {
    await setLimit(500);
    mail.faults = { onMessage: () => ({ delayMs: 25 }) };
    const eventId = await anEventWith(200);
    const { id, path } = await dueBroadcast(owner, eventId);
    for (let kill = 0; kill < 2; kill++) {
      const before = mailsTo(eventId);
      const victim = await startWorkerProcess(api.config, { SEND_TIMEOUT_SECONDS: '1' });
      await until('some mails to leave', () => Promise.resolve(mailsTo(eventId) > before + 30));
      expect(await victim.end('SIGKILL')).toBe('SIGKILL');
      expect(await ledgerOf(id)).toEqual({ reserved: 200 });
    }
    const last = await Promise.all([startWorkerProcess(api.config), startWorkerProcess(api.config)]);
    await until('the message to end', async () => (await statusOf(path)) === 'sent', 40_000);
    await Promise.all(last.map((process) => process.end('SIGTERM')));
    const { counts } = (await owner.client.get(path)).body;
    expect(Number(counts.sent) + Number(counts.unknown)).toBe(200);
    expect(await ledgerOf(id)).toEqual({ reserved: 200, consumed: 200 });
    expect(await quota()).toMatchObject({ used: 200, reserved: 0 });
  });
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}
