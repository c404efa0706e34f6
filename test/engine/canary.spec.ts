import {
  aGuestList,
  dueBroadcast,
  type MailDouble,
  type Person,
  startWorkerProcess,
  type TestApi,
  until,
  TestSystem,
} from '../harness';

const BIG = 1200;
const FIRST = 50;

describe('the guard rails of big sends', () => {
  let system: TestSystem;
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    // long enough for a busy machine, short enough for the lease of a killed worker
    system = await TestSystem.start({ env: { SMTP_MAX_CONNECTIONS: '10', SEND_TIMEOUT_SECONDS: '3' } });
    ({ mail, api, owner } = system);
  });

  afterEach(async () => {
    await system.endWorkers();
    mail.faults = {};
  });

  afterAll(() => system.stop());

  const sendToMany = async (count: number, prefix: string) => {
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, count, prefix);
    return dueBroadcast(owner, event.id);
  };
  const message = async (path: string) => (await owner.client.get(path)).body;
  const has = (path: string, status: string) =>
    until(`${status} message`, async () => (await message(path)).status === status, 60_000);
  const byStatus = async (messageId: string): Promise<Record<string, number>> => {
    const { rows } = await api.database.pool.query(
      'select status, count(*)::int as n from deliveries where message_id = $1 group by 1',
      [messageId],
    );
    return Object.fromEntries(rows.map((row) => [row.status, row.n]));
  };
  /** What had left at the moment of a pause still ends. */
  const nothingOnTheWire = (messageId: string) =>
    until('nothing on the wire', async () => (await byStatus(messageId)).dispatching === undefined);
  const mailsTo = (prefix: string) => mail.ledger.filter(({ to }) => to.startsWith(prefix));
  const copies = (prefix: string) => {
    const counts = [...mail.countByRecipient()].filter(([to]) => to.startsWith(prefix)).map(([, n]) => n);
    return { guests: counts.length, mails: counts.reduce((sum, n) => sum + n, 0) };
  };

  it('lets the first 50 go alone over several workers, and then the rest', async () => {
    // the first 50 are held up until it is certain that nobody else leaves meanwhile
    let areHeld = true;
    const tried = new Set<string>();
    mail.faults = {
      onRecipient: (to) => {
        tried.add(to);
        return null;
      },
      onMessage: () => (areHeld ? { delayMs: 300 } : 'ok'),
    };
    await system.addWorkers(3);
    const { id, path } = await sendToMany(BIG, 'ca-alone');
    await until('the first 50', () => Promise.resolve(tried.size >= FIRST));
    const { rows } = await api.database.pool.query('select guard from messages where id = $1', [id]);
    expect([tried.size, rows[0].guard]).toEqual([FIRST, 'canary']);
    areHeld = false;
    await has(path, 'sent');
    expect(await byStatus(id)).toEqual({ accepted: BIG });
    expect(copies('ca-alone')).toEqual({ guests: BIG, mails: BIG });
  });

  it('pauses when more than one in ten of the first 50 fail, says why, and goes on when a person says so', async () => {
    const tried = new Set<string>();
    mail.faults = {
      onRecipient: (to) => {
        tried.add(to);
        return tried.size % 5 === 0 ? '550 5.3.4 message too big' : null;
      },
    };
    await system.addWorkers(3);
    const { id, path } = await sendToMany(BIG, 'ca-stop');
    await has(path, 'paused');
    await nothingOnTheWire(id);
    expect(tried.size).toBe(FIRST);
    expect(await byStatus(id)).toEqual({ accepted: 40, failed: 10, pending: BIG - FIRST });
    const why = expect.stringMatching(
      /^Paused to protect you: 10 of the first 50 failed, mostly with ".*message too big"\. Find out why/,
    );
    expect(await message(path)).toMatchObject({ status: 'paused', statusReason: 'protect', pausedReason: why });
    expect((await owner.client.get(`${path}/progress`)).body).toMatchObject({ status: 'paused', pausedReason: why });
    const log = (await owner.client.get('/v1/audit-log?limit=100')).body.items.filter(
      (entry: any) => entry.subjectId === id && entry.action === 'message.paused',
    );
    expect(log).toHaveLength(1);
    expect(log[0].detail).toMatchObject({ reason: 'protect', failed: 10, of: 50 });

    // still one in five fails, and it is not stopped for that again
    expect((await owner.client.post(`${path}/resume`)).body).toMatchObject({ status: 'sending', pausedReason: null });
    await has(path, 'sent');
    expect(await byStatus(id)).toEqual({ accepted: (BIG * 4) / 5, failed: BIG / 5 });
    expect(copies('ca-stop')).toEqual({ guests: (BIG * 4) / 5, mails: (BIG * 4) / 5 });
  });

  it('does not count who is told "later", and does not wait for them', async () => {
    mail.faults = { onRecipient: (to) => (/^ca-grey\d@/.test(to) ? '451 4.7.1 greylisted' : null) };
    await system.addWorkers(1);
    const { path } = await sendToMany(BIG, 'ca-grey');
    await until('the rest', () => Promise.resolve(mailsTo('ca-grey').length === BIG - 10), 20_000);
    expect((await message(path)).status).toBe('sending');
    mail.faults = {};
    await has(path, 'sent');
    expect(copies('ca-grey')).toEqual({ guests: BIG, mails: BIG });
  });

  it('pauses when many fail in the middle, long before all have', async () => {
    let soFar = 0;
    mail.faults = {
      onRecipient: (to) => (to.startsWith('ca-late') && ++soFar > 600 ? '552 5.3.4 message too big' : null),
    };
    await system.addWorkers(3);
    const { id, path } = await sendToMany(3000, 'ca-late');
    await has(path, 'paused');
    await nothingOnTheWire(id);
    const states = await byStatus(id);
    expect(states.accepted).toBe(600);
    // 21 are too many; what the workers had on the wire meanwhile fails too
    expect(states.failed).toBeGreaterThan(20);
    expect(states.failed).toBeLessThan(600);
    expect((await message(path)).pausedReason).toMatch(/^Paused to protect you: \d+ of the last 200 failed/);
    mail.faults = {};
    await owner.client.post(`${path}/resume`);
    await has(path, 'sent');
    expect((await byStatus(id)).accepted).toBe(3000 - (await byStatus(id)).failed!);
    expect(copies('ca-late').mails).toBe(copies('ca-late').guests);
  });

  it('goes on when the worker that had the first 50 is killed', async () => {
    mail.faults = { onMessage: () => ({ delayMs: 800 }) };
    const doomed = await startWorkerProcess(api.config);
    const { id, path } = await sendToMany(BIG, 'ca-killed');
    await until('some on the wire', async () => ((await byStatus(id)).dispatching ?? 0) > 3);
    await doomed.end('SIGKILL');
    mail.faults = {};
    await system.addWorkers(1);
    await has(path, 'sent');
    const { accepted = 0, unknown = 0, ...others } = await byStatus(id);
    expect([accepted + unknown, others]).toEqual([BIG, {}]);
    expect(unknown).toBeGreaterThan(0);
    expect(copies('ca-killed').mails).toBe(copies('ca-killed').guests);
  });

  it('leaves small messages alone, whatever fails', async () => {
    mail.faults = { onRecipient: (to) => (Number(/\d+/.exec(to)?.[0]) % 2 === 0 ? '552 5.3.4 message too big' : null) };
    await system.addWorkers(1);
    const { id, path } = await sendToMany(300, 'ca-small');
    await has(path, 'sent');
    expect(await byStatus(id)).toEqual({ accepted: 150, failed: 150 });
  });
});
