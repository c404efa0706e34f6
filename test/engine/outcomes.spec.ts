import type { INestApplicationContext } from '@nestjs/common';
import {
  aGuest,
  aGuestList,
  daysAhead,
  dueBroadcast,
  MailDouble,
  type Person,
  startApi,
  startWorker,
  type TestApi,
  until,
} from '../harness';

describe('what becomes of a message', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({
      SMTP_URL: mail.url,
      SMTP_MAX_CONNECTIONS: '5',
      SEND_TIMEOUT_SECONDS: '2',
      REDIS_URL: process.env.REDIS_URL ?? '',
    });
    worker = await startWorker(api.config);
    owner = await api.person();
  });

  afterAll(async () => {
    await worker.close();
    await api.close();
    await mail.stop();
  });

  beforeEach(() => {
    mail.faults = {};
  });

  const message = async (path: string) => (await owner.client.get(path)).body;
  const deliveries = async (path: string) => (await owner.client.get(`${path}/deliveries?limit=100`)).body.items;
  const ended = (path: string, status = 'sent') =>
    until(`${status} message`, async () => (await message(path)).status === status);
  const mailsTo = (to: string) => mail.ledger.filter((accepted) => accepted.to === to).length;

  it('tries a deferred recipient again and reaches them once', async () => {
    let refusals = 1;
    mail.faults = {
      onRecipient: (to) => (to === 'grey@guests.test' && refusals-- > 0 ? '451 4.7.1 greylisted' : null),
    };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Grey', email: 'grey@guests.test' });
    const { path } = await dueBroadcast(owner, event.id);
    await until('the first refusal', async () => (await deliveries(path))[0]?.error === '451 4.7.1 greylisted');
    expect((await deliveries(path))[0]).toMatchObject({ status: 'pending', attempts: 1 });
    await ended(path);
    expect((await deliveries(path))[0]).toMatchObject({ status: 'accepted', attempts: 2, error: null });
    expect(mailsTo('grey@guests.test')).toBe(1);
  });

  it('gives up on a dead mailbox, says why, and never writes to it again', async () => {
    mail.faults = { onRecipient: (to) => (to === 'dead@guests.test' ? '550 5.1.1 no such user' : null) };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Dead', email: 'dead@guests.test' });
    await aGuest(owner, event.id, { name: 'Alive', email: 'alive@guests.test' });
    const first = await dueBroadcast(owner, event.id);
    await ended(first.path);
    expect((await deliveries(first.path)).map((d: any) => [d.guestName, d.status, d.error]).sort()).toEqual([
      ['Alive', 'accepted', null],
      ['Dead', 'failed', '550 5.1.1 no such user'],
    ]);
    const suppressions = await owner.client.get('/v1/suppressions?q=dead@guests.test');
    expect(suppressions.body.items).toEqual([expect.objectContaining({ reason: 'bounce', appliesTo: 'all' })]);
    const second = await dueBroadcast(owner, event.id);
    await ended(second.path);
    expect((await deliveries(second.path)).find((d: any) => d.guestName === 'Dead')).toMatchObject({
      status: 'suppressed',
      reason: 'suppressed:bounce',
    });
  });

  it('is failed when nobody could be reached', async () => {
    mail.faults = { onRecipient: () => '550 5.1.1 no such user' };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Nobody', email: 'nobody-home@guests.test' });
    const { path } = await dueBroadcast(owner, event.id);
    await ended(path, 'failed');
    expect(await message(path)).toMatchObject({ statusReason: 'nobody_reached', counts: { failed: 1, total: 1 } });
  });

  it('says "unknown" when the answer after the last byte is lost, and sends no second copy', async () => {
    mail.faults = { onMessage: (to) => (to === 'lost@guests.test' ? 'drop' : 'ok') };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Lost', email: 'lost@guests.test' });
    const { path } = await dueBroadcast(owner, event.id);
    await ended(path);
    expect((await deliveries(path))[0]).toMatchObject({ status: 'unknown', reason: 'no_answer' });
    expect((await owner.client.get(`${path}/progress`)).body.counts).toMatchObject({ unknown: 1, failed: 0, sent: 0 });
    await new Promise((resume) => setTimeout(resume, 1500));
    expect(mailsTo('lost@guests.test')).toBe(1);
  });

  it('says "unknown" when the server takes longer than the time-out after the last byte', async () => {
    mail.faults = { onMessage: (to) => (to === 'slow@guests.test' ? { delayMs: 4000 } : 'ok') };
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Slow', email: 'slow@guests.test' });
    const { path } = await dueBroadcast(owner, event.id);
    await ended(path);
    expect((await deliveries(path))[0]).toMatchObject({ status: 'unknown', reason: 'no_answer' });
    expect(mailsTo('slow@guests.test')).toBe(1);
  });

  it('stops at a pause, goes on at a resume, and ends at a cancel', async () => {
    mail.faults = { onMessage: () => ({ delayMs: 60 }) };
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, 300, 'stopped');
    const sentSoFar = () => mail.ledger.filter(({ to }) => to.startsWith('stopped')).length;
    const { path } = await dueBroadcast(owner, event.id);
    await until('some mails', () => Promise.resolve(sentSoFar() > 10));
    expect((await owner.client.post(`${path}/pause`)).body.status).toBe('paused');
    // what was on the wire at the pause still arrives
    await until('nothing on the wire', async () => (await message(path)).counts.sending === 0);
    const atPause = sentSoFar();
    await new Promise((resume) => setTimeout(resume, 700));
    expect(sentSoFar()).toBe(atPause);
    expect((await owner.client.post(`${path}/resume`)).body.status).toBe('sending');
    await until('more mails', () => Promise.resolve(sentSoFar() > atPause + 5));
    expect((await owner.client.delete(path)).status).toBe(200);
    await ended(path, 'cancelled');
    const { counts } = await message(path);
    expect(counts.sent).toBe(sentSoFar());
    expect(counts.cancelled).toBe(300 - sentSoFar());
    expect(counts).toMatchObject({ queued: 0, sending: 0, total: 300 });
  });

  it('does not send the last call to a guest who answered after the claim', async () => {
    const { promise: answered, resolve } = Promise.withResolvers<null>();
    mail.faults = { onMessage: () => ({ after: answered }) };
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, 80, 'crowd');
    await api.database.pool.query(`update guests set rsvp_status = 'pending' where event_id = $1`, [event.id]);
    const late = await aGuest(owner, event.id, {
      name: 'Late Answer',
      email: 'late@guests.test',
      rsvpStatus: 'pending',
    });
    const { path } = await dueBroadcast(owner, event.id, { audience: 'pending' });
    await until('the claim', async () => (await message(path)).status === 'sending');
    await owner.client.patch(`/v1/events/${event.id}/guests/${late.id}`, { rsvpStatus: 'attending' });
    resolve(null);
    await ended(path);
    const { body } = await owner.client.get(`${path}/deliveries?q=late@guests.test`);
    expect(body.items).toEqual([expect.objectContaining({ status: 'skipped', reason: 'answered_meanwhile' })]);
    expect(mailsTo('late@guests.test')).toBe(0);
  });

  it('stops for an address that is suppressed in the middle', async () => {
    const { promise: suppressed, resolve } = Promise.withResolvers<null>();
    mail.faults = { onMessage: () => ({ after: suppressed }) };
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, 80, 'queue');
    const { path } = await dueBroadcast(owner, event.id);
    await until('the claim', async () => (await message(path)).status === 'sending');
    await owner.client.post('/v1/suppressions', { channel: 'email', address: 'queue79@guests.test' });
    resolve(null);
    await ended(path);
    const { body } = await owner.client.get(`${path}/deliveries?q=queue79@guests.test`);
    expect(body.items).toEqual([expect.objectContaining({ status: 'suppressed', reason: 'suppressed:manual' })]);
    expect(mailsTo('queue79@guests.test')).toBe(0);
  });

  it('does not leave after it has expired', async () => {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Too Late', email: 'too-late@guests.test' });
    const created = await owner.client.post(`/v1/events/${event.id}/messages`, {
      mode: 'schedule',
      channel: 'email',
      audience: 'everyone',
      subject: 'Now or never',
      body: 'Hello',
      sendAt: new Date(Date.now() + 600_000).toISOString(),
      expiresAt: new Date(Date.now() + 700_000).toISOString(),
    });
    const path = `/v1/events/${event.id}/messages/${created.body.id}`;
    // as after a long outage: both instants are past before any worker looked
    await api.database.pool.query(
      `update messages set send_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' where id = $1`,
      [created.body.id],
    );
    await ended(path, 'cancelled');
    expect(await message(path)).toMatchObject({ statusReason: 'expired' });
    expect(mailsTo('too-late@guests.test')).toBe(0);
  });

  it('sends a due reminder to those who attend and ends one for nobody as sent', async () => {
    const event = await api.event(owner, { startsAtLocal: daysAhead(20) });
    await aGuest(owner, event.id, { name: 'Attends', email: 'attends@guests.test', rsvpStatus: 'attending' });
    await api.database.pool.query(
      `update messages set send_at = now() where event_id = $1 and kind in ('reminder_7d', 'reminder_3d')`,
      [event.id],
    );
    const reminder = async (kind: string) =>
      (await owner.client.get(`/v1/events/${event.id}/messages`)).body.items.find((m: any) => m.kind === kind);
    await until(
      'both reminders',
      async () =>
        (await reminder('reminder_7d')).status === 'sent' && (await reminder('reminder_3d')).status === 'sent',
    );
    expect((await reminder('reminder_3d')).counts.total).toBe(0);
    expect(mailsTo('attends@guests.test')).toBe(1);
    const [received] = await mail.readAll('attends@guests.test');
    expect(received?.html).toContain('Summer party');
  });

  it('sends what was counted: who joined during the hold is left out, and who left gets nothing', async () => {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Stays', email: 'stays@guests.test' });
    const leaves = await aGuest(owner, event.id, { name: 'Leaves', email: 'leaves@guests.test' });
    const counted = await owner.client.get(
      `/v1/events/${event.id}/messages/recipient-count?audience=everyone&channel=email`,
    );
    const { id, path } = await dueBroadcast(owner, event.id, { snapshot: counted.body.snapshot, holdSeconds: 60 });
    await aGuest(owner, event.id, { name: 'Joins', email: 'joins@guests.test' });
    await owner.client.delete(`/v1/events/${event.id}/guests/${leaves.id}`);
    await api.database.pool.query('update messages set send_at = now(), held_until = now() where id = $1', [id]);
    await ended(path);
    expect((await deliveries(path)).map((d: any) => [d.guestName, d.status, d.reason]).sort()).toEqual([
      ['Joins', 'skipped', 'joined_later'],
      ['Leaves', 'skipped', 'removed'],
      ['Stays', 'accepted', null],
    ]);
  });

  it('shows an SMS as simulated where no provider is set up', async () => {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Phone', phone: '+447700900123' });
    const { path } = await dueBroadcast(owner, event.id, {
      channel: 'sms',
      subject: undefined,
      body: 'Doors at six, {{guest_first_name}}',
    });
    await ended(path);
    expect((await deliveries(path))[0]).toMatchObject({ status: 'sent', provider: 'log', recipient: '+447700900123' });
  });
});
