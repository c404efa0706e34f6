import { signLink } from '@beckon/core';
import { aGuest, type Answer, type Person, startApi, type TestApi } from '../harness';

/** A year that is surely ahead. */
const year = new Date().getUTCFullYear() + 1;
const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${year}-06-01`));

let api: TestApi;
let owner: Person;
let event: { id: string };
let guest: { id: string };
let link: string;

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('Owner');
});
afterAll(() => api.close());
beforeEach(async () => {
  event = await api.event(owner, {
    name: 'Ama & <Kofi>',
    startsAtLocal: `${year}-06-01T18:00`,
    timeZone: 'America/New_York',
  });
  guest = await aGuest(owner, event.id, { name: 'Efua <b>Mensah</b>', email: 'efua@example.test' });
  link = linkOf(guest.id);
});

const linkOf = (id: string, version = 1, purpose: 'rsvp' | 'unsubscribe' = 'rsvp'): string =>
  `/r/${signLink(purpose, { id, version }, api.config.linkSecret)}`;
const open = (path: string, accept = 'text/html'): Promise<Answer> => api.anonymous.get(path, { headers: { accept } });
const send = (form: Record<string, string>, accept = 'text/html', path = link): Promise<Answer> =>
  api.anonymous.request('POST', path, {
    raw: new URLSearchParams(form).toString(),
    headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
  });
const stored = async (): Promise<any> => (await owner.client.get(`/v1/events/${event.id}/guests/${guest.id}`)).body;
const answersOnRecord = async (): Promise<number> =>
  Number(
    (
      await api.database.pool.query(
        `select count(*) from audit_log where action = 'guest.answered' and subject_id = $1`,
        [guest.id],
      )
    ).rows[0].count,
  );

describe('the page', () => {
  it('shows the event in its own zone, escaped, and changes nothing', async () => {
    const before = await stored();
    const page = await open(link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('Ama &amp; &lt;Kofi&gt;');
    expect(page.text).toContain('Efua');
    expect(page.text).not.toContain('<b>');
    expect(page.text).toContain(`${weekday}, 1 June ${year}`);
    expect(page.text).toContain('18:00 (New York time)');
    expect(page.text).toContain('Harbour Hall');
    expect(page.text).not.toMatch(/<script/i);
    expect(await stored()).toEqual(before);
    expect(await answersOnRecord()).toBe(0);
  });

  it('is kept out of caches, referrers and search engines, and may run nothing', async () => {
    for (const answer of [
      await open(link),
      await open('/r/bogus'),
      await send({ response: 'attending' }),
      await open(`${link}/event.ics`),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('x-robots-tag')).toContain('noindex');
      expect(answer.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src '(sha256-.+|none)'; .*form-action 'self'/,
      );
    }
  });

  it.each([
    ['nonsense', () => '/r/nonsense'],
    ['a forged signature', () => `${link.slice(0, -2)}${link.endsWith('AA') ? 'BB' : 'AA'}`],
    ['another purpose', () => linkOf(guest.id, 1, 'unsubscribe')],
    ['a taken-back version', () => linkOf(guest.id, 2)],
    ['somebody who does not exist', () => linkOf('01890000-0000-7000-8000-000000000000')],
  ])('is a friendly 404 for %s', async (_what, path) => {
    const page = await open(path());
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.text).toContain('This link does not work');
    const problem = await open(path(), 'application/json');
    expect([problem.status, problem.body.code]).toEqual([404, 'NOT_FOUND']);
    expect((await send({ response: 'attending' }, 'text/html', path())).status).toBe(404);
    expect((await open(`${path()}/event.ics`)).status).toBe(404);
  });

  it('is a 404 for a guest or an event that was deleted', async () => {
    await owner.client.delete(`/v1/events/${event.id}/guests/${guest.id}`);
    expect((await open(link)).status).toBe(404);
    const other = await aGuest(owner, event.id, { name: 'Yaw' });
    await api.database.pool.query('update events set deleted_at = now() where id = $1', [event.id]);
    expect((await open(linkOf(other.id))).status).toBe(404);
  });
});

describe('an answer', () => {
  it('is taken, thanked for, shown, and recorded once', async () => {
    const answer = await send({ response: 'attending', plusOnes: '2' });
    expect(answer.status).toBe(303);
    const thanks = await open(answer.headers.get('location')!);
    expect(thanks.text).toContain('Thank you');
    expect(thanks.text).toContain('you bring 2 people along');
    const first = await stored();
    expect(first).toMatchObject({ rsvpStatus: 'attending', plusOnes: 2, rsvpAnsweredAt: expect.any(String) });
    expect((await send({ response: 'attending', plusOnes: '2' })).status).toBe(303);
    expect(await stored()).toEqual(first);
    expect(await answersOnRecord()).toBe(1);
    expect((await send({ response: 'declined', plusOnes: '2' })).status).toBe(303);
    expect(await stored()).toMatchObject({ rsvpStatus: 'declined', plusOnes: 0 });
    expect(await answersOnRecord()).toBe(2);
  });

  it.each([
    [{}],
    [{ response: 'yes' }],
    [{ response: 'pending' }],
    [{ response: 'attending', plusOnes: '21' }],
    [{ response: 'maybe', plusOnes: '-1' }],
  ])('that makes no sense is asked for again: %j', async (form) => {
    const before = await stored();
    const page = await send(form);
    expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(page.text).toMatch(/role="alert">Please/);
    expect(page.text).toContain('<form');
    expect((await send(form as Record<string, string>, 'application/json')).body.code).toBe('VALIDATION_FAILED');
    expect(await stored()).toEqual(before);
  });

  it('comes too late for a cancelled or past event', async () => {
    await api.database.pool.query(`update events set status = 'cancelled', cancelled_at = now() where id = $1`, [
      event.id,
    ]);
    const cancelled = await open(link);
    expect(cancelled.text).toContain('has been cancelled');
    expect(cancelled.text).not.toContain('<form');
    expect((await send({ response: 'attending' })).status).toBe(409);
    await api.database.pool.query(
      `update events set status = 'active', cancelled_at = null, starts_at = now() - interval '2 days' where id = $1`,
      [event.id],
    );
    const past = await open(link);
    expect(past.text).toContain('is over');
    expect(past.text).not.toContain('<form');
    expect((await send({ response: 'attending' }, 'application/json')).body.code).toBe('RSVP_CLOSED');
    expect((await stored()).rsvpStatus).toBe('pending');
  });
});

describe('the calendar entry', () => {
  it('is in UTC, keeps its UID and is the same each time', async () => {
    const first = await open(`${link}/event.ics`);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(first.text).toContain(`UID:${event.id}@beckon`);
    expect(first.text).toContain(`DTSTART:${year}0601T220000Z`);
    expect(first.text).toContain('SEQUENCE:0');
    expect(first.text).toContain('SUMMARY:Ama & <Kofi>');
    await new Promise((resume) => setTimeout(resume, 1100));
    expect((await open(`${link}/event.ics`)).text).toBe(first.text);
  });
});
