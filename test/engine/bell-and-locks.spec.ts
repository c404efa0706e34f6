import type { INestApplicationContext } from '@nestjs/common';
import {
  aGuestList,
  CountingProxy,
  MailDouble,
  type Person,
  startApi,
  startWorker,
  type TestApi,
  testConfig,
  until,
} from '../harness';

const after = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

describe('a due message that somebody else holds', () => {
  let mail: MailDouble;
  let api: TestApi;
  let proxy: CountingProxy;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    const env = { SMTP_URL: mail.url, REDIS_URL: process.env.REDIS_URL ?? '' };
    api = await startApi(env);
    proxy = await CountingProxy.start(api.database.url);
    worker = await startWorker(testConfig(proxy.url, env));
    owner = await api.person();
  });
  afterAll(async () => {
    await worker.close();
    await proxy.stop();
    await api.close();
    await mail.stop();
  });

  it('is looked at again and again, with a pause in between, and leaves soon after it is free', async () => {
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, 3, 'held');
    const planned = await owner.client.post(`/v1/events/${event.id}/messages`, {
      ...{ mode: 'schedule', channel: 'email', audience: 'everyone', subject: 'Held', body: 'Hello' },
      sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect(planned.status).toBe(201);
    const holder = await api.database.pool.connect();
    try {
      // due soon, and held at once: between the two there is nothing that takes time
      const dueInMs = 2500;
      await holder.query(`update messages set send_at = clock_timestamp() + make_interval(secs => $2) where id = $1`, [
        planned.body.id,
        dueInMs / 1000,
      ]);
      await holder.query('begin');
      await holder.query('select 1 from messages where id = $1 for update', [planned.body.id]);
      await after(dueInMs + 500);
      const before = proxy.statements;
      await after(3000);
      // a few looks a second, each some statements; without a pause it was thousands
      expect(proxy.statements - before).toBeLessThan(600);
      expect(mail.ledger).toHaveLength(0);
      await holder.query('commit');
    } finally {
      holder.release();
    }
    const path = `/v1/events/${event.id}/messages/${planned.body.id}`;
    await until('its end', async () => (await owner.client.get(path)).body.status === 'sent');
    expect(mail.ledger).toHaveLength(3);
  });
});
