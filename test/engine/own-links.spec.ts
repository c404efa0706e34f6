import type { INestApplicationContext } from '@nestjs/common';
import {
  aGuest,
  dueBroadcast,
  MailDouble,
  type Person,
  startApi,
  startWorker,
  type TestApi,
  until,
  uniqueWord,
} from '../harness';

describe('the links and copies people get', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    // without Redis on purpose: the process rings itself
    api = await startApi({ SMTP_URL: mail.url });
    worker = await startWorker(api.config);
    owner = await api.person();
  });

  afterAll(async () => {
    await worker.close();
    await api.close();
    await mail.stop();
  });

  /** Sends one mail and gives the path of the link with this prefix. */
  const linkFor = async (to: string, prefix: '/u/' | '/r/'): Promise<{ path: string; eventId: string }> => {
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Ana Lima', email: to, rsvpStatus: 'pending' });
    const { path } = await dueBroadcast(owner, event.id, { body: 'Answer: {{rsvp_link}}' });
    await until('the mail', async () => (await owner.client.get(path)).body.status === 'sent');
    const [received] = await mail.readAll(to);
    const link = new RegExp(`https://beckon\\.test(${prefix}[A-Za-z0-9_-]+)`).exec(received?.text ?? '')?.[1];
    if (link === undefined) throw new Error(`no ${prefix} link in ${received?.text ?? 'no mail'}`);
    return { path: link, eventId: event.id };
  };
  const countFor = async (eventId: string) =>
    (await owner.client.get(`/v1/events/${eventId}/messages/recipient-count?audience=everyone&channel=email`)).body;

  it('unsubscribe by a single click of a mail program, and only by POST', async () => {
    const { path, eventId } = await linkFor('one-click@guests.test', '/u/');
    const page = await api.anonymous.get(path);
    expect([page.status, page.headers.get('referrer-policy'), page.headers.get('cache-control')]).toEqual([
      200,
      'no-referrer',
      'no-store',
    ]);
    expect((await countFor(eventId)).count).toBe(1);
    const clicked = await api.anonymous.request('POST', path, {
      raw: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(clicked.status).toBe(200);
    expect(await countFor(eventId)).toMatchObject({ count: 0, excluded: { suppressed: 1 } });
    const again = await api.anonymous.request('POST', path, {
      raw: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(again.status).toBe(200);
  });

  it('unsubscribe by multipart too, as RFC 8058 allows', async () => {
    const { path, eventId } = await linkFor('multipart@guests.test', '/u/');
    const form = new FormData();
    form.append('List-Unsubscribe', 'One-Click');
    expect((await api.anonymous.request('POST', path, { raw: form })).status).toBe(200);
    expect((await countFor(eventId)).count).toBe(0);
  });

  it('unsubscribe from one event only, by the page', async () => {
    const { path, eventId } = await linkFor('one-event@guests.test', '/u/');
    await api.anonymous.request('POST', path, {
      raw: 'scope=event',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect((await countFor(eventId)).count).toBe(0);
    const other = await api.event(owner);
    await aGuest(owner, other.id, { name: 'Ana Lima', email: 'one-event@guests.test' });
    expect((await countFor(other.id)).count).toBe(1);
  });

  it('answer the invitation', async () => {
    const { path, eventId } = await linkFor('answers@guests.test', '/r/');
    const answered = await api.anonymous.request('POST', path, {
      raw: 'response=attending&plusOnes=2',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answered.status).toBeLessThan(400);
    const { body } = await owner.client.get(`/v1/events/${eventId}/guests?q=answers@guests.test`);
    expect(body.items[0]).toMatchObject({ rsvpStatus: 'attending', plusOnes: 2 });
  });

  it('show a page, not a stack trace, for a link that is not ours', async () => {
    for (const path of ['/u/nonsense', `/u/${'A'.repeat(47)}`, '/r/nonsense']) {
      const answer = await api.anonymous.get(path, { headers: { accept: 'text/html' } });
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        expect.stringContaining('text/html'),
      ]);
    }
  });

  describe('a test message', () => {
    const body = (to: string) => ({
      channel: 'email',
      subject: 'Try {{event_name}}',
      body: 'Hello {{guest_first_name}}',
      to,
    });

    it('is sent once for two clicks at the same moment', async () => {
      const event = await api.event(owner);
      const key = uniqueWord();
      const path = `/v1/events/${event.id}/messages/test-send`;
      const [one, two] = await Promise.all(
        [1, 2].map(() => owner.client.post(path, body('me@people.test'), { 'idempotency-key': key })),
      );
      expect([one?.status, two?.status]).toEqual([202, 202]);
      expect(one?.body.id).toBe(two?.body.id);
      await until('the test mail', () => Promise.resolve(mail.ledger.some(({ to }) => to === 'me@people.test')));
      await new Promise((resume) => setTimeout(resume, 1200));
      expect(mail.ledger.filter(({ to }) => to === 'me@people.test')).toHaveLength(1);
      const [received] = await mail.readAll('me@people.test');
      expect(received?.subject).toBe('Try Summer party');
      expect(
        (await owner.client.get(`/v1/events/${event.id}/messages`)).body.items.every((m: any) => m.kind !== 'test'),
      ).toBe(true);
    });

    it('needs a key, and the same key for another text is refused', async () => {
      const event = await api.event(owner);
      const path = `/v1/events/${event.id}/messages/test-send`;
      expect((await owner.client.post(path, body('me2@people.test'))).body.code).toBe('IDEMPOTENCY_KEY_REQUIRED');
      const key = uniqueWord();
      expect((await owner.client.post(path, body('me2@people.test'), { 'idempotency-key': key })).status).toBe(202);
      const reused = await owner.client.post(path, body('other@people.test'), { 'idempotency-key': key });
      expect([reused.status, reused.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    });

    it.each([
      ['an address that is none', { to: 'nobody' }, 'VALIDATION_FAILED'],
      ['an unknown placeholder', { body: 'Hello {{guest_nmae}}' }, 'UNRESOLVED_TOKENS'],
      ['no subject', { subject: undefined }, 'VALIDATION_FAILED'],
    ])('is refused for %s', async (_what, over, code) => {
      const event = await api.event(owner);
      const answer = await owner.client.post(
        `/v1/events/${event.id}/messages/test-send`,
        { ...body('me3@people.test'), ...over },
        { 'idempotency-key': uniqueWord() },
      );
      expect([answer.status, answer.body.code]).toEqual([400, code]);
    });
  });
});
