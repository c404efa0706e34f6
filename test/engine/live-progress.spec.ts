import type { INestApplicationContext } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import {
  aGuestList,
  CountingProxy,
  dueBroadcast,
  EventStream,
  MailDouble,
  type Person,
  startApi,
  startWorker,
  type TestApi,
  until,
} from '../harness';

const COUNTS = 'queued sending sent delivered failed suppressed skipped cancelled unknown'.split(' ');

describe('live progress', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({ SMTP_URL: mail.url, REDIS_URL: process.env.REDIS_URL ?? '', SMTP_MAX_CONNECTIONS: '4' });
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

  const watch = (path: string, who: Person | null): Promise<EventStream> =>
    EventStream.open(`${api.url}${path}/progress`, who?.client.token ?? null);
  /** A message that stays as it is: nobody claims it for a year. */
  const aWaitingMessage = async (eventId: string): Promise<string> => {
    const created = await owner.client.post(`/v1/events/${eventId}/messages`, {
      ...{ mode: 'draft', channel: 'email', audience: 'everyone', subject: 'Later', body: 'Hello' },
    });
    return `/v1/events/${eventId}/messages/${created.body.id}`;
  };
  const anEditor = async (eventId: string): Promise<Person> => {
    const editor = await api.person();
    const added = await owner.client.post(`/v1/events/${eventId}/collaborators`, {
      email: editor.email,
      role: 'editor',
    });
    expect(added.status).toBe(201);
    return editor;
  };

  it('shows a real send from its snapshot to its end, with counts that add up at every event', async () => {
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, 120, 'live');
    await owner.client.post(`/v1/events/${event.id}/guests`, { name: 'No Address' });
    mail.faults.onRecipient = (address) => (address === 'live7@guests.test' ? '550 5.1.1 no such user' : null);
    mail.faults.onMessage = () => ({ delayMs: 100 });
    const { path } = await dueBroadcast(owner, event.id);
    const stream = await watch(path, owner);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    await until('the stream to end', () => Promise.resolve(stream.isOver), 30_000);

    expect(stream.events.map(({ event: name }) => name)).toEqual([
      'snapshot',
      ...Array.from({ length: stream.events.length - 2 }, () => 'progress'),
      'done',
    ]);
    expect(stream.events.length).toBeGreaterThan(3);
    expect(new Set(stream.events.map(({ id }) => id)).size).toBe(stream.events.length);
    for (const { data } of stream.events)
      expect(COUNTS.reduce((sum, name) => sum + Number(data.counts[name]), 0)).toBe(data.total);
    expect(stream.events.some(({ data }) => data.status === 'sending' && data.ratePerSecond > 0)).toBe(true);
    expect(stream.events.some(({ data }) => data.estimatedDoneAt !== null)).toBe(true);
    expect(stream.last()!.data).toMatchObject({
      status: 'sent',
      total: 121,
      counts: { sent: 119, failed: 1, skipped: 1, queued: 0, sending: 0 },
      isSimulated: false,
      pausedReason: null,
      failures: [{ reason: '550', count: 1, example: expect.stringContaining('5.1.1') }],
      leftOut: [{ reason: 'no_address', countedAs: 'skipped', count: 1 }],
    });
    // the ids are those that the ledger has
    const { rows } = await api.database.pool.query(
      'select id, provider_message_id from deliveries where message_id = $1 and accepted_at is not null order by accepted_at desc, id desc limit 5',
      [path.split('/').at(-1)],
    );
    expect(rows).toHaveLength(5);
    expect(stream.last()!.data.providerRequests.map((one: any) => [one.deliveryId, one.providerMessageId])).toEqual(
      rows.map(({ id, provider_message_id: providerId }) => [id, providerId]),
    );
    expect((await owner.client.get(path)).body.counts).toMatchObject(
      (await owner.client.get(`${path}/progress`)).body.counts,
    );
  });

  it('says that a message is paused, and that it is simulated', async () => {
    const event = await api.event(owner);
    for (const n of [1, 2]) {
      await owner.client.post(`/v1/events/${event.id}/guests`, { name: `Sim ${n}`, phone: `+44770090000${n}` });
    }
    const { path } = await dueBroadcast(owner, event.id, { channel: 'sms', subject: undefined });
    const stream = await watch(path, owner);
    await until('the end', () => Promise.resolve(stream.isOver));
    expect(stream.last()).toMatchObject({ event: 'done', data: { isSimulated: true, counts: { sent: 2 } } });
    expect(stream.last()!.data.providerRequests[0].provider).toBe('log');

    const slow = await api.event(owner);
    await aGuestList(api, owner, slow.id, 40, 'slow');
    mail.faults.onMessage = () => ({ delayMs: 300 });
    const { path: running } = await dueBroadcast(owner, slow.id);
    const live = await watch(running, owner);
    await until('a first mail', () => Promise.resolve(mail.ledger.some(({ to }) => to.startsWith('slow'))));
    expect((await owner.client.post(`${running}/pause`)).status).toBe(200);
    await until('the pause to show', () => Promise.resolve(live.last()?.data.status === 'paused'));
    expect(live.last()!.data.pausedReason).toMatch(/^Somebody paused it/);
    expect(live.last()!.data.estimatedDoneAt).toBeNull();
    await owner.client.delete(running);
    await until('the cancel to end the stream', () => Promise.resolve(live.isOver));
    expect(live.last()).toMatchObject({ event: 'done', data: { status: 'cancelled' } });
  });

  it('answers like any other request where there is nothing to watch', async () => {
    const event = await api.event(owner);
    const path = await aWaitingMessage(event.id);
    const foreigner = await api.person();
    const answers = await Promise.all([
      watch(path, null),
      watch(path, foreigner),
      watch(`/v1/events/${event.id}/messages/00000000-0000-7000-8000-000000000000`, owner),
    ]);
    expect(answers.map(({ status, text }) => [status, JSON.parse(text).code])).toEqual([
      [401, 'UNAUTHENTICATED'],
      [404, 'NOT_FOUND'],
      [404, 'NOT_FOUND'],
    ]);
    for (const { headers } of answers) expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('ends for who is removed in the middle, signed out, or has a token that is over, and for nobody else', async () => {
    const event = await api.event(owner);
    const path = await aWaitingMessage(event.id);
    const [removed, signedOut, late] = [await anEditor(event.id), await anEditor(event.id), await anEditor(event.id)];
    const short = shortLived(late, api.config.jwtSecret);
    const streams = await Promise.all([owner, removed, signedOut, short].map((who) => watch(path, who)));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await owner.client.delete(`/v1/events/${event.id}/collaborators/${removed.id}`);
    await api.database.pool.query('update refresh_tokens set revoked_at = now() where user_id = $1', [signedOut.id]);
    await until('their streams to end', () => Promise.resolve(streams.slice(1).every(({ isOver }) => isOver)));
    for (const stream of streams.slice(1)) expect(stream.events.map(({ event: name }) => name)).toEqual(['snapshot']);
    expect(streams[0]!.isOver).toBe(false);
    expect((await watch(path, removed)).status).toBe(404);
    streams[0]!.leave();
  });

  it('is one look for all who watch, and none once they are gone', async () => {
    const proxy = await CountingProxy.start(api.database.url);
    const other = await startApi({}, { ...api.database, url: proxy.url });
    try {
      const event = await api.event(owner);
      const path = await aWaitingMessage(event.id);
      const streams = await Promise.all(
        Array.from({ length: 50 }, () => EventStream.open(`${other.url}${path}/progress`, owner.client.token)),
      );
      await until('all to see it', () => Promise.resolve(streams.every(({ events }) => events.length === 1)));
      const during = async (ms: number): Promise<number> => {
        const before = proxy.statements;
        await new Promise((resume) => setTimeout(resume, ms));
        return proxy.statements - before;
      };
      // a look each one to three seconds, and two questions about access each three: for one viewer or for fifty
      const looks = await during(6000);
      expect(looks).toBeGreaterThanOrEqual(2);
      expect(looks).toBeLessThanOrEqual(12);
      for (const stream of streams) stream.leave();
      // longer than the longest wait between two looks
      await until('nobody to look any more', async () => (await during(4000)) === 0);
    } finally {
      await other.close();
      await proxy.stop();
    }
  });

  it('does not hold up a stop', async () => {
    const other = await startApi({}, api.database);
    const event = await api.event(owner);
    const path = await aWaitingMessage(event.id);
    const stream = await EventStream.open(`${other.url}${path}/progress`, owner.client.token);
    const startedAt = Date.now();
    await other.close();
    expect(Date.now() - startedAt).toBeLessThan(5000);
    await until('the stream to end', () => Promise.resolve(stream.isOver));
    expect(stream.events.map(({ event: name }) => name)).toEqual(['snapshot']);
  });
});

/** The same person with an access token that is over in three to four seconds: long enough to come in with it. */
function shortLived({ client, ...person }: Person, secret: string): Person {
  const jwt = new JwtService({ secret });
  const { sub, sid, iss, aud } = jwt.decode<Record<string, string>>(client.token!);
  const token = jwt.sign({ sub, sid, iss, aud }, { expiresIn: 4, header: { alg: 'HS256', typ: 'at+jwt' } });
  return { ...person, client: client.as(token) };
}
