import { aGuestList, dueBroadcast, type MailDouble, type Person, type TestApi, until, TestSystem } from '../harness';

const WORKERS = 8;
const MESSAGES = 12;
const GUESTS = 150;

describe('eight workers, each with a scheduler of its own, on one database', () => {
  let system: TestSystem;
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    system = await TestSystem.start({ env: { SMTP_MAX_CONNECTIONS: '4', DATABASE_POOL_SIZE: '4' } });
    ({ mail, api, owner } = system);
  });

  afterAll(() => system.stop());

  it('claim each message once and write to each guest once', async () => {
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, GUESTS);
    const messages = [];
    for (let n = 0; n < MESSAGES; n++) messages.push(await dueBroadcast(owner, event.id, { subject: `Message ${n}` }));
    await system.addWorkers(WORKERS);

    for (const { path } of messages)
      await until('all messages to be sent', async () => (await owner.client.get(path)).body.status === 'sent', 40_000);

    const { rows: claims } = await api.database.pool.query(
      'select message_id, count(*)::int as n from content_versions group by 1',
    );
    expect(claims.map((row) => row.n)).toEqual(Array.from({ length: MESSAGES }, () => 1));
    const sent = new Map<string, number>();
    for (const { to, raw } of mail.ledger) {
      const key = `${to} ${/^Subject: (.*)$/m.exec(raw.toString())?.[1]?.trim() ?? ''}`;
      sent.set(key, (sent.get(key) ?? 0) + 1);
    }
    expect([...sent.values()].filter((copies) => copies !== 1)).toEqual([]);
    expect(sent.size).toBe(MESSAGES * GUESTS);
    const { rows: states } = await api.database.pool.query(
      'select status, count(*)::int as n from deliveries group by 1',
    );
    expect(states).toEqual([{ status: 'accepted', n: MESSAGES * GUESTS }]);
  });
});
