import {
  aGuest,
  dueBroadcast,
  postAsTwilio,
  TestSystem,
  type TwilioFault,
  type TwilioMessage,
  until,
} from '../harness';

let system: TestSystem;
let lastNumber = 0;
/** Of a range that is kept for films and tests. */
const aPhone = (): string => `+4477009${String(++lastNumber).padStart(5, '0')}`;
const faults = new Map<string, TwilioFault>();

beforeAll(async () => {
  system = await TestSystem.start({ env: { SEND_TIMEOUT_SECONDS: '3' }, workers: 1, twilio: true });
  system.twilio.onSend = (to) => faults.get(to) ?? 'ok';
});
afterAll(() => system.stop());
afterEach(async () => {
  expect(system.twilio.misunderstood).toEqual([]);
  expect(await system.rows('select * from invariant_violations')).toEqual([]);
});

type Channel = 'sms' | 'whatsapp';

/** One message to guests of these names that Twilio has taken, as far as it takes it. */
class Sent {
  readonly addresses: Record<string, string> = {};
  readonly guests: Record<string, string> = {};
  path = '';

  static async to(
    channel: Channel,
    names: readonly string[],
    over: Readonly<Record<string, TwilioFault>> = {},
    end = 'sent',
  ): Promise<Sent> {
    const sent = new Sent();
    const event = await system.api.event(system.owner);
    for (const name of names) {
      const phone = aPhone();
      const address = (sent.addresses[name] = channel === 'sms' ? phone : `whatsapp:${phone}`);
      if (over[name] !== undefined) faults.set(address, over[name]);
      sent.guests[name] = (await aGuest(system.owner, event.id, { name, phone })).id;
    }
    sent.path =
      channel === 'sms'
        ? (await dueBroadcast(system.owner, event.id, { channel, subject: undefined, body: 'Doors open at six.' })).path
        : await inviteAll(event.id);
    await sent.ended(end);
    return sent;
  }

  get eventPath(): string {
    return this.path.split('/messages/')[0]!;
  }

  async ended(status = 'sent'): Promise<void> {
    const found = async () => (await system.owner.client.get(this.path)).body.status;
    await until(`${status} message`, async () => (await found()) === status, 30_000);
  }

  /** The messages that Twilio took for a guest, the oldest first. */
  at(name: string): TwilioMessage[] {
    return system.twilio.messagesTo(this.addresses[name]!);
  }

  /** How often Twilio was asked to write to each guest. */
  requests(): Record<string, number> {
    const count = (address: string) => system.twilio.calls.filter(({ to }) => to === address).length;
    return Object.fromEntries(Object.entries(this.addresses).map(([name, address]) => [name, count(address)]));
  }

  async states(): Promise<Record<string, string>> {
    const { items } = (await system.owner.client.get(`${this.path}/deliveries?limit=100`)).body;
    return Object.fromEntries(items.map((row: any) => [row.guestName, row.status]));
  }

  async retry(): Promise<any> {
    const answer = await system.owner.client.post(`${this.path}/retry-failed`);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  async invited(name: string): Promise<string> {
    return (await system.owner.client.get(`${this.eventPath}/guests/${this.guests[name]}`)).body.invitationStatus;
  }
}

const CONTENT_SID = `HX${'0b'.repeat(16)}`;
async function inviteAll(eventId: string): Promise<string> {
  const { client } = system.owner;
  system.twilio.approvals.set(CONTENT_SID, { status: 'approved', category: 'UTILITY', rejection_reason: '' });
  const { items } = (await client.get('/v1/whatsapp/templates')).body;
  const template = `/v1/whatsapp/templates/${items[0].id}`;
  await client.patch(template, { twilioContentSid: CONTENT_SID });
  await client.post(`${template}/check-approval`, {});
  const invited = await client.post(`/v1/events/${eventId}/invitations`, { channel: 'whatsapp', audience: 'everyone' });
  expect(invited.status).toBe(201);
  return `/v1/events/${eventId}/messages/${invited.body.messageId}`;
}

async function tell(message: TwilioMessage, status: string, errorCode: number | null = null): Promise<void> {
  expect(await postAsTwilio(system.api, system.twilio.callbackOf(message, status, errorCode))).toBe(204);
}

describe('an SMS that failed after Twilio had taken it', () => {
  it('is sent once more to whom that may help, and to nobody else', async () => {
    const names = [
      'arrived',
      'off',
      'unexplained',
      'silent',
      'filtered',
      'gone',
      'stopped',
      'country',
      'invalid',
      'lost',
    ];
    const sent = await Sent.to('sms', names, {
      country: { status: 403, code: 21408 },
      invalid: { status: 400, code: 21211 },
      lost: 'drop_after',
    });
    await tell(sent.at('arrived')[0]!, 'delivered');
    await tell(sent.at('off')[0]!, 'undelivered', 30003);
    await tell(sent.at('unexplained')[0]!, 'failed', 30008);
    await tell(sent.at('silent')[0]!, 'undelivered');
    await tell(sent.at('filtered')[0]!, 'undelivered', 30007);
    await tell(sent.at('gone')[0]!, 'undelivered', 30005);
    await tell(sent.at('stopped')[0]!, 'failed', 21610);
    expect((await system.owner.client.get(`${sent.path}/next-steps`)).body).toEqual({
      ...{ retryable: 4, permanent: 4, unconfirmed: 1, closed: null },
      // who is reached by a retry lacks it, too; suppressed ones do not count
      missed: 4,
    });

    faults.clear();
    const [one, two] = await Promise.all([sent.retry(), sent.retry()]);
    expect([one.retried, two.retried].sort()).toEqual([0, 4]);
    await sent.ended();
    const again = ['off', 'unexplained', 'silent', 'country'];
    expect(sent.requests()).toEqual(Object.fromEntries(names.map((name) => [name, again.includes(name) ? 2 : 1])));
    expect(await sent.states()).toEqual({
      ...{ arrived: 'delivered', off: 'accepted', unexplained: 'accepted', silent: 'accepted', country: 'accepted' },
      ...{ filtered: 'failed', gone: 'failed', stopped: 'failed', invalid: 'failed', lost: 'unknown' },
    });
    expect((await system.owner.client.get(sent.path)).body.counts).toMatchObject({
      ...{ total: 10, sent: 4, delivered: 1, failed: 4, unknown: 1 },
    });
    expect((await sent.retry()).retried).toBe(0);
    const [first, second] = sent.at('off');
    expect(first!.params.Body).toBe(second!.params.Body);
    expect(first!.params.StatusCallback).not.toBe(second!.params.StatusCallback);
  });

  it('keeps both tries apart: what is told of the first changes nothing about the second', async () => {
    const sent = await Sent.to('sms', ['off']);
    const [first] = sent.at('off');
    await tell(first!, 'sent');
    await tell(first!, 'undelivered', 30003);
    await sent.retry();
    await sent.ended();
    const second = sent.at('off')[1]!;
    // late, repeated and in the wrong order
    for (const [status, code] of [
      ['undelivered', 30003],
      ['queued', null],
      ['sent', null],
      ['undelivered', 30003],
      ['failed', 30005],
    ] as const) {
      await tell(first!, status, code);
      expect(await sent.states()).toEqual({ off: 'accepted' });
    }
    await tell(second, 'delivered');
    await tell(first!, 'undelivered', 30003);
    expect(await sent.states()).toEqual({ off: 'delivered' });
    const rows = await system.rows(
      'select copy, status, provider_message_id as sid from deliveries where guest_id = $1 order by copy',
      [sent.guests.off],
    );
    expect(rows).toEqual([
      { copy: 0, status: 'failed', sid: first!.sid },
      { copy: 1, status: 'delivered', sid: second.sid },
    ]);
    expect((await sent.retry()).retried).toBe(0);
    expect(sent.requests()).toEqual({ off: 2 });
  });

  it('may have failed before Twilio had even answered', async () => {
    const before = system.twilio.ledger.length;
    const sending = Sent.to('sms', ['early'], { early: { delayMs: 1000 } }, 'failed');
    const message = await until('the request', () => Promise.resolve(system.twilio.ledger[before]), 20_000);
    await tell(message, 'undelivered', 30003);
    const sent = await sending;
    expect(await sent.states()).toEqual({ early: 'failed' });
    faults.clear();
    expect((await sent.retry()).retried).toBe(1);
    await sent.ended();
    expect(sent.requests()).toEqual({ early: 2 });
    expect(await sent.states()).toEqual({ early: 'accepted' });
  });

  it('is not tried a third time when the second fails and the first arrives after all', async () => {
    const sent = await Sent.to('sms', ['slow']);
    const [first] = sent.at('slow');
    await tell(first!, 'undelivered', 30003);
    await sent.retry();
    await sent.ended();
    await tell(sent.at('slow')[1]!, 'undelivered', 30003);
    await tell(first!, 'delivered');
    expect((await sent.retry()).retried).toBe(0);
    expect(sent.requests()).toEqual({ slow: 2 });
  });

  it('is looked at once more before it is sent again: a receipt that waits is applied first', async () => {
    const sent = await Sent.to('sms', ['late', 'never']);
    await tell(sent.at('late')[0]!, 'undelivered', 30003);
    await tell(sent.at('never')[0]!, 'undelivered', 30003);
    // it named nothing that was known then, and its next try is far away
    const { url, form } = system.twilio.callbackOf(sent.at('late')[0]!, 'delivered');
    const bare = url.split('?')[0]!;
    await system.rows(`update deliveries set provider_message_id = null where provider_message_id = $1`, [
      form.MessageSid,
    ]);
    expect(await postAsTwilio(system.api, { url: bare, form })).toBe(204);
    expect(await sent.states()).toEqual({ late: 'failed', never: 'failed' });
    await system.rows(
      `update provider_receipts set next_attempt_at = now() + interval '10 minutes' where provider_message_id = $1 and next_attempt_at is not null`,
      [form.MessageSid],
    );
    await system.rows(`update deliveries set provider_message_id = $1 where guest_id = $2`, [
      form.MessageSid,
      sent.guests.late,
    ]);
    expect((await sent.retry()).retried).toBe(1);
    await sent.ended();
    expect(await sent.states()).toEqual({ late: 'delivered', never: 'accepted' });
    expect(sent.requests()).toEqual({ late: 1, never: 2 });
  });

  it('waits while what is told of it cannot be applied', async () => {
    const sent = await Sent.to('sms', ['late']);
    const [message] = sent.at('late');
    await tell(message!, 'undelivered', 30003);
    await system.rows(
      `create function refuse_events() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`,
    );
    await system.rows(
      'create trigger refuse_events before insert on email_events for each row execute function refuse_events()',
    );
    await tell(message!, 'delivered');
    const steps = (await system.owner.client.get(`${sent.path}/next-steps`)).body;
    const answer = await sent.retry();
    await system.rows('drop trigger refuse_events on email_events');
    await system.rows('drop function refuse_events()');
    expect([steps.retryable, answer.retried]).toEqual([0, 0]);
    await until('the receipt', async () => (await sent.states()).late === 'delivered', 30_000);
    expect(sent.requests()).toEqual({ late: 1 });
  });
});

describe('an invitation by WhatsApp that failed after Twilio had taken it', () => {
  const breakerRests = () =>
    system.rows(`update provider_breakers set wait_until = now() where provider = 'twilio:whatsapp'`);

  it('is sent once more to whom that may help, the guests in step', async () => {
    const names = ['arrived', 'held', 'limit', 'none', 'off', 'policy'];
    const sent = await Sent.to('whatsapp', names);
    await tell(sent.at('arrived')[0]!, 'read');
    await tell(sent.at('held')[0]!, 'undelivered', 63049);
    await tell(sent.at('none')[0]!, 'failed', 63024);
    await tell(sent.at('off')[0]!, 'undelivered', 63023);
    await tell(sent.at('policy')[0]!, 'failed', 63013);
    await tell(sent.at('limit')[0]!, 'failed', 63018);
    expect(await sent.invited('limit')).toBe('failed');
    // a worker looks at the breakers every half second
    await new Promise((resume) => setTimeout(resume, 1000));
    expect(await sent.retry()).toMatchObject({ retried: 3, permanent: 2, status: 'sending' });
    expect(await sent.invited('limit')).toBe('queued');
    // the sender rests, and nobody is written to meanwhile
    await new Promise((resume) => setTimeout(resume, 1500));
    expect(sent.requests()).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
    await breakerRests();
    await sent.ended();
    const again = ['held', 'limit', 'off'];
    expect(sent.requests()).toEqual(Object.fromEntries(names.map((name) => [name, again.includes(name) ? 2 : 1])));
    const [first, second] = sent.at('limit');
    expect(second!.params.ContentVariables).toBe(first!.params.ContentVariables);
    await tell(second!, 'read');
    await tell(first!, 'failed', 63018);
    await breakerRests();
    const statuses = await Promise.all(names.map((name) => sent.invited(name)));
    expect(statuses).toEqual(['read', 'queued', 'read', 'failed', 'queued', 'failed']);
  });

  it('stays behind when the first one arrives after all, and the guest counts as reached', async () => {
    const sent = await Sent.to('whatsapp', ['late']);
    const [message] = sent.at('late');
    await tell(message!, 'failed', 63023);
    await system.endWorkers();
    expect((await sent.retry()).retried).toBe(1);
    await tell(message!, 'delivered');
    await system.addWorkers();
    await sent.ended();
    expect(sent.requests()).toEqual({ late: 1 });
    expect(await sent.states()).toEqual({ late: 'skipped' });
    expect(await sent.invited('late')).toBe('delivered');
    const again = await system.owner.client.post(`${sent.eventPath}/invitations`, {
      ...{ channel: 'whatsapp', guestIds: [sent.guests.late] },
    });
    expect(again.body).toMatchObject({ code: 'NO_RECIPIENTS' });
  });
});
