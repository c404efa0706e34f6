import type { INestApplicationContext } from '@nestjs/common';
import { TwilioWitnessService } from '@beckon/delivery';
import {
  aGuest,
  type Person,
  postAsTwilio,
  startApi,
  startWorker,
  type TestApi,
  TwilioDouble,
  type TwilioMessage,
  uniqueWord,
  until,
} from '../harness';

const SID = `HX${'0b'.repeat(16)}`;
let twilio: TwilioDouble;
let api: TestApi;
let worker: INestApplicationContext;
/** What happens to messages to one number; else all is well. */
const plan = new Map<string, ReturnType<TwilioDouble['onSend']>>();
let lastNumber = 0;
const aPhone = (): string => `+4477009${String(++lastNumber).padStart(5, '0')}`;

beforeAll(async () => {
  twilio = await TwilioDouble.start();
  twilio.onSend = (to) => plan.get(to) ?? 'ok';
  const settings = {
    WHATSAPP_DAILY_RECIPIENTS: '40',
    REDIS_URL: process.env.REDIS_URL ?? '',
  };
  api = await startApi({ ...settings, ...twilio.settings() });
  worker = await startWorker(api.config);
});
afterAll(async () => {
  await (worker as INestApplicationContext | undefined)?.close();
  await api.close();
  await twilio.stop();
});
afterEach(() => {
  expect(twilio.misunderstood).toEqual([]);
});

const rows = async (statement: string, values: unknown[] = []): Promise<any[]> =>
  (await api.database.pool.query(statement, values)).rows;

/** Somebody whose invitation template is approved by WhatsApp. */
async function aHost(status = 'approved'): Promise<{ owner: Person; templatePath: string }> {
  const owner = await api.person();
  twilio.approvals.set(SID, { status, category: 'MARKETING', rejection_reason: '' });
  const { items } = (await owner.client.get('/v1/whatsapp/templates')).body;
  const templatePath = `/v1/whatsapp/templates/${items.find(({ name }: any) => name === 'rsvp_invitation').id}`;
  await owner.client.patch(templatePath, { twilioContentSid: SID });
  const checked = await owner.client.post(`${templatePath}/check-approval`, {});
  expect(checked).toMatchObject({ status: 200, body: { isApproved: status === 'approved', approvalStatus: status } });
  return { owner, templatePath };
}

class Party {
  constructor(
    readonly owner: Person,
    readonly path: string,
    readonly event: any,
  ) {}

  static async of(owner: Person): Promise<Party> {
    const event = await api.event(owner);
    return new Party(owner, `/v1/events/${event.id}`, event);
  }

  async guest(name: string, over: Record<string, unknown> = {}): Promise<{ id: string; phone: string }> {
    const phone = aPhone();
    return { phone, ...(await aGuest(this.owner, this.event.id, { name, phone, ...over })) };
  }

  async invite(body: Record<string, unknown> = {}): Promise<any> {
    const answer = await this.owner.client.post(`${this.path}/invitations`, {
      channel: 'whatsapp',
      audience: 'everyone',
      ...body,
    });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  async invitations(query = ''): Promise<any[]> {
    const { items } = (await this.owner.client.get(`${this.path}/invitations${query}`)).body;
    return items.sort((a: any, b: any) => (a.guestName < b.guestName ? -1 : 1));
  }

  async seen(guestId: string): Promise<string> {
    const { body } = await this.owner.client.get(`${this.path}/guests/${guestId}`);
    return `${body.invitationStatus} ${body.invitationMethod}`;
  }

  async sent(phone: string): Promise<TwilioMessage> {
    await until(
      'a message at Twilio',
      () => Promise.resolve(twilio.messagesTo(`whatsapp:${phone}`).length > 0),
      20_000,
    );
    const message = twilio.messagesTo(`whatsapp:${phone}`).at(-1)!;
    await until('its record', async () => {
      const [row] = await rows('select 1 from deliveries where provider_message_id = $1', [message.sid]);
      return row !== undefined;
    });
    return message;
  }

  async ended(messageId: string, status = 'sent'): Promise<void> {
    await until(
      `${status} message`,
      async () => (await this.owner.client.get(`${this.path}/messages/${messageId}`)).body.status === status,
      20_000,
    );
  }
}

async function tell(message: TwilioMessage, ...statuses: string[]): Promise<void> {
  for (const status of statuses) {
    expect(await postAsTwilio(api, twilio.callbackOf(message, status))).toBe(204);
  }
}
const write = (phone: string, body: string): Promise<number> =>
  postAsTwilio(api, {
    url: `${api.config.publicBaseUrl}/webhooks/twilio/inbound`,
    form: twilio.inboundForm(`whatsapp:${phone}`, body),
  });

describe('an invitation by WhatsApp', () => {
  it('goes out as the approved template and is followed to the end, the guest in step', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const ana = await party.guest('Ana\u2003Maria');
    const { messageId, ...counts } = await party.invite();
    expect(counts).toEqual({ created: 1, alreadyInvited: 0, excluded: {} });
    const message = await party.sent(ana.phone);
    const variables = JSON.parse(message.params.ContentVariables!);
    expect(message.params).toMatchObject({ ContentSid: SID, From: 'whatsapp:+15550100124' });
    expect(variables).toMatchObject({ 1: expect.stringMatching(/^Ana.Maria$/), 2: 'Summer party', 4: 'Harbour Hall' });
    expect(variables[5]).toMatch(/^https:\/\/beckon\.test\/r\/[\w-]+$/);

    await party.ended(messageId);
    const [invitation] = await party.invitations();
    expect(invitation).toMatchObject({
      status: 'queued',
      deliveryStatus: 'accepted',
      templateName: 'rsvp_invitation',
      providerMessageId: message.sid,
      retryCount: 0,
      maxRetries: 5,
      error: null,
      sentAt: null,
    });
    expect(invitation.finalContent).toMatch(
      /^Hi Ana.Maria! You're invited to Summer party on .* at Harbour Hall\. Please RSVP here: https:\/\/beckon\.test\/r\/… /,
    );
    expect(await party.seen(ana.id)).toBe('queued whatsapp');

    for (const status of ['sent', 'delivered', 'read'] as const) {
      await tell(message, status);
      expect((await party.invitations())[0]).toMatchObject({ status, [`${status}At`]: expect.any(String) });
      expect(await party.seen(ana.id)).toBe(`${status} whatsapp`);
    }
    const [row] = await rows('select * from whatsapp_invitations where id = $1', [invitation.id]);
    expect(row).toMatchObject({ twilio_sid: message.sid, status: 'read', guest_id: ana.id });
    expect((await owner.client.get(`${party.path}/invitations/${invitation.id}`)).body.status).toBe('read');
    expect(await party.invitations('?status=queued,failed')).toEqual([]);
    expect(await party.invitations('?status=read')).toHaveLength(1);
  });

  it('whatever the order and number of callbacks, the same comes out', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const orders = [
      ['read', 'delivered', 'sent'],
      ['delivered', 'delivered', 'delivered', 'read', 'sent', 'queued'],
      ['sent', 'failed', 'read', 'delivered'],
      ['sending', 'read', 'undelivered', 'nonsense', 'sent', 'delivered'],
    ];
    const guests = [];
    for (const [n] of orders.entries()) guests.push(await party.guest(`Guest ${n}`));
    const { messageId } = await party.invite();
    await party.ended(messageId);
    for (const [n, order] of orders.entries()) await tell(await party.sent(guests[n]!.phone), ...order);
    for (const invitation of await party.invitations()) {
      expect(invitation).toMatchObject({ status: 'read', error: null });
      expect([invitation.sentAt, invitation.deliveredAt, invitation.readAt]).not.toContain(null);
    }
    for (const { id } of guests) expect(await party.seen(id)).toBe('read whatsapp');
  });

  it('a callback that is faster than the answer counts, and the answer changes nothing', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const ana = await party.guest('Ana');
    plan.set(`whatsapp:${ana.phone}`, { delayMs: 700 });
    const { messageId } = await party.invite();
    await until('a message', () => Promise.resolve(twilio.messagesTo(`whatsapp:${ana.phone}`).length > 0), 20_000);
    await tell(twilio.messagesTo(`whatsapp:${ana.phone}`)[0]!, 'read');
    await party.ended(messageId);
    await until('read', async () => (await party.seen(ana.id)) === 'read whatsapp');
    expect((await party.invitations())[0]).toMatchObject({ status: 'read', deliveryStatus: 'read' });
  });

  it("whose answer was lost is found in Twilio's list, by what it says", async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const ana = await party.guest('Ana');
    plan.set(`whatsapp:${ana.phone}`, 'drop_after');
    const { messageId } = await party.invite();
    await party.ended(messageId);
    const [lost] = await party.invitations();
    expect(lost).toMatchObject({ deliveryStatus: 'unknown', status: 'queued' });
    const message = twilio.messagesTo(`whatsapp:${ana.phone}`)[0]!;
    // the list shows a template filled in
    const link = (JSON.parse(message.params.ContentVariables ?? '{}') as Record<string, string>)['5']!;
    Object.assign(message, { body: lost.finalContent.replace(/https:\S+/, link), status: 'delivered' });
    await worker.get(TwilioWitnessService).ask(100, { unknownAfterSeconds: 0, silentAfterSeconds: 600 });
    expect((await party.invitations())[0]).toMatchObject({ status: 'delivered', providerMessageId: message.sid });
    expect(await party.seen(ana.id)).toBe('delivered whatsapp');
    expect(twilio.messagesTo(`whatsapp:${ana.phone}`)).toHaveLength(1);
  });

  it('says in words what went wrong, and a failed one may be invited again', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const none = await party.guest('A no WhatsApp');
    const lost = await party.guest('B lost');
    await party.guest('C without', { phone: undefined });
    const us = await party.guest('D us', { phone: '+12125550123' });
    plan.set(`whatsapp:${none.phone}`, { status: 400, code: 63003 });
    plan.set(`whatsapp:${lost.phone}`, 'drop_after');
    const { messageId, ...counts } = await party.invite();
    expect(counts).toEqual({ created: 2, alreadyInvited: 0, excluded: { no_address: 1, not_reachable_us: 1 } });
    await party.ended(messageId);
    const shown = (await party.invitations()).map(({ status, deliveryStatus, error }) => [
      status,
      deliveryStatus,
      error,
    ]);
    expect(shown).toEqual([
      ['failed', 'failed', expect.stringMatching(/63003.*another channel/)],
      ['queued', 'unknown', expect.stringMatching(/Nobody can say/)],
      ['not_sent', 'skipped', expect.stringMatching(/no phone number/)],
      ['not_sent', 'skipped', expect.stringMatching(/United States/)],
    ]);
    expect(await party.seen(us.id)).toBe('not_sent null');
    // it was for those it names: who came later is not in it
    await party.guest('E later');
    const steps = await owner.client.get(`${party.path}/messages/${messageId}/next-steps`);
    expect([steps.status, steps.body.missed]).toEqual([200, 0]);
    const again = await party.invite({ audience: undefined, guestIds: [none.id, lost.id, us.id] });
    expect(again).toMatchObject({ created: 1, alreadyInvited: 1, excluded: { not_reachable_us: 1 } });
  });

  it('waits at the claim while the template is not approved, and leaves when it is', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const ana = await party.guest('Ana');
    const { body: draft } = await owner.client.post(`${party.path}/messages`, {
      mode: 'schedule',
      channel: 'whatsapp',
      audience: 'everyone',
      templateId: (await owner.client.get('/v1/whatsapp/templates')).body.items.at(-1).id,
      sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await rows(
      `update whatsapp_templates set is_approved = false, approval_status = 'paused' where organization_id = $1`,
      [owner.organizationId],
    );
    await rows('update messages set send_at = now() where id = $1', [draft.id]);
    const path = `${party.path}/messages/${draft.id}`;
    await until(
      'a message that waits',
      async () => (await owner.client.get(path)).body.statusReason === 'template_not_approved',
    );
    expect((await owner.client.get(path)).body.status).toBe('scheduled');
    expect((await rows('select claim_error from messages where id = $1', [draft.id]))[0].claim_error).toMatch(/paused/);
    expect(twilio.messagesTo(`whatsapp:${ana.phone}`)).toEqual([]);
    await rows('update whatsapp_templates set is_approved = true where organization_id = $1', [owner.organizationId]);
    await rows('update messages set claim_after = null where id = $1', [draft.id]);
    await party.ended(draft.id);
    expect((await owner.client.get(path)).body.statusReason).toBeNull();
    expect((await party.sent(ana.phone)).params.ContentSid).toBe(SID);
  });

  it('skips a guest who lacks a value, and nobody else', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const [ana, nameless] = [await party.guest('Ana'), await party.guest('Nameless')];
    await rows(`update guests set name = ' ' where id = $1`, [nameless.id]);
    const { messageId } = await party.invite();
    await party.ended(messageId);
    const invitations = await party.invitations();
    expect(invitations.map(({ deliveryStatus, reason }) => [deliveryStatus, reason]).sort()).toEqual([
      ['accepted', null],
      ['skipped', 'missing_value'],
    ]);
    expect(twilio.messagesTo(`whatsapp:${nameless.phone}`)).toEqual([]);
    expect(twilio.messagesTo(`whatsapp:${ana.phone}`)).toHaveLength(1);
  });
});

describe('a test message by WhatsApp', () => {
  it('goes out as the approved template with every value in place', async () => {
    const { owner, templatePath } = await aHost();
    const party = await Party.of(owner);
    const to = aPhone();
    const sent = await owner.client.request('POST', `${party.path}/messages/test-send`, {
      body: { channel: 'whatsapp', templateId: templatePath.split('/').pop(), to },
      headers: { 'idempotency-key': to },
    });
    expect(sent.status).toBe(202);
    const { params } = await party.sent(to);
    expect(params).toMatchObject({ ContentSid: SID, To: `whatsapp:${to}` });
    const values = Object.values(JSON.parse(params.ContentVariables ?? '{}') as Record<string, string>);
    expect(values).toHaveLength(5);
    expect(values).not.toContain('');
  });
});

describe('the limit of a day', () => {
  it('is told with what is used of it', async () => {
    const { owner } = await aHost();
    const { body } = await owner.client.get('/v1/whatsapp/limit');
    expect(body.limit).toBe(40);
    expect(body.used).toBeGreaterThan(0);
    expect(body.remaining).toBe(Math.max(0, 40 - body.used));
  });
});

describe('what guests answer', () => {
  it('YES and NO set the RSVP; STOP leaves them out next time', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const [yes, no, stop] = [await party.guest('Yes'), await party.guest('No'), await party.guest('Stop')];
    const { messageId } = await party.invite();
    await party.ended(messageId);
    for (const [guest, word] of [
      [yes, 'YES'],
      [no, ' no.'],
      [stop, 'STOP'],
    ] as const)
      expect(await write(guest.phone, word)).toBe(200);
    const rsvp = async ({ id }: { id: string }) =>
      (await owner.client.get(`${party.path}/guests/${id}`)).body.rsvpStatus;
    expect([await rsvp(yes), await rsvp(no), await rsvp(stop)]).toEqual(['attending', 'declined', 'pending']);
    const again = await party.invite({ again: true });
    expect(again).toMatchObject({ created: 2, excluded: { 'suppressed:stop': 1 } });
  });

  it('free text goes to those who wrote within 24 hours, and says why the others are left out', async () => {
    const { owner } = await aHost();
    const party = await Party.of(owner);
    const [wrote, silent] = [await party.guest('Wrote'), await party.guest('Silent')];
    await write(wrote.phone, 'Is there parking?');
    const answer = await owner.client.post(`${party.path}/messages`, {
      mode: 'now',
      channel: 'whatsapp',
      audience: 'everyone',
      body: 'Yes {{guest_first_name}}, behind the hall.',
    });
    expect(answer.status).toBe(201);
    await party.ended(answer.body.id);
    expect((await party.sent(wrote.phone)).params).toMatchObject({ Body: 'Yes Wrote, behind the hall.' });
    expect(twilio.messagesTo(`whatsapp:${silent.phone}`)).toEqual([]);
    const { items } = (await owner.client.get(`${party.path}/messages/${answer.body.id}/deliveries`)).body;
    expect(items.map((d: any) => [d.guestName, d.status, d.reason]).sort()).toEqual([
      ['Silent', 'skipped', 'outside_window'],
      ['Wrote', 'accepted', null],
    ]);
  });
});

it('free text looks at the 24 hours when it leaves, not when it was written', async () => {
  const { owner } = await aHost();
  const party = await Party.of(owner);
  const ana = await party.guest('Ana');
  await party.invite();
  await party.sent(ana.phone);
  await write(ana.phone, 'Is there parking?');
  const answer = await owner.client.post(`${party.path}/messages`, {
    ...{ mode: 'schedule', channel: 'whatsapp', audience: 'everyone', body: 'Yes, behind the hall.' },
    sendAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect(answer.status).toBe(201);
  await rows(`update inbound_messages set received_at = now() - interval '24 hours' where from_phone = $1`, [
    ana.phone,
  ]);
  await rows('update messages set send_at = now() where id = $1', [answer.body.id]);
  const { items } = await until('its end', async () => {
    const { body } = await owner.client.get(`${party.path}/messages/${answer.body.id}`);
    if (body.status === 'scheduled' || body.status === 'sending') return null;
    return (await owner.client.get(`${party.path}/messages/${answer.body.id}/deliveries`)).body;
  });
  expect(items.map((d: any) => [d.status, d.reason])).toEqual([['skipped', 'outside_window']]);
  expect(twilio.messagesTo(`whatsapp:${ana.phone}`)).toHaveLength(1);
});

it('a STOP stops what is planned already', async () => {
  const { owner } = await aHost();
  const party = await Party.of(owner);
  const ana = await party.guest('Ana');
  const first = await party.invite();
  await party.ended(first.messageId);
  await rows(
    `insert into provider_breakers (provider, state, opened_at, wait_until) values ('twilio:whatsapp', 'open', now(), now() + interval '1 hour')
     on conflict (provider) do update set state = 'open', opened_at = now(), wait_until = now() + interval '1 hour'`,
  );
  // a worker looks at the breakers every half second
  await new Promise((resume) => setTimeout(resume, 1000));
  const second = await party.invite({ again: true });
  await until(
    'a claimed message',
    async () => (await rows('select 1 from deliveries where message_id = $1', [second.messageId])).length > 0,
  );
  expect(await write(ana.phone, 'Stop!')).toBe(200);
  await rows(`update provider_breakers set wait_until = now() where provider = 'twilio:whatsapp'`);
  await until(
    'its end',
    async () => {
      const [row] = await rows('select status from deliveries where message_id = $1', [second.messageId]);
      return row.status !== 'pending' && row.status !== 'dispatching';
    },
    20_000,
  );
  const [row] = await rows('select status, reason from deliveries where message_id = $1', [second.messageId]);
  expect(row).toEqual({ status: 'suppressed', reason: 'suppressed:stop' });
  expect(twilio.messagesTo(`whatsapp:${ana.phone}`)).toHaveLength(1);
  await rows(`delete from provider_breakers where provider = 'twilio:whatsapp'`);
});

it('an invitation by mail keeps the guest in step too', async () => {
  const owner = await api.person();
  const party = await Party.of(owner);
  const ana = await party.guest('Ana', { email: `${uniqueWord()}@guests.test` });
  await party.guest('Nobody');
  const { messageId, ...counts } = await party.invite({ channel: 'email' });
  expect(counts).toEqual({ created: 1, alreadyInvited: 0, excluded: { no_address: 1 } });
  await party.ended(messageId);
  expect(await party.seen(ana.id)).toBe('sent email');
  expect((await party.invitations()).map(({ status, error }) => [status, error])).toEqual([
    ['sent', null],
    ['not_sent', expect.stringMatching(/no e-mail address/)],
  ]);
});

it('those above the daily limit of WhatsApp are planned for the days after', async () => {
  const { owner } = await aHost();
  const party = await Party.of(owner);
  await rows(
    `insert into guests (organization_id, event_id, name, phone)
     select $1, $2, 'Guest ' || n, '+44770092' || lpad(n::text, 4, '0') from generate_series(1, 100) n`,
    [owner.organizationId, party.event.id],
  );
  const { messageId } = await party.invite();
  const open = async () => {
    const [counted] = await rows(
      `select count(*)::int as all,
              count(*) filter (where status = 'pending' and next_attempt_at between now() + interval '23 hours' and now() + interval '25 hours')::int as tomorrow,
              count(*) filter (where status = 'dispatching' or next_attempt_at < now() + interval '1 hour')::int as today
         from deliveries where message_id = $1`,
      [messageId],
    );
    return counted;
  };
  await until('today is used up', async () => {
    const { all, today } = await open();
    return all === 100 && today === 0;
  });
  expect((await open()).tomorrow).toBe(40);
  const [used] = await rows(
    `select count(distinct address_key)::int as people from deliveries where channel = 'whatsapp' and first_attempt_at is not null`,
  );
  expect(used.people).toBeLessThanOrEqual(40);
});

it('reads in the background what WhatsApp says of a template', async () => {
  const { owner, templatePath } = await aHost('pending');
  expect((await owner.client.patch(templatePath, { isApproved: true })).body.code).toBe('APPROVAL_IS_NOT_OURS');
  const rejected = `HX${'0c'.repeat(16)}`;
  twilio.approvals.set(rejected, { status: 'rejected', category: 'MARKETING', rejection_reason: 'INVALID_FORMAT' });
  await owner.client.patch(templatePath, { twilioContentSid: rejected });
  const second = await startWorker(api.config);
  try {
    await until('an answer', async () => (await owner.client.get(templatePath)).body.approvalStatus === 'rejected');
  } finally {
    await second.close();
  }
  expect((await owner.client.get(templatePath)).body).toMatchObject({
    isApproved: false,
    approvalReason: 'INVALID_FORMAT',
  });
  await owner.client.patch(templatePath, { twilioContentSid: `HX${'0d'.repeat(16)}` });
  const unknown = await owner.client.post(`${templatePath}/check-approval`, {});
  expect(unknown.body.detail).toMatch(/does not know this Content SID/);
  const recorded = await rows(
    `select detail->>'status' as status from audit_log where organization_id = $1 and action = 'whatsapp_template.approval_checked'`,
    [owner.organizationId],
  );
  expect(recorded).toEqual([{ status: 'pending' }]);
});
