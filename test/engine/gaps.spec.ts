import { MailDouble, type Person, startApi, startWorker, type TestApi, until } from '../harness';

describe('what cannot be delivered right now', () => {
  let mail: MailDouble;
  let api: TestApi;
  let person: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({ SMTP_URL: mail.url, POLL_INTERVAL_SECONDS: '1' });
    person = await api.person();
  });
  afterAll(async () => {
    await api.close();
    await mail.stop();
  });

  const gaps = async (who = person): Promise<any[]> => (await who.client.get('/v1/status/gaps')).body.items;
  const codes = async (who = person): Promise<string[]> =>
    (await gaps(who)).map(({ code, channel }) => (channel === undefined ? code : `${code} ${channel}`));

  it('names a missing worker, late messages of the own organization, simulated channels and a broken provider', async () => {
    expect(await codes()).toEqual(['NO_WORKER']);
    const event = await api.event(person);
    const created = await person.client.post(`/v1/events/${event.id}/messages`, {
      ...{ mode: 'draft', channel: 'email', audience: 'everyone', subject: 'Late', body: 'Hello' },
    });
    await api.database.pool.query(
      `update messages set status = 'scheduled', send_at = now() - interval '1 minute' where id = $1`,
      [created.body.id],
    );
    const [, late] = await gaps();
    expect(late).toMatchObject({ code: 'MESSAGES_LATE', title: 'A message is late' });
    expect(Date.now() - Date.parse(late.since)).toBeGreaterThan(50_000);
    expect(await codes(await api.person())).toEqual(['NO_WORKER']);

    const worker = await startWorker(api.config);
    try {
      const simulated = ['CHANNEL_SIMULATED sms', 'CHANNEL_SIMULATED whatsapp'];
      await until('the worker to be seen', async () => (await codes()).join() === simulated.join());
      await api.database.pool.query(
        `insert into provider_breakers (provider, state, opened_at, wait_until) values ('smtp', 'open', now(), now() + interval '1 hour')
         on conflict (provider) do update set state = 'open', opened_at = now(), wait_until = now() + interval '1 hour'`,
      );
      expect(await codes()).toEqual(['PROVIDER_DOWN email', ...simulated]);
      const [down] = await gaps();
      expect(down.cause).toBe('provider');
      expect(Date.parse(down.until) - Date.now()).toBeGreaterThan(59 * 60_000);
      await api.database.pool.query(`delete from provider_breakers`);
    } finally {
      await worker.close();
    }
    // one that stops says so, and one that was killed is missed
    expect(await codes()).toEqual(['NO_WORKER']);
    await api.database.pool.query(
      `insert into worker_heartbeats (worker_id, providers, seen_at) values (uuidv7(), '{"email":"smtp","sms":"log","whatsapp":"log"}', now() - interval '1 minute')`,
    );
    const [silent] = await gaps();
    expect(silent.code).toBe('NO_WORKER');
    expect(Date.now() - Date.parse(silent.since)).toBeGreaterThan(50_000);
  });

  it('names a missing worker at once when the last one stops in the middle of a beat', async () => {
    const { pool } = api.database;
    await pool.query(`delete from worker_heartbeats`);
    await pool.query(`
      create function hold_beat() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(7105); return new; end $$;
      create trigger hold_beat before insert on worker_heartbeats for each row execute function hold_beat()`);
    const holder = await pool.connect();
    await holder.query('select pg_advisory_lock(7105)');
    try {
      const worker = await startWorker(api.config);
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await until('a beat on its way', async () => (await pool.query(waiting)).rows.length > 0);
      const closed = worker.close();
      await new Promise((resume) => setTimeout(resume, 500));
      await holder.query('select pg_advisory_unlock(7105)');
      await closed;
      expect(await codes()).toEqual(['NO_WORKER']);
    } finally {
      await holder.query('select pg_advisory_unlock_all()');
      holder.release();
      await pool.query('drop trigger hold_beat on worker_heartbeats');
    }
  });

  it('says that Redis is away', async () => {
    const other = await startApi({ REDIS_URL: 'redis://127.0.0.1:1/0' }, api.database);
    try {
      const answer = await other.anonymous.as(person.client.token).get('/v1/status/gaps');
      expect(answer.body.items.map((gap: any) => gap.code)).toContain('QUEUE_DOWN');
    } finally {
      await other.close();
    }
  });
});
