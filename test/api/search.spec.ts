import { aGuest, claimed, dueBroadcast, type Person, startApi, type TestApi } from '../harness';
import { join } from './access/cast';

let api: TestApi;
let admin: Person;
let owner: Person;
let support: Person;
let wedding: any;
let ama: any;
let broadcastId: string;
let deliveryId: string;
beforeAll(async () => {
  api = await startApi();
  admin = await api.person('Admin');
  [owner, support] = [await join(api, admin, 'member'), await join(api, admin, 'support')];
  wedding = await api.event(owner, { name: 'Kwame’s wedding', timeZone: 'Africa/Accra' });
  ama = await aGuest(owner, wedding.id, {
    name: 'Ama Serwaa Mensah',
    email: 'ama.m@guests.test',
    phone: '+233201234567',
    rsvpStatus: 'attending',
  });
  await aGuest(owner, wedding.id, { name: 'Amadou Diallo', email: 'diallo@guests.test', rsvpStatus: 'declined' });
  await aGuest(owner, wedding.id, { name: 'Zofia Zielińska', email: null, rsvpStatus: 'attending' });
  broadcastId = (await dueBroadcast(owner, wedding.id, { audience: 'attending', subject: 'Doors open at six' })).id;
  deliveryId = (await claimed(api, broadcastId))['Ama Serwaa Mensah']!;
  await api.database.pool.query(
    `update deliveries set status = 'accepted', provider = 'resend', provider_message_id = 'f3a9c1de', next_attempt_at = null, accepted_at = now() where id = $1`,
    [deliveryId],
  );
});
afterAll(() => api.close());

const search = async (q: string, who: Person = owner) =>
  (await who.client.get(`/v1/search?q=${encodeURIComponent(q)}`)).body;
const names = async (q: string, who: Person = owner) =>
  (await search(q, who)).people.map(({ name }: any) => name).sort();

describe('people', () => {
  it.each([
    ['ama', ['Ama Serwaa Mensah', 'Amadou Diallo']],
    ['ama men', ['Ama Serwaa Mensah']],
    ['mensah ama', ['Ama Serwaa Mensah']],
    ['SERWAA', ['Ama Serwaa Mensah']],
    ['zielinska', ['Zofia Zielińska']],
    ['ama.m@guests.test', ['Ama Serwaa Mensah']],
    ['diallo@', ['Amadou Diallo']],
    ['0201234567', ['Ama Serwaa Mensah']],
    ['+233 20 123', ['Ama Serwaa Mensah']],
    ['guests.test', []],
    ["o'neill", []],
  ])('%s', async (q, expected) => {
    expect(await names(q)).toEqual(expected);
  });

  it('come with an answer for each of their messages', async () => {
    const { people } = await search('ama men');
    expect(people[0].guests).toEqual([
      {
        guestId: ama.id,
        eventId: wedding.id,
        eventName: 'Kwame’s wedding',
        rsvpStatus: 'attending',
        isRemoved: false,
        email: 'ama.m@guests.test',
        phone: '+233201234567',
        isMasked: false,
      },
    ]);
    const [first, ...rest] = people[0].answers;
    expect(first).toMatchObject({
      messageLabel: 'Doors open at six',
      answer: 'probably',
      deliveryId,
      sentence: expect.stringMatching(/^Probably: handed to Resend/),
    });
    expect(rest.map(({ messageKind }: any) => messageKind)).toEqual([
      'reminder_7d',
      'reminder_3d',
      'reminder_1d',
      'reminder_day_of',
    ]);
  });

  it('of several events are one person', async () => {
    const other = await api.event(owner, { name: 'Summer party' });
    await aGuest(owner, other.id, { name: 'Kofi Annan', email: 'kofi@guests.test' });
    await aGuest(owner, wedding.id, { name: 'Kofi Annan', email: 'Kofi@guests.test' });
    const { people } = await search('kofi');
    expect(people.map(({ guests }: any) => guests.map(({ eventName }: any) => eventName).sort())).toEqual([
      ['Kwame’s wedding', 'Summer party'],
    ]);
  });

  it('are found when they were taken off the list, with what they got', async () => {
    const gone = await aGuest(owner, wedding.id, {
      name: 'Gone Away',
      email: 'gone@guests.test',
      rsvpStatus: 'attending',
    });
    await owner.client.delete(`/v1/events/${wedding.id}/guests/${gone.id}`);
    const { people } = await search('gone away');
    expect(people[0].guests[0].isRemoved).toBe(true);
    expect(people[0].answers.every(({ answer }: any) => answer === 'no' || answer === 'not_yet')).toBe(true);
  });
});

describe('a guest and a message', () => {
  it.each([
    ['ama rem', ['reminder_1d', 'reminder_3d', 'reminder_7d', 'reminder_day_of']],
    ['ama mensah doors', ['broadcast']],
    ['doors mensah', ['broadcast']],
    ['mensah wedding doors', ['broadcast']],
    ['mensah 1 day', ['reminder_1d']],
  ])('%s', async (q, kinds) => {
    const { people } = await search(q);
    const mensah = people.find(({ name }: any) => name === 'Ama Serwaa Mensah');
    expect(mensah.answers.map(({ messageKind }: any) => messageKind).sort()).toEqual(kinds);
  });

  it('that do not go together are not found', async () => {
    expect(await names('ama party-that-never-was')).toEqual([]);
  });

  it('answers for a guest who was never in the audience', async () => {
    const { people } = await search('amadou doors');
    expect(people[0].answers.map(({ sentence, deliveryId: id }: any) => [sentence, id])).toEqual([
      [expect.stringMatching(/^No: was not in the audience; the answer was declined when the list was fixed at/), null],
    ]);
  });
});

describe('messages, events and ids', () => {
  it('finds messages and events by their words', async () => {
    expect((await search('doors')).messages.map(({ id, label }: any) => [id, label])).toEqual([
      [broadcastId, 'Doors open at six'],
    ]);
    expect((await search('kwame wedding')).events.map(({ name }: any) => name)).toEqual(['Kwame’s wedding']);
  });

  it('finds a delivery by its id and by the provider’s, a guest and a message by theirs', async () => {
    for (const id of [deliveryId, 'f3a9c1de']) {
      const { people } = await search(id);
      expect(people.map(({ name, answers }: any) => [name, answers.map((one: any) => one.deliveryId)])).toEqual([
        ['Ama Serwaa Mensah', [deliveryId]],
      ]);
    }
    expect(await names(ama.id)).toEqual(['Ama Serwaa Mensah']);
    expect((await search(broadcastId)).messages[0].id).toBe(broadcastId);
  });

  it('keeps drafts to their authors', async () => {
    await owner.client.post(`/v1/events/${wedding.id}/messages`, {
      mode: 'draft',
      channel: 'email',
      audience: 'everyone',
      subject: 'Surprise',
      body: 'x',
    });
    expect((await search('surprise', support)).messages).toEqual([]);
  });
});

describe('who sees what', () => {
  it('support and admins: the whole organization, masked', async () => {
    for (const who of [support, admin]) {
      const { people } = await search('ama men', who);
      expect(people[0].guests[0]).toMatchObject({ email: 'a•••@guests.test', phone: '+23•••67', isMasked: true });
      expect(people[0].answers[0].sentence).toMatch(/^Probably/);
    }
  });

  it('viewers: the guests of their events, not the messages', async () => {
    const viewer = await join(api, admin, 'member');
    await owner.client.post(`/v1/events/${wedding.id}/collaborators`, { email: viewer.email, role: 'viewer' });
    const { people, messages, events } = await search('ama men', viewer);
    expect([people[0].name, people[0].answers, messages, events]).toEqual(['Ama Serwaa Mensah', [], [], []]);
    expect((await search('doors', viewer)).messages).toEqual([]);
    expect(await names('f3a9c1de', viewer)).toEqual([]);
    expect(await names('ama rem', viewer)).toEqual([]);
  });

  it('members who do not work on the event, and other organizations: nothing', async () => {
    for (const who of [await join(api, admin, 'member'), await api.person('Outsider')]) {
      for (const q of ['ama', 'doors', 'wedding', 'f3a9c1de', deliveryId, ama.id, broadcastId]) {
        expect(await search(q, who)).toEqual({ people: [], messages: [], events: [], hasMorePeople: false });
      }
    }
  });

  it('nothing of deleted events', async () => {
    const event = await api.event(owner, { name: 'Doomed gala' });
    await aGuest(owner, event.id, { name: 'Doomed Guest', email: 'doomed@guests.test' });
    await owner.client.delete(`/v1/events/${event.id}`);
    const found = await search('doomed');
    expect([found.people, found.events]).toEqual([[], []]);
  });

  it('refuses a search of one letter', async () => {
    const { status, body } = await owner.client.get('/v1/search?q=a');
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', 'q']);
  });
});
