import type { INestApplicationContext } from '@nestjs/common';
import { TwilioWitnessService } from '@beckon/delivery';
import {
  aGuest,
  dueBroadcast,
  type Person,
  postAsTwilio,
  startApi,
  startWorker,
  type TestApi,
  TwilioDouble,
  type TwilioMessage,
  until,
} from '../harness';

let twilio: TwilioDouble;
let api: TestApi;
let worker: INestApplicationContext;
let owner: Person;
/** What happens to the messages to one number, one after the other; then all is well. */
const plan = new Map<string, ReturnType<TwilioDouble['onSend']>[]>();
let lastNumber = 0;
/** Of a range that is kept for films and tests. */
const aPhone = (): string => `+4477009${String(++lastNumber).padStart(5, '0')}`;
/** As many requests as one worker has on the wire. */
const AT_ONCE = 48;
const atOnce = { unknownAfterSeconds: 0, silentAfterSeconds: 0 };

beforeAll(async () => {
  twilio = await TwilioDouble.start();
  twilio.onSend = (to) => plan.get(to)?.shift() ?? 'ok';
  api = await startApi({ SEND_TIMEOUT_SECONDS: '2', REDIS_URL: process.env.REDIS_URL ?? '', ...twilio.settings() });
  worker = await startWorker(api.config);
  owner = await api.person();
});
afterAll(async () => {
  await (worker as INestApplicationContext | undefined)?.close();
  await api.close();
  await twilio.stop();
});
afterEach(() => {
  expect(twilio.misunderstood).toEqual([]);
});

const rows = async (statement: string, values: unknown[] = []) =>
  (await api.database.pool.query(statement, values)).rows;
const breaker = async (channel: string) =>
  (await rows('select * from provider_breakers where provider = $1', [`twilio:${channel}`]))[0];
const deliveriesOf = async (path: string): Promise<any[]> => {
  const { items } = (await owner.client.get(`${path}/deliveries?limit=100`)).body;
  return items.sort((a: any, b: any) => (a.guestName < b.guestName ? -1 : 1));
};
const rowOf = async (phone: string) => (await rows('select * from deliveries where recipient = $1', [phone]))[0];

/** Sends one SMS to guests of these names and answers its address and their numbers. */
async function send(names: string[], faults: Record<string, ReturnType<TwilioDouble['onSend']>[]> = {}) {
  const event = await api.event(owner);
  const phones: Record<string, string> = {};
  for (const name of names) {
    const phone = (phones[name] = aPhone());
    plan.set(phone, faults[name] ?? []);
    await aGuest(owner, event.id, { name, phone });
  }
  const { path } = await dueBroadcast(owner, event.id, {
    channel: 'sms',
    subject: undefined,
    body: 'Hello {{guest_name}}, doors open at six.',
  });
  return { path, phones, eventPath: `/v1/events/${event.id}` };
}

async function ended(path: string, status = 'sent'): Promise<any[]> {
  await until(`${status} message`, async () => (await owner.client.get(path)).body.status === status, 30_000);
  return deliveriesOf(path);
}

async function tell(message: TwilioMessage, status: string, errorCode: number | null = null): Promise<number> {
  return postAsTwilio(api, twilio.callbackOf(message, status, errorCode));
}

describe('an SMS', () => {
  it('goes to Twilio once, with the delivery in the callback address', async () => {
    const { path, phones } = await send(['Ana']);
    const [delivery] = await ended(path);
    expect(delivery).toMatchObject({
      status: 'accepted',
      provider: 'twilio',
      channel: 'sms',
      attempts: 1,
      error: null,
    });
    const [message] = twilio.messagesTo(phones.Ana!);
    expect(message).toMatchObject({
      sid: delivery.providerMessageId,
      params: {
        To: phones.Ana,
        From: '+15550100123',
        Body: 'Hello Ana, doors open at six.',
        StatusCallback: `https://beckon.test/webhooks/twilio/status?d=${delivery.id}`,
      },
    });
  });

  it('drains to many guests over kept connections', async () => {
    const event = await api.event(owner);
    await rows(
      `insert into guests (organization_id, event_id, name, phone, rsvp_status)
       select $1, $2, 'Guest ' || n, '+44770091' || lpad(n::text, 4, '0'), 'attending' from generate_series(1, 300) n`,
      [owner.organizationId, event.id],
    );
    const before = twilio.connectionCount;
    const { path } = await dueBroadcast(owner, event.id, { channel: 'sms', subject: undefined, body: 'Hello' });
    await ended(path);
    const { counts } = (await owner.client.get(path)).body;
    expect(counts).toMatchObject({ total: 300, sent: 300 });
    const sent = twilio.ledger.filter((message) => message.to.startsWith('+44770091'));
    expect(new Set(sent.map((message) => message.to)).size).toBe(300);
    expect(sent).toHaveLength(300);
    expect(twilio.connectionCount - before).toBeLessThanOrEqual(AT_ONCE);
  });

  it('leaves at most once, and where nobody can know the row says so', async () => {
    const names = ['lost', 'unheard', 'slow', 'nonsense', 'liar', 'odd', 'fast', 'stopped', 'gone', 'lucky'];
    const { path, phones, eventPath } = await send(names, {
      lost: ['drop_after'],
      unheard: ['drop_before'],
      slow: [{ delayMs: 2800 }],
      nonsense: ['nonsense'],
      liar: [{ status: 500, code: 20500, isTaken: true }],
      odd: [{ status: 400, code: 21211, message: 'Invalid number' }],
      fast: [{ status: 429, code: 20429, headers: { 'retry-after': '1' } }],
      stopped: [{ status: 400, code: 21610 }],
      gone: [{ status: 400, code: 21635 }],
    });
    const deliveries = await ended(path);
    expect(deliveries.map((d) => [d.guestName, d.status, d.reason, d.attempts])).toEqual([
      ['fast', 'accepted', null, 1],
      ['gone', 'failed', null, 1],
      ['liar', 'unknown', 'no_answer', 1],
      ['lost', 'unknown', 'no_answer', 1],
      ['lucky', 'accepted', null, 1],
      ['nonsense', 'unknown', 'no_answer', 1],
      ['odd', 'failed', null, 1],
      ['slow', 'unknown', 'no_answer', 1],
      ['stopped', 'failed', null, 1],
      ['unheard', 'unknown', 'no_answer', 1],
    ]);
    const calls = names.map((name) => twilio.calls.filter(({ to }) => to === phones[name]).length);
    expect(calls).toEqual(names.map((name) => (name === 'fast' ? 2 : 1)));
    expect(names.map((name) => twilio.messagesTo(phones[name]!).length)).toEqual([1, 0, 1, 1, 1, 0, 1, 0, 0, 1]);
    expect(deliveries.find((d) => d.guestName === 'odd').error).toBe(
      '21211: This is not a valid number. Correct it with the guest.',
    );
    const reasons = await rows(
      `select address, channel, scope, applies_to, reason from suppressions where address = any ($1) order by reason`,
      [Object.values(phones)],
    );
    const common = { channel: 'sms', scope: 'organization', applies_to: 'all' };
    expect(reasons).toEqual([
      { address: phones.gone, reason: 'bounce', ...common },
      { address: phones.stopped, reason: 'stop', ...common },
    ]);
    const count = await owner.client.get(`${eventPath}/messages/recipient-count?audience=everyone&channel=sms`);
    expect(count.body).toMatchObject({ count: 8, excluded: { suppressed: 2 } });
  });
});

describe('an SMS nobody knows about', () => {
  it('is resolved by the callback that names it, also by one that says it failed', async () => {
    const { path, phones } = await send(['arrived', 'failed'], { arrived: ['drop_after'], failed: ['drop_after'] });
    await ended(path);
    const arrived = twilio.messagesTo(phones.arrived!)[0]!;
    expect(await tell(arrived, 'sent')).toBe(204);
    expect(await rowOf(phones.arrived!)).toMatchObject({
      status: 'sent',
      reason: null,
      provider_message_id: arrived.sid,
    });
    await tell(twilio.messagesTo(phones.failed!)[0]!, 'undelivered', 30003);
    expect(await rowOf(phones.failed!)).toMatchObject({
      status: 'failed',
      reason: 'failed:transient',
      error_code: '30003',
    });
  });

  it('is found in the message list, and absence proves nothing', async () => {
    const { path, phones } = await send(['found', 'absent'], { found: ['drop_after'], absent: ['drop_before'] });
    await ended(path);
    const witness = worker.get(TwilioWitnessService);
    // not before its time
    await witness.ask(10);
    expect((await rowOf(phones.found!)).status).toBe('unknown');
    await rows('delete from provider_checks');
    const found = twilio.messagesTo(phones.found!)[0]!;
    found.status = 'delivered';
    await witness.ask(1000, atOnce);
    expect(await rowOf(phones.found!)).toMatchObject({ status: 'delivered', provider_message_id: found.sid });
    expect(await rowOf(phones.absent!)).toMatchObject({ status: 'unknown', reason: 'no_answer' });
    expect(twilio.asked).toContain(`list ${phones.absent}`);
    expect(twilio.messagesTo(phones.absent!)).toHaveLength(0);
    const asked = twilio.asked.length;
    // each has its next time
    await witness.ask(1000, atOnce);
    expect(twilio.asked.length).toBe(asked);
  });

  it('is never taken for a message of other words, or of another delivery', async () => {
    const { path, phones, eventPath } = await send(['twice']);
    await ended(path);
    plan.set(phones.twice!, ['drop_before', 'drop_before']);
    for (const body of ['Hello twice, doors open at six.', 'Something else']) {
      const answer = await owner.client.post(`${eventPath}/messages`, {
        mode: 'now',
        channel: 'sms',
        audience: 'everyone',
        body,
      });
      await ended(`${eventPath}/messages/${answer.body.id}`);
    }
    await rows('delete from provider_checks');
    await worker.get(TwilioWitnessService).ask(1000, atOnce);
    const found = await rows('select status from deliveries where recipient = $1 order by id', [phones.twice]);
    expect(found).toEqual([{ status: 'accepted' }, { status: 'unknown' }, { status: 'unknown' }]);
  });

  it.each([
    ['one of two of the same words left: nobody can say which', 'drop_before', 'unknown'],
    ['both of the same words left', 'drop_after', 'accepted'],
  ] as const)('where %s', async (_what, second, status) => {
    const { path, phones, eventPath } = await send(['same'], { same: ['drop_after', second] });
    await ended(path);
    const body = 'Hello {{guest_name}}, doors open at six.';
    const again = await owner.client.post(`${eventPath}/messages`, {
      ...{ mode: 'now', channel: 'sms', audience: 'everyone', body },
    });
    await ended(`${eventPath}/messages/${again.body.id}`);
    await rows('delete from provider_checks');
    await worker.get(TwilioWitnessService).ask(1000, atOnce);
    const found = await rows('select status from deliveries where recipient = $1', [phones.same]);
    expect(found).toEqual([{ status }, { status }]);
  });

  it('is asked about when no last word came', async () => {
    const { path, phones } = await send(['quiet']);
    await ended(path);
    const [message] = twilio.messagesTo(phones.quiet!);
    Object.assign(message!, { status: 'undelivered', errorCode: 30005 });
    await rows('delete from provider_checks');
    await worker.get(TwilioWitnessService).ask(1000, atOnce);
    expect(twilio.asked).toContain(message!.sid);
    expect(await rowOf(phones.quiet!)).toMatchObject({ status: 'failed', error_code: '30005' });
    expect(await rows('select reason from suppressions where address = $1', [phones.quiet])).toEqual([
      { reason: 'bounce' },
    ]);
    // the callback that comes after all is the same receipt
    const before = await rows('select count(*)::int as n from email_events');
    expect(await tell(message!, 'undelivered', 30005)).toBe(204);
    expect(await rows('select count(*)::int as n from email_events')).toEqual(before);
  });
});

describe('WhatsApp', () => {
  /** As the part that makes invitations will: a claimed message with a template, or with free text. */
  async function whatsapp(phone: string, template: object | null): Promise<string> {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Ama Mensah', phone });
    const [{ id }] = await rows(
      `insert into messages (organization_id, event_id, kind, channel, audience, body, status, send_at)
       values ($1, $2, 'broadcast', 'whatsapp', 'everyone', 'Hi {{guest_name}}!', 'scheduled', now() + interval '1 hour') returning id`,
      [owner.organizationId, event.id],
    );
    const content = { format: 1, channel: 'whatsapp', linkBase: 'https://beckon.test', subject: null, html: null };
    const claimed = {
      content: { ...content, text: ['Hi ', { token: 'guest_name' }, '!'] },
      envelope: { from: null, replyTo: null, listId: null },
      isBroadcast: true,
      ...(template !== null && { template }),
    };
    const [version] = await rows(
      'insert into content_versions (organization_id, message_id, content) values ($1, $2, $3) returning id',
      [owner.organizationId, id, JSON.stringify(claimed)],
    );
    await rows(
      `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, recipient, address_key, merge_values, next_attempt_at)
       select organization_id, event_id, $1, id, 'whatsapp', 'c:' || phone, 'pending', phone, phone, jsonb_build_object('guest_name', name, 'link_version', 1), now()
         from guests where phone = $2`,
      [id, phone],
    );
    await rows(`update messages set status = 'sending', content_version_id = $2, total = 1 where id = $1`, [
      id,
      version.id,
    ]);
    return `/v1/events/${event.id}/messages/${id}`;
  }
  const contentSid = `HX${'0c'.repeat(16)}`;

  it('sends a template by its id with every value on one line', async () => {
    const phone = aPhone();
    const path = await whatsapp(phone, {
      contentSid,
      variables: { '1': [{ token: 'guest_name' }], '2': ['Summer\n\t', 'party'], '3': [{ token: 'rsvp_link' }] },
    });
    const [delivery] = await ended(path);
    expect(delivery).toMatchObject({ status: 'accepted', provider: 'twilio', channel: 'whatsapp' });
    const [message] = twilio.messagesTo(`whatsapp:${phone}`);
    expect(message!.params).toMatchObject({ From: 'whatsapp:+15550100124', ContentSid: contentSid });
    expect(JSON.parse(message!.params.ContentVariables!)).toEqual({
      '1': 'Ama Mensah',
      '2': 'Summer party',
      '3': expect.stringMatching(/^https:\/\/beckon\.test\/r\//),
    });
    await tell(message!, 'delivered');
    await tell(message!, 'read');
    await tell(message!, 'sent');
    expect((await rowOf(phone)).status).toBe('read');
  });

  it('refuses a template whose value is empty without asking', async () => {
    const phone = aPhone();
    const [delivery] = await ended(await whatsapp(phone, { contentSid, variables: { '1': [' '] } }), 'failed');
    expect(delivery).toMatchObject({ status: 'failed', error: expect.stringContaining('EMPTY_VARIABLE') });
    expect(twilio.calls.filter(({ to }) => to === `whatsapp:${phone}`)).toEqual([]);
  });

  it('suppresses who has no WhatsApp there, for WhatsApp alone (63024)', async () => {
    const phone = aPhone();
    const path = await whatsapp(phone, null);
    await ended(path);
    await tell(twilio.messagesTo(`whatsapp:${phone}`)[0]!, 'failed', 63024);
    expect(await rows('select channel, reason from suppressions where address = $1', [phone])).toEqual([
      { channel: 'whatsapp', reason: 'bounce' },
    ]);
  });

  it('rests when the sender has reached its limit, and SMS goes on (63018)', async () => {
    const phone = aPhone();
    await ended(await whatsapp(phone, null));
    await tell(twilio.messagesTo(`whatsapp:${phone}`)[0]!, 'failed', 63018);
    expect(await breaker('whatsapp')).toMatchObject({
      state: 'open',
      blame: 'sender',
      code: '63018',
      error: expect.stringContaining('limit'),
    });
    const isAbout = {
      code: 'PROVIDER_DOWN',
      channel: 'whatsapp',
      title: expect.stringMatching(/^WhatsApp rests: .*limit/),
    };
    expect((await owner.client.get('/v1/status/gaps')).body.items).toContainEqual(expect.objectContaining(isAbout));
    const waiting = aPhone();
    const path = await whatsapp(waiting, null);
    const { path: smsPath } = await send(['Ana']);
    await ended(smsPath);
    expect(twilio.calls.filter(({ to }) => to === `whatsapp:${waiting}`)).toEqual([]);
    expect((await rowOf(waiting)).attempts).toBe(0);
    await rows(`update provider_breakers set wait_until = now() where provider = 'twilio:whatsapp'`);
    await ended(path);
    expect(await breaker('whatsapp')).toMatchObject({ state: 'closed', blame: null, code: null, error: null });
  });
});

describe('a setup that is wrong', () => {
  it('stops the channel at the first answer, says why, costs nobody an attempt, and goes on when it is repaired', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `g${n}`);
    const wrong = { status: 401, code: 20003, message: 'Authenticate' } as const;
    twilio.onSend = () => wrong;
    const before = twilio.calls.length;
    const { path } = await send(names);
    await until('an open breaker', async () => (await breaker('sms'))?.state === 'open');
    await new Promise((resume) => setTimeout(resume, 1500));
    // what was on the wire at the first answer, and no more
    expect(twilio.calls.length - before).toBeLessThanOrEqual(AT_ONCE);
    expect(await breaker('sms')).toMatchObject({
      blame: 'setup',
      code: '20003',
      error: expect.stringContaining('TWILIO_AUTH_TOKEN'),
    });
    expect((await owner.client.get(path)).body.status).toBe('sending');
    const gaps = (await owner.client.get('/v1/status/gaps')).body.items;
    const isAbout = { code: 'PROVIDER_DOWN', channel: 'sms', todo: expect.stringContaining('TWILIO_AUTH_TOKEN') };
    expect(gaps).toContainEqual(expect.objectContaining(isAbout));
    twilio.onSend = (to) => plan.get(to)?.shift() ?? 'ok';
    await rows(`update provider_breakers set wait_until = now() where provider = 'twilio:sms'`);
    await rows(`update deliveries set next_attempt_at = now() where status = 'pending'`);
    const deliveries = await ended(path);
    expect(deliveries.map((d) => [d.status, d.attempts])).toEqual(Array(60).fill(['accepted', 1]));
  });
});

// a second system in this process: nothing may follow it here
describe('an address where nothing listens', () => {
  it('is surely not sent to, and tried again', async () => {
    const away = await TwilioDouble.start();
    const settings = away.settings();
    await away.stop();
    const other = await startApi({ SEND_TIMEOUT_SECONDS: '1', ...settings });
    const otherWorker = await startWorker(other.config);
    const person = await other.person();
    const event = await other.event(person);
    await aGuest(person, event.id, { name: 'Ana', phone: aPhone() });
    await dueBroadcast(person, event.id, { channel: 'sms', subject: undefined, body: 'Hello' });
    const attempts = async () =>
      (await other.database.pool.query('select outcome, error_code from delivery_attempts')).rows;
    await until('an attempt', async () => (await attempts()).length > 0);
    expect((await attempts())[0]).toEqual({ outcome: 'not_sent', error_code: 'ECONNREFUSED' });
    const { rows: found } = await other.database.pool.query('select status, attempts, maybe_sent_at from deliveries');
    expect(found).toEqual([{ status: 'pending', attempts: 0, maybe_sent_at: null }]);
    await otherWorker.close();
    await other.close();
  });
});
