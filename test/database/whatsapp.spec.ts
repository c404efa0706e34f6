import { createDatabase, type TestDatabase } from '../harness';

/** Invitations are kept in step by the database itself, whoever writes. */
describe('invitations in the database', () => {
  let database: TestDatabase;
  const ids: Record<string, string> = {};

  const rows = async (statement: string, values: unknown[] = []): Promise<any[]> =>
    (await database.pool.query(statement, values)).rows;
  const one = async (statement: string, values: unknown[] = []): Promise<string> =>
    (await rows(statement, values))[0].id as string;

  beforeAll(async () => {
    database = await createDatabase();
    ids.organization = await one(`insert into organizations (name) values ('Ours') returning id`);
    ids.user = await one(
      `insert into users (email, email_key, name, password_hash) values ('a@b.test', 'a@b.test', 'A', 'x') returning id`,
    );
    ids.event = await one(
      `insert into events (organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
       values ($1, 'Party', 'Hall', 'Host', 'UTC', '2030-01-01T18:00', '2030-01-01T18:00Z', $2) returning id`,
      [ids.organization, ids.user],
    );
  });
  afterAll(() => database.drop());

  const aGuest = () =>
    one(`insert into guests (organization_id, event_id, name) values ($1, $2, 'Ana') returning id`, [
      ids.organization,
      ids.event,
    ]);
  const aMessage = (channel: string, kind = 'notice_invitation') =>
    one(
      `insert into messages (organization_id, event_id, kind, channel, audience, body, status, send_at, whatsapp_template_id)
       values ($1, $2, $3, $4::text, 'everyone', 'x', 'sending', now(),
               case when $4::text = 'whatsapp' then (select id from whatsapp_templates where organization_id = $1) end) returning id`,
      [ids.organization, ids.event, kind, channel],
    );
  const deliver = (messageId: string, guestId: string, over: { status?: string; copy?: number } = {}) =>
    one(
      `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, copy, status, reason, next_attempt_at)
       select organization_id, event_id, id, $2::uuid, channel, 'c:' || $2::uuid, $4::int, $3::text, case when $3::text = 'skipped' then 'no_address' end, now()
         from messages where id = $1 returning id`,
      [messageId, guestId, over.status ?? 'pending', over.copy ?? 0],
    );
  const move = (deliveryId: string, status: string, more = '') =>
    rows(`update deliveries set status = $2, next_attempt_at = null ${more} where id = $1`, [deliveryId, status]);
  const guestOf = async (guestId: string) => {
    const [guest] = await rows(
      'select invitation_status as status, invitation_method as method from guests where id = $1',
      [guestId],
    );
    return `${guest.status} ${guest.method}`;
  };
  const invitation = async (id: string) => (await rows('select * from whatsapp_invitations where id = $1', [id]))[0];
  const anInvitation = async (channel = 'whatsapp') => {
    const guest = await aGuest();
    const message = await aMessage(channel);
    return { guest, message, id: await deliver(message, guest) };
  };

  it('every organization is born with the invitation template, not approved', async () => {
    expect(
      await rows('select name, is_approved, is_active from whatsapp_templates where organization_id = $1', [
        ids.organization,
      ]),
    ).toEqual([{ name: 'rsvp_invitation', is_approved: false, is_active: true }]);
  });

  describe('the status that is written', () => {
    it.each<[string, string]>([
      ['accepted', 'queued'],
      ['scheduled', 'queued'],
      ['queued', 'queued'],
      ['sending', 'queued'],
      ['sent', 'sent'],
      ['delivered', 'delivered'],
      ['read', 'read'],
      ['failed', 'failed'],
      ['undelivered', 'failed'],
      ['canceled', 'failed'],
      ['Delivered', 'delivered'],
      ['receiving', 'queued'],
      ['no word of Twilio', 'queued'],
    ])("Twilio's %s is %s, for the guest too", async (word, expected) => {
      const { id, guest } = await anInvitation();
      // as text: a JavaScript date drops the microseconds, which is all that may lie between
      const [before] = await rows('select updated_at::text as at from whatsapp_invitations where id = $1', [id]);
      await rows('update whatsapp_invitations set status = $2 where id = $1', [id, word]);
      const since = 'select updated_at > $2::timestamptz as is_later from whatsapp_invitations where id = $1';
      const after = await invitation(id);
      expect(after.status).toBe(expected);
      expect(await rows(since, [id, before.at])).toEqual([{ is_later: true }]);
      expect(await guestOf(guest)).toBe(`${expected} whatsapp`);
    });

    it.each<[string[], string]>([
      [['read', 'delivered', 'sent', 'queued', 'failed'], 'read'],
      [['delivered', 'undelivered'], 'delivered'],
      [['failed', 'sent'], 'failed'],
      [['failed', 'delivered'], 'delivered'],
      [['sent', 'accepted'], 'sent'],
    ])('%j ends as %s: never backwards', async (words, expected) => {
      const { id, guest } = await anInvitation();
      for (const word of words) await rows('update whatsapp_invitations set status = $2 where id = $1', [id, word]);
      expect((await invitation(id)).status).toBe(expected);
      expect(await guestOf(guest)).toBe(`${expected} whatsapp`);
    });

    it('two writers at once: the higher one stands, whoever was last', async () => {
      for (let n = 0; n < 10; n++) {
        const { id, guest } = await anInvitation();
        await Promise.all(
          ['sent', 'read', 'delivered', 'queued'].map((word) =>
            rows('update whatsapp_invitations set status = $2 where id = $1', [id, word]),
          ),
        );
        expect((await invitation(id)).status).toBe('read');
        expect(await guestOf(guest)).toBe('read whatsapp');
      }
    });
  });

  describe('the ledger', () => {
    it.each<[string, string, string, string]>([
      ['whatsapp', 'dispatching', 'lease_until = now()', 'queued'],
      ['whatsapp', 'accepted', '', 'queued'],
      ['email', 'accepted', '', 'sent'],
      ['whatsapp', 'sent', '', 'sent'],
      ['email', 'delivered', '', 'delivered'],
      ['whatsapp', 'read', '', 'read'],
      ['email', 'bounced', '', 'failed'],
      ['whatsapp', 'failed', '', 'failed'],
      ['whatsapp', 'suppressed', "reason = 'suppressed:stop'", 'failed'],
      ['email', 'cancelled', '', 'failed'],
      ['email', 'unknown', '', 'queued'],
    ])('%s %s', async (channel, status, more, expected) => {
      const { id, guest } = await anInvitation(channel);
      expect(await guestOf(guest)).toBe(`queued ${channel}`);
      await move(id, status, more === '' ? '' : `, ${more}`);
      expect(await guestOf(guest)).toBe(`${expected} ${channel}`);
      expect((await invitation(id))?.status).toBe(channel === 'whatsapp' ? expected : undefined);
    });

    it('carries id, error, retries and moments over', async () => {
      const { id, message, guest } = await anInvitation();
      await rows(
        `update deliveries set attempts = 2, error_code = '20429', error = 'Too fast', next_attempt_at = now() + interval '1 minute' where id = $1`,
        [id],
      );
      expect(await invitation(id)).toMatchObject({
        ...{ status: 'queued', retry_count: 1, error_code: '20429', error_message: 'Too fast', twilio_sid: null },
        ...{ message_id: message, guest_id: guest, template_name: 'rsvp_invitation', event_id: ids.event },
        next_retry_at: expect.any(Date),
      });
      await move(
        id,
        'accepted',
        `, provider = 'twilio', provider_message_id = 'SM${id}', error_code = null, error = null`,
      );
      expect(await invitation(id)).toMatchObject({ twilio_sid: `SM${id}`, next_retry_at: null, error_code: null });
      await move(id, 'failed', `, error_code = '63024', error = 'No WhatsApp', attempts = 99`);
      expect(await invitation(id)).toMatchObject({
        ...{ status: 'failed', error_code: '63024', retry_count: 5, max_retries: 5 },
        failed_at: expect.any(Date),
        delivered_at: null,
      });
    });

    it('a moment is noted even when the status knows more already', async () => {
      const { id } = await anInvitation();
      await move(id, 'read', `, provider = 'twilio'`);
      expect(await invitation(id)).toMatchObject({ sent_at: null, delivered_at: null });
      for (const [kind, at] of [
        ['delivered', '2030-01-01T10:02Z'],
        ['sent', '2030-01-01T10:01Z'],
        ['delivered', '2030-01-01T10:03Z'],
      ])
        await rows(
          `insert into email_events (organization_id, delivery_id, provider, provider_event_id, kind, occurred_at) values ($1, $2, 'twilio', $3, $4, $5)`,
          [ids.organization, id, `${kind}${at}`, kind, at],
        );
      const { sent_at: sentAt, delivered_at: deliveredAt } = await invitation(id);
      expect([sentAt, deliveredAt]).toEqual([new Date('2030-01-01T10:01Z'), new Date('2030-01-01T10:02Z')]);
    });

    it('two deliveries under one id of Twilio do not stop the recording', async () => {
      const [a, b] = [await anInvitation(), await anInvitation()];
      for (const { id } of [a, b]) await move(id, 'sent', `, provider = 'twilio', provider_message_id = 'SMtwice'`);
      expect([(await invitation(a.id)).twilio_sid, (await invitation(b.id)).twilio_sid]).toEqual(['SMtwice', null]);
      expect(await guestOf(b.guest)).toBe('sent whatsapp');
    });

    it('a guest who is left out is not invited, and other messages invite nobody', async () => {
      const guest = await aGuest();
      const skipped = await deliver(await aMessage('whatsapp'), guest, { status: 'skipped' });
      const broadcast = await deliver(await aMessage('email', 'broadcast'), guest);
      await move(broadcast, 'delivered');
      expect(await guestOf(guest)).toBe('not_sent null');
      expect(await invitation(skipped)).toBeUndefined();
    });

    it('only the latest invitation of a guest is told', async () => {
      const guest = await aGuest();
      const first = await deliver(await aMessage('whatsapp'), guest);
      const second = await deliver(await aMessage('email'), guest);
      await move(first, 'read');
      expect(await guestOf(guest)).toBe('queued email');
      await move(second, 'bounced');
      expect(await guestOf(guest)).toBe('failed email');
      expect((await invitation(first)).status).toBe('read');
    });

    it('old news and a new invitation at once: the new one stands', async () => {
      for (let n = 0; n < 10; n++) {
        const guest = await aGuest();
        const first = await deliver(await aMessage('whatsapp'), guest);
        const message = await aMessage('email');
        await Promise.all([deliver(message, guest), move(first, 'read')]);
        expect(await guestOf(guest)).toBe('queued email');
      }
    });

    it('a deliberate repeat says what the first one said', async () => {
      const { id, message, guest } = await anInvitation();
      await rows(
        `update whatsapp_invitations set final_content = 'Hi Ana', variables = '{"guest_name":"Ana"}' where id = $1`,
        [id],
      );
      await move(id, 'failed');
      const again = await deliver(message, guest, { copy: 1 });
      expect(await invitation(again)).toMatchObject({
        final_content: 'Hi Ana',
        variables: { guest_name: 'Ana' },
        status: 'queued',
      });
      expect(await guestOf(guest)).toBe('queued whatsapp');
    });
  });

  describe('an invitation that was sent again', () => {
    it.each<[string, string, string, [string, string?]]>([
      [
        'the first one arrives after all, before the second leaves',
        'first delivered',
        'delivered',
        ['skipped', 'already_received'],
      ],
      [
        'the first one was only taken, so the second stays behind',
        'first accepted',
        'queued',
        ['skipped', 'already_received'],
      ],
      ['the first one arrives after all, and the second fails', 'first read', 'read', ['failed']],
      ['the second arrives', 'first failed', 'delivered', ['delivered']],
      ['both fail', 'first failed', 'failed', ['failed']],
    ])('%s', async (_what, first, expected, [status, reason]) => {
      for (const channel of ['whatsapp', 'email']) {
        const { id, message, guest } = await anInvitation(channel);
        await move(id, 'unknown');
        const again = await deliver(message, guest, { copy: 1 });
        await move(id, first.split(' ')[1]!);
        await move(again, status, reason === undefined ? '' : `, reason = '${reason}'`);
        const isMailTaken = channel === 'email' && first === 'first accepted';
        expect(await guestOf(guest)).toBe(`${isMailTaken ? 'sent' : expected} ${channel}`);
      }
    });

    it('news of both at once: what arrived stands', async () => {
      for (let n = 0; n < 10; n++) {
        const { id, message, guest } = await anInvitation();
        await move(id, 'failed');
        const again = await deliver(message, guest, { copy: 1 });
        await Promise.all([move(id, 'delivered'), move(again, 'failed')]);
        expect(await guestOf(guest)).toBe('delivered whatsapp');
      }
    });
  });

  it.each<[string, string, string]>([
    ['more retries than allowed', 'retry_count = 6', 'whatsapp_invitations_bounded_retries'],
    ['retries below none', 'retry_count = -1', 'whatsapp_invitations_bounded_retries'],
    ['a bound without bounds', 'max_retries = 21', 'whatsapp_invitations_bounded_retries'],
  ])('%s is refused', async (_name, change, constraint) => {
    const { id } = await anInvitation();
    await expect(rows(`update whatsapp_invitations set ${change} where id = $1`, [id])).rejects.toMatchObject({
      constraint,
    });
  });

  it('what was delivered stays on record', async () => {
    const { id } = await anInvitation();
    await expect(rows('delete from deliveries where id = $1', [id])).rejects.toMatchObject({ code: '23001' });
  });

  it.each<[string, string]>([
    ['guest', 'guest_id'],
    ['event', 'event_id'],
    ['SID', 'twilio_sid'],
    ['status', 'status'],
    ['due retries', 'next_retry_at'],
  ])('has an index for %s', async (_name, column) => {
    const found = await rows(`select 1 from pg_indexes where tablename = 'whatsapp_invitations' and indexdef ~ $1`, [
      `\\(${column}[,)]`,
    ]);
    expect(found.length).toBeGreaterThan(0);
  });
});
