import type { INestApplicationContext } from '@nestjs/common';
import { metrics } from '@beckon/core';
import {
  aGuest,
  aGuestList,
  dueBroadcast,
  MailDouble,
  type Person,
  ResendDouble,
  SesDouble,
  startApi,
  startWorker,
  startWorkerProcess,
  endWorkerProcesses,
  type TestApi,
  until,
} from '../harness';

const resendSettings = (resend: ResendDouble) => ({
  RESEND_API_KEY: 're_test',
  RESEND_BASE_URL: resend.url,
  RESEND_FROM: 'Beckon <events@resend.test>',
});
const smtpSettings = (mail: MailDouble) => ({ SMTP_URL: mail.url, SMTP_FROM: 'Beckon <events@smtp.test>' });
const sesSettings = (ses: SesDouble) => ({
  SES_REGION: 'eu-west-1',
  SES_ENDPOINT: ses.url,
  SES_FROM: 'Beckon <events@ses.test>',
  SES_CONFIGURATION_SET: 'receipts',
});

/** An API and workers with one provider. */
class World {
  private constructor(
    readonly api: TestApi,
    readonly workers: INestApplicationContext[],
    readonly owner: Person,
  ) {}

  static async start(env: Record<string, string>, workerCount = 1): Promise<World> {
    const api = await startApi({ SEND_TIMEOUT_SECONDS: '2', REDIS_URL: process.env.REDIS_URL ?? '', ...env });
    const workers: INestApplicationContext[] = [];
    for (let n = 0; n < workerCount; n++) workers.push(await startWorker(api.config));
    return new World(api, workers, await api.person());
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) await worker.close();
    await this.api.close();
  }

  /** Sends one broadcast to guests of these names and answers its path. */
  async send(...names: string[]): Promise<string> {
    const event = await this.api.event(this.owner);
    for (const name of names) await aGuest(this.owner, event.id, { name, email: `${name}@guests.test` });
    return (await dueBroadcast(this.owner, event.id)).path;
  }

  async sendToMany(count: number, prefix: string): Promise<string> {
    const event = await this.api.event(this.owner);
    await aGuestList(this.api, this.owner, event.id, count, prefix);
    return (await dueBroadcast(this.owner, event.id)).path;
  }

  /** In the order of the guests' names. */
  async deliveries(path: string): Promise<any[]> {
    const { items } = (await this.owner.client.get(`${path}/deliveries?limit=100`)).body;
    return items.sort((a: any, b: any) => (a.guestName < b.guestName ? -1 : 1));
  }

  async status(path: string): Promise<string> {
    return (await this.owner.client.get(path)).body.status;
  }

  async ended(path: string, status = 'sent', limitMs = 40_000): Promise<any[]> {
    await until(`${status} message`, async () => (await this.status(path)) === status, limitMs);
    return this.deliveries(path);
  }

  async breaker(provider: string): Promise<any> {
    const { rows } = await this.api.database.pool.query(`select * from provider_breakers where provider = $1`, [
      provider,
    ]);
    return rows[0];
  }
}

beforeAll(() => {
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
});

afterAll(() => endWorkerProcesses());

describe('Resend', () => {
  let resend: ResendDouble;
  let world: World;
  /** What happens to the calls for one address, one after the other; then all is well. */
  const plan = new Map<string, ReturnType<ResendDouble['onSend']>[]>();
  const callsTo = (to: string) => resend.calls.filter((call) => call.to === to).length;
  const mailsTo = (to: string) => resend.ledger.filter((mail) => mail.to === to).length;

  beforeAll(async () => {
    resend = await ResendDouble.start();
    resend.onSend = (to) => plan.get(to)?.shift() ?? 'ok';
    world = await World.start(resendSettings(resend));
  });
  afterAll(async () => {
    await world.stop();
    await resend.stop();
  });

  it('gets one mail with key, tag and headers', async () => {
    const [delivery] = await world.ended(await world.send('plain'));
    expect(delivery).toMatchObject({ status: 'accepted', provider: 'resend', attempts: 1, error: null });
    const mail = resend.ledger.find(({ to }) => to === 'plain@guests.test')!;
    expect(mail.key).toBe(`d:${delivery.id}`);
    expect(delivery.providerMessageId).toBe(mail.id);
    expect(mail.payload).toMatchObject({
      from: 'Efua Mensah <events@resend.test>',
      subject: 'Doors open at six',
      tags: [{ name: 'delivery_id', value: delivery.id }],
      headers: {
        'Auto-Submitted': 'auto-generated',
        'List-Id': expect.stringMatching(/^<event-[0-9a-f-]{36}\.resend\.test>$/),
        'List-Unsubscribe': expect.stringMatching(/^<https:\/\/beckon\.test\/u\/[^>]+>$/),
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
    expect(mail.payload.text).toContain('Hello plain');
    expect(mail.payload.html).toContain('Harbour Hall');
  });

  it('gets each mail exactly once, although answers are lost, late, wrong or nonsense', async () => {
    plan.set('lost@guests.test', ['drop_after']);
    plan.set('unheard@guests.test', ['drop_before']);
    plan.set('slow@guests.test', [{ delayMs: 3000 }]);
    plan.set('nonsense@guests.test', ['nonsense']);
    plan.set('liar@guests.test', [{ status: 500, name: 'internal_server_error', isTaken: true }]);
    plan.set('busy@guests.test', ['drop_after', { status: 409, name: 'concurrent_idempotent_requests' }]);
    const names = ['lost', 'unheard', 'slow', 'nonsense', 'liar', 'busy', 'lucky'];
    const deliveries = await world.ended(await world.send(...names));
    expect(deliveries.map((d) => [d.guestName, d.status])).toEqual(names.toSorted().map((name) => [name, 'accepted']));
    for (const name of names) expect([name, mailsTo(`${name}@guests.test`)]).toEqual([name, 1]);
    for (const name of names.slice(0, 5)) expect([name, callsTo(`${name}@guests.test`)]).toEqual([name, 2]);
    // "busy" is neither sent nor anybody's fault: it uses up no attempt
    expect(deliveries.find((d) => d.guestName === 'busy')).toMatchObject({ attempts: 2 });
  });

  it('refuses one mail for good and says nothing of the mailbox', async () => {
    plan.set('odd@guests.test', [
      { status: 422, name: 'validation_error', message: 'Invalid `to` field: odd@guests.test' },
    ]);
    const [delivery] = await world.ended(await world.send('odd'), 'failed');
    expect(delivery).toMatchObject({ status: 'failed', error: 'validation_error: Invalid `to` field: [address]' });
    expect((await world.owner.client.get('/v1/suppressions?q=odd@guests.test')).body.items).toEqual([]);
  });

  it('never gets another content under the same key, nor another key', async () => {
    plan.set('edited@guests.test', ['drop_after']);
    plan.set('unnoted@guests.test', ['drop_after']);
    const path = await world.send('edited', 'unnoted');
    await until(
      'both lost',
      async () => (await world.deliveries(path)).filter((d) => d.status === 'pending' && d.attempts === 1).length === 2,
    );
    // as if a release rendered differently; the second row has no hash, as after a crash, so only Resend can tell
    const { pool } = world.api.database;
    await pool.query(
      `update deliveries
          set merge_values = merge_values || '{"guest_name": "Somebody Else"}',
              payload_hash = case when recipient = 'edited@guests.test' then payload_hash end
        where recipient in ('edited@guests.test', 'unnoted@guests.test')`,
    );
    const deliveries = await world.ended(path);
    expect(deliveries.map((d) => [d.guestName, d.status, d.reason, d.error?.split(':')[0]])).toEqual([
      ['edited', 'unknown', 'content_changed', 'CONTENT_CHANGED'],
      ['unnoted', 'unknown', 'content_changed', 'invalid_idempotent_request'],
    ]);
    expect(callsTo('edited@guests.test')).toBe(1);
    expect(mailsTo('edited@guests.test') + mailsTo('unnoted@guests.test')).toBe(2);
  });

  it('may have got a mail that must not be repeated any more: nobody says that it was not sent', async () => {
    plan.set('regret@guests.test', ['drop_after']);
    plan.set('gone@guests.test', ['drop_after']);
    const path = await world.send('regret', 'gone');
    await until(
      'both lost',
      async () => (await world.deliveries(path)).filter((d) => d.status === 'pending' && d.attempts === 1).length === 2,
    );
    await world.owner.client.post('/v1/suppressions', { channel: 'email', address: 'regret@guests.test' });
    await world.api.database.pool.query(`update guests set deleted_at = now() where email = 'gone@guests.test'`);
    const deliveries = await world.ended(path);
    expect(deliveries.map((d) => [d.guestName, d.status, d.reason])).toEqual([
      ['gone', 'unknown', 'may_have_been_sent'],
      ['regret', 'unknown', 'may_have_been_sent'],
    ]);
    expect(mailsTo('regret@guests.test') + mailsTo('gone@guests.test')).toBe(2);
    expect(callsTo('regret@guests.test') + callsTo('gone@guests.test')).toBe(2);
  });

  it('is asked as fast as it says, and haste uses up no attempts', async () => {
    resend.ratePerSecond = 20;
    const deliveries = await world.ended(await world.sendToMany(60, 'pace'));
    resend.ratePerSecond = null;
    expect(deliveries.map((d) => d.status)).toEqual(Array(60).fill('accepted'));
    expect(new Set(deliveries.map((d) => d.attempts))).toEqual(new Set([1]));
    for (let n = 0; n < 60; n++) expect(mailsTo(`pace${n}@guests.test`)).toBe(1);
  });
});

describe('Amazon SES', () => {
  let ses: SesDouble;
  let world: World;
  const plan = new Map<string, ReturnType<SesDouble['onSend']>[]>();

  beforeAll(async () => {
    ses = await SesDouble.start();
    ses.onSend = (to) => plan.get(to)?.shift() ?? 'ok';
    world = await World.start(sesSettings(ses));
  });
  afterAll(async () => {
    await world.stop();
    await ses.stop();
  });

  it('gets a whole mail with tag and configuration set', async () => {
    const [delivery] = await world.ended(await world.send('plain'));
    expect(delivery).toMatchObject({ status: 'accepted', provider: 'ses', attempts: 1 });
    const mail = ses.ledger.find(({ to }) => to === 'plain@guests.test')!;
    expect(mail).toMatchObject({
      id: delivery.providerMessageId,
      tags: { delivery_id: delivery.id },
      configurationSet: 'receipts',
    });
    const [read] = await ses.readAll('plain@guests.test');
    expect(read).toMatchObject({
      subject: 'Doors open at six',
      from: { name: 'Efua Mensah', address: 'events@ses.test' },
    });
    expect(read?.text).toContain('Hello plain');
  });

  it('gets each mail at most once, and where nobody can know the row says so', async () => {
    plan.set('lost@guests.test', ['drop_after']);
    plan.set('unheard@guests.test', ['drop_before']);
    plan.set('slow@guests.test', [{ delayMs: 3000 }]);
    plan.set('nonsense@guests.test', ['nonsense']);
    plan.set('liar@guests.test', [{ status: 500, name: 'InternalServiceErrorException', isTaken: true }]);
    plan.set('odd@guests.test', [{ status: 400, name: 'BadRequestException' }]);
    plan.set('fast@guests.test', [{ status: 429, name: 'TooManyRequestsException' }]);
    const names = ['lost', 'unheard', 'slow', 'nonsense', 'liar', 'odd', 'fast', 'lucky'];
    const deliveries = await world.ended(await world.send(...names));
    expect(deliveries.map((d) => [d.guestName, d.status, d.reason, d.attempts])).toEqual([
      ['fast', 'accepted', null, 1],
      ['liar', 'unknown', 'no_answer', 1],
      ['lost', 'unknown', 'no_answer', 1],
      ['lucky', 'accepted', null, 1],
      ['nonsense', 'unknown', 'no_answer', 1],
      ['odd', 'failed', null, 1],
      ['slow', 'unknown', 'no_answer', 1],
      ['unheard', 'unknown', 'no_answer', 1],
    ]);
    await new Promise((resume) => setTimeout(resume, 1500));
    // the AWS library would have tried the first five three times
    for (const name of names)
      expect([name, ses.calls.filter((to) => to === `${name}@guests.test`).length]).toEqual([
        name,
        name === 'fast' ? 2 : 1,
      ]);
    const took = names.map((name) => ses.countByRecipient().get(`${name}@guests.test`) ?? 0);
    expect(took).toEqual([1, 0, 1, 1, 1, 0, 1, 1]);
  });
});

describe('the breaker', () => {
  /** Two workers. */
  const MOST_CALLS = 2 * 19;
  let resend: ResendDouble;
  let world: World;

  beforeAll(async () => {
    resend = await ResendDouble.start();
    world = await World.start(resendSettings(resend), 2);
  });
  afterAll(async () => {
    await world.stop();
    await resend.stop();
  });

  const shown = async () =>
    /beckon_provider_breaker_state\{provider="resend"\} (\d)/.exec(await metrics.metrics())?.[1];

  it('stops all workers for a provider that takes nothing, and costs no attempts', async () => {
    resend.onSend = () => ({ status: 403, name: 'invalid_api_key', headers: { 'retry-after': '1' } });
    const path = await world.sendToMany(80, 'wait');
    await until('an open breaker', async () => (await world.breaker('resend'))?.state === 'open');
    await until('the metric', async () => (await shown()) === '2');
    await new Promise((resume) => setTimeout(resume, 1000));
    const callsWhenOpen = resend.calls.length;
    await new Promise((resume) => setTimeout(resume, 2000));
    expect(resend.calls.length - callsWhenOpen).toBeLessThanOrEqual(3);
    // each worker stops at its tenth failure, with at most nine more on the wire; then come the tries
    const { openings } = await world.breaker('resend');
    expect(callsWhenOpen).toBeLessThanOrEqual(MOST_CALLS + 3 * openings);
    expect(await world.status(path)).toBe('sending');
    await until('a longer wait', async () => (await world.breaker('resend')).openings >= 2, 15_000);
    resend.onSend = () => 'ok';
    const deliveries = await world.ended(path, 'sent', 50_000);
    expect(deliveries.map((d) => [d.status, d.attempts])).toEqual(Array(80).fill(['accepted', 1]));
    expect(resend.ledger.length).toBe(80);
    expect(new Set(resend.countByRecipient().values())).toEqual(new Set([1]));
    expect(await world.breaker('resend')).toMatchObject({ state: 'closed', failures: 0, openings: 0 });
    await until('the metric', async () => (await shown()) === '0');
  });

  it('stops a worker that cannot yet write down what it has seen', async () => {
    resend.onSend = () => ({ status: 403, name: 'invalid_api_key', headers: { 'retry-after': '1' } });
    const holder = await world.api.database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query(`select 1 from provider_breakers where provider = 'resend' for update`);
      const before = resend.calls.length;
      const path = await world.sendToMany(80, 'mute');
      await until('the first refusals', () => Promise.resolve(resend.calls.length > before));
      await new Promise((resume) => setTimeout(resume, 2000));
      expect(resend.calls.length - before).toBeLessThanOrEqual(MOST_CALLS);
      await world.owner.client.delete(path);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    resend.onSend = () => 'ok';
    await world.ended(await world.send('after-mute'), 'sent', 40_000);
  });

  it('lets a waiting message be cancelled', async () => {
    resend.onSend = () => ({ status: 403, name: 'invalid_api_key', headers: { 'retry-after': '1' } });
    const path = await world.sendToMany(40, 'stop');
    await until('an open breaker', async () => (await world.breaker('resend')).state === 'open');
    await world.owner.client.delete(path);
    const deliveries = await world.ended(path, 'cancelled');
    expect(new Set(deliveries.map((d) => d.status))).toEqual(new Set(['cancelled']));
  });
});

describe('a worker that is killed while it sends through Resend', () => {
  it('leaves nothing unknown: everybody gets exactly one mail', async () => {
    const guests = 300;
    const resend = await ResendDouble.start();
    resend.onSend = () => ({ delayMs: 20 });
    const world = await World.start({ ...resendSettings(resend), SEND_TIMEOUT_SECONDS: '1' }, 0);
    const path = await world.sendToMany(guests, 'killed');
    for (let kill = 0; kill < 2; kill++) {
      const before = resend.ledger.length;
      const worker = await startWorkerProcess(world.api.config);
      await until('some mails to leave', () => Promise.resolve(resend.ledger.length > before + 40));
      await worker.end('SIGKILL');
    }
    const last = await startWorkerProcess(world.api.config);
    await until('the message to end', async () => (await world.status(path)) === 'sent', 40_000);
    await last.end('SIGTERM');
    const { rows } = await world.api.database.pool.query(
      `select status, count(*)::int as n from deliveries group by 1`,
    );
    const repeats = resend.calls.length - resend.ledger.length;
    await world.stop();
    await resend.stop();
    expect(rows).toEqual([{ status: 'accepted', n: guests }]);
    expect(resend.ledger.length).toBe(guests);
    expect(new Set(resend.countByRecipient().values())).toEqual(new Set([1]));
    // what was on the wire at a kill was asked for again under its key
    expect(repeats).toBeGreaterThan(0);
  });
});

describe('the choice of a provider', () => {
  let resend: ResendDouble;
  let ses: SesDouble;
  let mail: MailDouble;

  beforeAll(async () => {
    [resend, ses, mail] = await Promise.all([ResendDouble.start(), SesDouble.start(), MailDouble.start()]);
  });
  afterAll(async () => {
    await Promise.all([resend.stop(), ses.stop(), mail.stop()]);
  });

  it.each([
    ['resend', ['resend', 'smtp', 'ses'], 'accepted'],
    ['smtp', ['smtp', 'ses'], 'accepted'],
    ['ses', ['ses'], 'accepted'],
    ['log', [], 'sent'],
  ])('is %s of %j', async (provider, named, status) => {
    const settings: Record<string, Record<string, string>> = {
      resend: resendSettings(resend),
      smtp: smtpSettings(mail),
      ses: sesSettings(ses),
    };
    const world = await World.start(Object.assign({}, ...named.map((name) => settings[name])));
    const took = () => [resend.ledger.length, mail.ledger.length, ses.ledger.length];
    const before = took();
    const [delivery] = await world.ended(await world.send('chosen'));
    await world.stop();
    expect(delivery).toMatchObject({ provider, status });
    expect(took().map((count, i) => count - before[i]!)).toEqual(
      ['resend', 'smtp', 'ses'].map((name) => (name === provider ? 1 : 0)),
    );
  });
});
