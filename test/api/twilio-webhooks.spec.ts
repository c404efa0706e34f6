import { randomUUID } from 'node:crypto';
import {
  aGuest,
  type Person,
  signedByTwilio,
  startApi,
  type TestApi,
  TWILIO_ACCOUNT,
  TWILIO_TOKEN,
  uniqueWord,
} from '../harness';

const OLD_TOKEN = 'token-that-is-leaving';
let api: TestApi;
let owner: Person;
let lastNumber = 0;
const aPhone = (): string => `+4477009${String(++lastNumber).padStart(5, '0')}`;

beforeAll(async () => {
  api = await startApi({
    TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT,
    TWILIO_AUTH_TOKEN: `${TWILIO_TOKEN}, ${OLD_TOKEN}`,
    TWILIO_SMS_FROM: '+15550100123',
    TWILIO_WHATSAPP_FROM: 'whatsapp:+15550100124',
  });
  owner = await api.person();
});
afterAll(() => api.close());

const rows = async (statement: string, values: unknown[] = []) =>
  (await api.database.pool.query(statement, values)).rows;
const row = async (id: string) => (await rows('select * from deliveries where id = $1', [id]))[0];
const count = async (table: string): Promise<number> => (await rows(`select count(*)::int as n from ${table}`))[0].n;

interface Sent {
  id: string;
  sid: string;
  phone: string;
  guestId: string;
  eventId: string;
}

/** A delivery as the worker leaves it: on the wire, taken, or nobody knows. */
async function aDelivery(
  over: { phone?: string; status?: string; channel?: string; eventId?: string } = {},
): Promise<Sent> {
  const { phone = aPhone(), status = 'accepted', channel = 'sms' } = over;
  const eventId = over.eventId ?? (await api.event(owner)).id;
  const guest = await aGuest(owner, eventId, { name: `Guest ${uniqueWord()}`, phone });
  const sid = `SM${randomUUID().replaceAll('-', '')}`;
  const [message] = await rows(
    `insert into messages (organization_id, event_id, kind, channel, audience, body, status, send_at, total)
     values ($1, $2, 'broadcast', $3, 'everyone', 'Hi', 'sent', now(), 1) returning id`,
    [owner.organizationId, eventId, channel],
  );
  const [{ id }] = await rows(
    `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, recipient, address_key, provider,
                             provider_message_id, attempts, first_attempt_at, lease_until)
     values ($1, $2, $3, $4, $5, 'c:' || $6, $7, $6, $6, 'twilio', $8, 1, clock_timestamp(),
             case when $7 = 'dispatching' then now() + interval '1 minute' end) returning id`,
    [owner.organizationId, eventId, message.id, guest.id, channel, phone, status, status === 'accepted' ? sid : null],
  );
  return { id, sid, phone, guestId: guest.id, eventId };
}

const formOf = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
async function post(path: string, fields: Readonly<Record<string, string>>, signature?: string) {
  return api.anonymous.request('POST', path, {
    raw: formOf(fields),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature ?? signedByTwilio(`https://beckon.test${path}`, fields),
    },
  });
}

const statusFields = (sent: Pick<Sent, 'sid' | 'phone'>, status: string, code?: number) => ({
  AccountSid: TWILIO_ACCOUNT,
  ApiVersion: '2010-04-01',
  From: '+15550100123',
  MessageSid: sent.sid,
  MessageStatus: status,
  To: sent.phone,
  ...(code !== undefined && { ErrorCode: String(code) }),
});
async function tell(sent: Sent, status: string, code?: number, named = true): Promise<number> {
  const path = `/webhooks/twilio/status${named ? `?d=${sent.id}` : ''}`;
  return (await post(path, statusFields(sent, status, code))).status;
}

const inboundFields = (from: string, body: string, over: Readonly<Record<string, string>> = {}) => ({
  AccountSid: TWILIO_ACCOUNT,
  Body: body,
  From: from,
  MessageSid: `SM${randomUUID().replaceAll('-', '')}`,
  NumMedia: '0',
  To: '+15550100123',
  ...over,
});
async function write(from: string, body: string, over: Readonly<Record<string, string>> = {}) {
  return post('/webhooks/twilio/inbound', inboundFields(from, body, over));
}
const standing = (phone: string) =>
  rows(
    'select channel, scope, applies_to, reason, source from suppressions where address_key = $1 and lifted_at is null order by channel, reason',
    [phone],
  );
const stopped = (channel: string) => ({
  channel,
  scope: 'organization',
  applies_to: 'all',
  reason: 'stop',
  source: 'reply',
});
const audited = (action: string, guestId: string) =>
  rows('select action, detail from audit_log where actor_id = $1 and action = $2 order by id', [guestId, action]);
const guestOf = async ({ eventId, guestId }: Sent) =>
  (await owner.client.get(`/v1/events/${eventId}/guests/${guestId}`)).body;
const heard = async ({ eventId, guestId }: Sent, query = '') =>
  (await owner.client.get(`/v1/events/${eventId}/guests/${guestId}/inbound-messages${query}`)).body;

describe('status callbacks', () => {
  it.each([
    ['in order', ['queued', 'sending', 'sent', 'delivered', 'read']],
    ['backwards', ['read', 'delivered', 'sent', 'sending', 'queued']],
    ['tripled and mixed', ['sent', 'read', 'queued', 'sent', 'read', 'delivered', 'sent', 'delivered', 'read']],
  ])('%s come to the same state', async (_what, statuses) => {
    const sent = await aDelivery();
    for (const status of statuses) expect(await tell(sent, status)).toBe(204);
    expect((await row(sent.id)).status).toBe('read');
    const events = await rows('select distinct kind from email_events where delivery_id = $1 order by 1', [sent.id]);
    expect(events.map((event) => event.kind)).toEqual(['accepted', 'delivered', 'read', 'sent']);
    const receipts = await rows('select provider_event_id from provider_receipts where provider_message_id = $1', [
      sent.sid,
    ]);
    expect(receipts.length).toBe(new Set(statuses).size);
  });

  it('count once, however many come at the same moment', async () => {
    const sent = await aDelivery();
    const answers = await Promise.all(Array.from({ length: 6 }, () => tell(sent, 'delivered')));
    expect(answers).toEqual(Array(6).fill(204));
    expect(await rows('select kind from email_events where delivery_id = $1', [sent.id])).toEqual([
      { kind: 'delivered' },
    ]);
  });

  it('come before our own record, and the record does not take them back', async () => {
    const sent = await aDelivery({ status: 'dispatching' });
    await tell(sent, 'delivered');
    expect(await row(sent.id)).toMatchObject({ status: 'delivered', provider_message_id: sent.sid, lease_until: null });
  });

  it('resolve what nobody could know', async () => {
    const sent = await aDelivery({ status: 'unknown' });
    await tell(sent, 'queued');
    expect(await row(sent.id)).toMatchObject({ status: 'accepted', reason: null, provider_message_id: sent.sid });
  });

  it('wait when they name nothing that is known yet', async () => {
    const sent = await aDelivery({ status: 'unknown' });
    await tell(sent, 'delivered', undefined, false);
    expect((await row(sent.id)).status).toBe('unknown');
    expect(
      await rows('select parked_reason from provider_receipts where provider_message_id = $1', [sent.sid]),
    ).toEqual([{ parked_reason: 'no_delivery' }]);
  });

  it.each([
    [30005, 'failed', 'failed:permanent', ['bounce']],
    [30006, 'failed', 'failed:permanent', ['bounce']],
    [21610, 'failed', 'failed:opted_out', ['stop']],
    [30003, 'failed', 'failed:transient', []],
    [30007, 'failed', 'failed:policy', []],
    [77777, 'failed', null, []],
  ])('with the error %s make it %s (%s) and suppress by %j', async (code, status, reason, reasons) => {
    const sent = await aDelivery();
    await tell(sent, 'undelivered', code);
    expect(await row(sent.id)).toMatchObject({ status, reason, error_code: String(code) });
    expect((await row(sent.id)).error).not.toContain(sent.phone);
    expect((await standing(sent.phone)).map((it) => it.reason)).toEqual(reasons);
  });

  it('with a word that is new are kept and do nothing', async () => {
    const sent = await aDelivery();
    expect(await tell(sent, 'teleported')).toBe(204);
    expect((await row(sent.id)).status).toBe('accepted');
  });

  it('that say the account is suspended stop the channel, once, with the reason', async () => {
    const sent = await aDelivery();
    await tell(sent, 'failed', 30002);
    const breaker = async () =>
      (await rows(`select state, blame, code, error from provider_breakers where provider = 'twilio:sms'`))[0];
    expect(await breaker()).toEqual({
      state: 'open',
      blame: 'setup',
      code: '30002',
      error: 'The Twilio account is suspended. Look into the Twilio console.',
    });
    await rows(`update provider_breakers set state = 'closed', blame = null, code = null, error = null`);
    await tell(sent, 'failed', 30002);
    expect((await breaker()).state).toBe('closed');
  });
});

describe('what Twilio did not sign for us', () => {
  const path = '/webhooks/twilio/status?d=019a7c1e-0000-7000-8000-000000000001';
  const url = `https://beckon.test${path}`;
  const fields = statusFields({ sid: 'SM1', phone: '+447700900000' }, 'delivered');
  const others = { ...fields, AccountSid: `AC${'9'.repeat(32)}` };
  it.each<[string, string, Record<string, string>, string]>([
    ['no signature', path, fields, ''],
    ['a token of somebody else', path, fields, signedByTwilio(url, fields, 'somebody-elses')],
    ['another field', path, { ...fields, MessageStatus: 'read' }, signedByTwilio(url, fields)],
    ['a field more', path, { ...fields, More: '1' }, signedByTwilio(url, fields)],
    ['another delivery', `${path.slice(0, -1)}2`, fields, signedByTwilio(url, fields)],
    ['another path', path, fields, signedByTwilio(url.replace('status', 'inbound'), fields)],
    ['the address of a proxy', path, fields, signedByTwilio(`http://127.0.0.1${path}`, fields)],
    ['another account', path, others, signedByTwilio(url, others)],
  ])('is refused and not kept: %s', async (_what, at, form, signature) => {
    const before = [await count('provider_receipts'), await count('inbound_messages')];
    for (const target of [at, at.replace('status', 'inbound')]) {
      const answer = await post(target, form, target === at ? signature : 'nonsense');
      expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
    }
    expect([await count('provider_receipts'), await count('inbound_messages')]).toEqual(before);
  });

  it('is refused for what a guest writes to another account, or what somebody else signs', async () => {
    const sent = await aDelivery();
    const at = '/webhooks/twilio/inbound';
    const stop = inboundFields(sent.phone, 'STOP');
    const elsewhere = { ...stop, AccountSid: `AC${'9'.repeat(32)}` };
    expect((await post(at, elsewhere)).status).toBe(403);
    expect((await post(at, stop, signedByTwilio(`https://beckon.test${at}`, stop, 'somebody-elses'))).status).toBe(403);
    expect((await post(at, stop, signedByTwilio(`https://beckon.test${at}`, { ...stop, Body: 'Hi' }))).status).toBe(
      403,
    );
    expect([await standing(sent.phone), (await heard(sent)).items]).toEqual([[], []]);
  });

  it('is told from what was signed with the token that is being replaced', async () => {
    const answer = await post(path, fields, signedByTwilio(url, fields, OLD_TOKEN));
    expect(answer.status).toBe(204);
  });

  it('takes fields that come twice, and fields nobody knows', async () => {
    const raw = `${formOf(fields)}&Extra=b&Extra=a&Extra=b&MessageSid2=`;
    const signature = signedByTwilio(url, { ...fields, Extra: ['b', 'a', 'b'], MessageSid2: '' } as any);
    const answer = await api.anonymous.request('POST', path, {
      raw,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    });
    expect(answer.status).toBe(204);
  });
});

describe('STOP and START', () => {
  it('stop everything to the number on this channel, and lift that again', async () => {
    const sent = await aDelivery();
    const answer = await write(sent.phone, ' stop. ');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(answer.text).toContain('<Response></Response>');
    expect(await standing(sent.phone)).toEqual([stopped('sms')]);
    expect((await audited('suppression.created', sent.guestId)).length).toBe(1);
    const at = `/v1/events/${sent.eventId}/messages/recipient-count?audience=everyone&channel=sms`;
    expect((await owner.client.get(at)).body).toMatchObject({ count: 0, excluded: { suppressed: 1 } });
    await write(sent.phone, 'START');
    expect(await standing(sent.phone)).toEqual([]);
    expect((await audited('suppression.lifted', sent.guestId)).length).toBe(1);
    expect((await owner.client.get(at)).body).toMatchObject({ count: 1 });
  });

  it('mean WhatsApp where they come by WhatsApp', async () => {
    const sent = await aDelivery({ channel: 'whatsapp' });
    await write(`whatsapp:${sent.phone}`, 'STOP');
    expect(await standing(sent.phone)).toEqual([stopped('whatsapp')]);
  });

  it('lift nothing but a STOP', async () => {
    const sent = await aDelivery();
    await tell(sent, 'undelivered', 30005);
    await write(sent.phone, 'STOP');
    await write(sent.phone, 'UNSTOP');
    expect((await standing(sent.phone)).map((it) => it.reason)).toEqual(['bounce']);
  });

  it('count once: a STOP that is repeated after a START changes nothing', async () => {
    const sent = await aDelivery();
    const stop = inboundFields(sent.phone, 'STOP');
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('/webhooks/twilio/inbound', stop)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill(200));
    await write(sent.phone, 'START');
    await post('/webhooks/twilio/inbound', stop);
    expect(await standing(sent.phone)).toEqual([]);
    expect((await heard(sent)).items.map((it: any) => [it.body, it.meaning, it.effect])).toEqual([
      ['START', 'start', 'started'],
      ['STOP', 'stop', 'stopped'],
    ]);
  });

  it("follow Twilio's own judgement", async () => {
    const sent = await aDelivery();
    await write(sent.phone, 'Arrêt', { OptOutType: 'STOP' });
    expect(await standing(sent.phone)).toEqual([stopped('sms')]);
  });

  it('take YES for START from somebody who had stopped, and not as an answer', async () => {
    const sent = await aDelivery();
    await write(sent.phone, 'STOP');
    await write(sent.phone, 'YES');
    expect(await standing(sent.phone)).toEqual([]);
    expect((await guestOf(sent)).rsvpStatus).toBe('pending');
    await write(sent.phone, 'YES');
    expect((await guestOf(sent)).rsvpStatus).toBe('attending');
  });

  it.each(['HELP', 'STOP PLEASE', 'I will stop by'])('leave "%s" alone', async (body) => {
    const sent = await aDelivery();
    await write(sent.phone, body);
    expect(await standing(sent.phone)).toEqual([]);
    expect((await guestOf(sent)).rsvpStatus).toBe('pending');
    expect((await heard(sent)).items[0]).toMatchObject({ body, effect: null });
  });

  it('from somebody nobody wrote to are kept and do nothing', async () => {
    const phone = aPhone();
    expect((await write(phone, 'STOP')).status).toBe(200);
    expect(await standing(phone)).toEqual([]);
  });
});

describe('YES and NO', () => {
  it('answer the event of the newest message to the number', async () => {
    const phone = aPhone();
    const first = await aDelivery({ phone });
    const second = await aDelivery({ phone });
    await write(phone, 'Yes!');
    expect([(await guestOf(first)).rsvpStatus, (await guestOf(second)).rsvpStatus]).toEqual(['pending', 'attending']);
    await write(phone, 'no');
    expect((await guestOf(second)).rsvpStatus).toBe('declined');
    const acts = await audited('guest.answered', second.guestId);
    expect(acts.map(({ detail }) => [detail.response, detail.channel])).toEqual([
      ['attending', 'sms'],
      ['declined', 'sms'],
    ]);
    expect(acts[0].detail.inboundMessageId).toMatch(/^[0-9a-f-]{36}$/);
    // both conversations show it
    expect((await heard(first)).items).toHaveLength(2);
  });

  it('come too late for an event that is cancelled, and say so', async () => {
    const sent = await aDelivery();
    await owner.client.post(`/v1/events/${sent.eventId}/cancel`);
    await write(sent.phone, 'YES');
    expect((await guestOf(sent)).rsvpStatus).toBe('pending');
    expect((await heard(sent)).items[0]).toMatchObject({ meaning: 'yes', effect: 'answer_too_late' });
  });
});

describe("a guest's messages", () => {
  it('are listed page by page, newest first, with what came with them', async () => {
    const sent = await aDelivery();
    for (let n = 1; n <= 3; n++) await write(sent.phone, `Message ${n}`, { NumMedia: String(n) });
    const first = await heard(sent, '?limit=2');
    expect(first.items.map((it: any) => [it.body, it.mediaCount, it.channel])).toEqual([
      ['Message 3', 3, 'sms'],
      ['Message 2', 2, 'sms'],
    ]);
    const rest = await heard(sent, `?limit=2&cursor=${first.nextCursor}`);
    expect(rest.items.map((it: any) => it.body)).toEqual(['Message 1']);
    expect(rest.nextCursor).toBeNull();
  });

  it('are not those of another event, nor of another organization', async () => {
    const sent = await aDelivery();
    await write(sent.phone, 'Hello');
    const stranger = await api.person();
    const theirs = await api.event(stranger);
    const foreign = await stranger.client.get(`/v1/events/${theirs.id}/guests/${sent.guestId}/inbound-messages`);
    expect(foreign.status).toBe(404);
    const elsewhere = await api.event(owner);
    expect((await owner.client.get(`/v1/events/${elsewhere.id}/guests/${sent.guestId}/inbound-messages`)).status).toBe(
      404,
    );
  });
});
