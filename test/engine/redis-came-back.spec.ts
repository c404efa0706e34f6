import {
  aGuestList,
  dueBroadcast,
  type MailDouble,
  OwnRedis,
  type Person,
  type TestApi,
  until,
  TestSystem,
} from '../harness';

const GUESTS = 400;
/** Longer than the test: what leaves, leaves because of a bell or the sweeper. */
const POLL_SECONDS = 600;
/** To connect again, and for the sweeper to come by twice. */
const WITHIN_MS = 15_000;

describe('Redis dies in the middle of a send and comes back with nothing in it', () => {
  let redis: OwnRedis;
  let system: TestSystem;
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    const env = { SMTP_MAX_CONNECTIONS: '4', POLL_INTERVAL_SECONDS: String(POLL_SECONDS), REDIS_URL: redis.url };
    system = await TestSystem.start({ env, workers: 1 });
    ({ mail, api, owner } = system);
    mail.faults = { onMessage: (to) => (to.startsWith('many') ? { delayMs: 40 } : 'ok') };
  });

  afterAll(async () => {
    await system.stop();
    await redis.stop();
  });

  const mailsTo = (prefix: string) => mail.ledger.filter(({ to }) => to.startsWith(prefix)).length;
  const gaps = async (): Promise<string[]> =>
    (await owner.client.get('/v1/status/gaps')).body.items.map(({ code }: { code: string }) => code);
  const eventFor = async (prefix: string, guests: number): Promise<string> => {
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, guests, prefix);
    return event.id;
  };
  const ended = (path: string) =>
    until('the message to end', async () => (await owner.client.get(path)).body.status === 'sent', WITHIN_MS);

  it('what ran goes on, what was sent meanwhile leaves, and later bells are heard, within seconds and once each', async () => {
    const [many, meanwhile, later] = await Promise.all([
      eventFor('many', GUESTS),
      eventFor('meanwhile', 3),
      eventFor('later', 3),
    ]);
    const running = await dueBroadcast(owner, many);
    await until('some mails to leave', () => Promise.resolve(mailsTo('many') > 20));
    await redis.kill();
    expect(mailsTo('many')).toBeLessThan(GUESTS);
    const sentWithout = await dueBroadcast(owner, meanwhile);
    expect(await gaps()).toContain('QUEUE_DOWN');
    await redis.startEmpty();

    await Promise.all([ended(running.path), ended(sentWithout.path)]);
    // each process comes back to Redis by itself
    await until('the API to see Redis', async () => !(await gaps()).includes('QUEUE_DOWN'), WITHIN_MS);
    await ended((await dueBroadcast(owner, later)).path);

    expect(mail.countByRecipient().size).toBe(GUESTS + 6);
    expect([...mail.countByRecipient().values()].filter((copies) => copies > 1)).toEqual([]);
    expect((await api.database.pool.query('select * from invariant_violations')).rows).toEqual([]);
  });
});
