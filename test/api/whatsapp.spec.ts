import { type Answer, aGuest, type Person, startApi, type TestApi, uniqueWord } from '../harness';
import { join } from './access/cast';

let api: TestApi;
let admin: Person;
const hello = { displayName: 'Hello', content: 'Hi {{guest_name}}! {{event_name}} is near.' };
const SID = `HX${'0a'.repeat(16)}`;

beforeAll(async () => {
  api = await startApi();
  admin = await api.person('Admin');
});
afterAll(() => api.close());

const templates = '/v1/whatsapp/templates';
const create = (over: Record<string, unknown> = {}, person = admin) =>
  person.client.post(templates, { name: uniqueWord(), ...hello, ...over });
const codesAt = ({ body }: Answer) => body.errors.map((e: any) => `${e.path} ${e.code}`);
const shipped = async (person: Person) => {
  const { items } = (await person.client.get(templates)).body;
  return items.find((template: any) => template.name === 'rsvp_invitation');
};
const approve = async (person: Person) => {
  const { id } = await shipped(person);
  expect((await person.client.patch(`${templates}/${id}`, { isApproved: true })).status).toBe(200);
  return id as string;
};

describe('templates', () => {
  it('every organization has the invitation from the start, not approved', async () => {
    const template = await shipped(await api.person());
    expect(template).toMatchObject({
      isApproved: false,
      isActive: true,
      twilioContentSid: null,
      variables: ['guest_name', 'event_name', 'event_date', 'event_location', 'rsvp_link'],
    });
    expect(template.content).toMatch(
      /^Hi \{\{guest_name\}\}! You're invited to \{\{event_name\}\} on \{\{event_date\}\} at \{\{event_location\}\}\. Please RSVP here: \{\{rsvp_link\}\} \w/,
    );
    expect(template.preview).toContain("Hi Ama Mensah! You're invited to Summer dinner");
  });

  it('are kept, read, changed and deleted', async () => {
    const created = await create({ name: 'doors', variables: ['event_name', 'guest_name'], twilioContentSid: SID });
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'doors', ...hello, variables: ['event_name', 'guest_name'], twilioContentSid: SID, version: 1 },
    });
    const path = `${templates}/${created.body.id}`;
    expect((await admin.client.get(path)).body).toEqual(created.body);
    const changed = await admin.client.patch(path, { displayName: 'Doors open', isActive: false, version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { displayName: 'Doors open', isActive: false, version: 2 } });
    const stale = await admin.client.patch(path, { displayName: 'Late', version: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'STALE_VERSION']);
    expect((await admin.client.delete(path)).status).toBe(204);
    expect((await admin.client.get(path)).status).toBe(404);
    expect((await create({ name: 'doors' })).status).toBe(201);
    const again = await create({ name: 'DOORS' });
    expect([again.status, again.body.code, codesAt(again)]).toEqual([409, 'ALREADY_EXISTS', ['name ALREADY_EXISTS']]);
  });

  it.each<[string, Record<string, unknown>, string, string[]]>([
    [
      'a placeholder at the start',
      { content: '{{guest_name}}, come!' },
      'VALIDATION_FAILED',
      ['content STARTS_WITH_PLACEHOLDER'],
    ],
    [
      'a placeholder at the end',
      { content: 'Come, {{guest_name}}' },
      'VALIDATION_FAILED',
      ['content ENDS_WITH_PLACEHOLDER'],
    ],
    [
      'a placeholder that is not known',
      { content: 'Hi {{guest_nmae}}!' },
      'UNRESOLVED_TOKENS',
      ['content UNKNOWN_PLACEHOLDER'],
    ],
    [
      'a placeholder that is not closed',
      { content: 'Hi {{guest_name!' },
      'VALIDATION_FAILED',
      ['content INVALID_TEMPLATE'],
    ],
    ['a variable that is missing', { variables: ['guest_name'] }, 'VALIDATION_FAILED', ['variables VARIABLE_MISSING']],
    [
      'a variable too many',
      { variables: ['guest_name', 'event_name', 'venue'] },
      'VALIDATION_FAILED',
      ['variables VARIABLE_UNUSED'],
    ],
    ['no text', { content: ' ' }, 'VALIDATION_FAILED', ['content REQUIRED']],
    ['a text too long', { content: 'x'.repeat(1601) }, 'VALIDATION_FAILED', ['content TOO_LONG']],
    ['a Content SID of another form', { twilioContentSid: 'MG1' }, 'VALIDATION_FAILED', ['twilioContentSid matches']],
  ])('%s is refused and named', async (_name, over, code, errors) => {
    const answer = await create(over);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(codesAt(answer).map((at: string) => at.toLowerCase())).toEqual(errors.map((at) => at.toLowerCase()));
  });

  it('another text takes the approval away', async () => {
    const { id } = (await create({ isApproved: true })).body;
    expect((await admin.client.patch(`${templates}/${id}`, { displayName: 'Same text' })).body.isApproved).toBe(true);
    const changed = await admin.client.patch(`${templates}/${id}`, { content: 'Hi {{guest_name}}, another text.' });
    expect(changed.body).toMatchObject({ isApproved: false, variables: ['guest_name'] });
  });

  it('members look, admins change', async () => {
    const member = await join(api, admin, 'member');
    expect((await member.client.get(templates)).status).toBe(200);
    expect((await create({}, member)).status).toBe(403);
  });

  it('says what is missing when an approval cannot be looked up', async () => {
    const plain = (await create()).body;
    const none = await admin.client.post(`${templates}/${plain.id}/check-approval`, {});
    expect([none.status, none.body.code]).toEqual([409, 'APPROVAL_NOT_KNOWN']);
    expect(none.body.detail).toMatch(/no Twilio Content SID/);
    const named = (await create({ twilioContentSid: SID })).body;
    const nobody = await admin.client.post(`${templates}/${named.id}/check-approval`, {});
    expect(nobody.body.detail).toMatch(/Twilio is not set up/);
  });
});

describe('a message with a WhatsApp template', () => {
  const post = (owner: Person, eventId: string, over: Record<string, unknown>) =>
    owner.client.post(`/v1/events/${eventId}/messages`, {
      mode: 'now',
      channel: 'whatsapp',
      audience: 'everyone',
      ...over,
    });

  it('is refused until the template is approved and on; a draft is kept and warned about', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    await aGuest(owner, event.id, { name: 'Ana', phone: '+447700900001' });
    const { id: templateId } = await shipped(owner);
    for (const over of [{}, { mode: 'schedule', sendAt: new Date(Date.now() + 3_600_000).toISOString() }]) {
      const refused = await post(owner, event.id, { templateId, ...over });
      expect([refused.status, refused.body.code, codesAt(refused)]).toEqual([
        409,
        'TEMPLATE_NOT_APPROVED',
        ['templateId TEMPLATE_NOT_APPROVED'],
      ]);
    }
    const draft = await post(owner, event.id, { templateId, mode: 'draft' });
    expect(draft.status).toBe(201);
    expect(draft.body.warnings.map(({ code }: any) => code)).toEqual(['TEMPLATE_NOT_APPROVED']);
    expect(draft.body).toMatchObject({ templateId, body: expect.stringContaining('{{rsvp_link}}') });
    const sendNow = `/v1/events/${event.id}/messages/${draft.body.id}/send-now`;
    expect((await owner.client.post(sendNow, {})).body.code).toBe('TEMPLATE_NOT_APPROVED');

    const inUse = await owner.client.delete(`${templates}/${templateId}`);
    expect([inUse.status, inUse.body.code]).toEqual([409, 'TEMPLATE_IN_USE']);

    await approve(owner);
    expect((await owner.client.patch(`${templates}/${templateId}`, { isActive: false })).status).toBe(200);
    expect((await owner.client.post(sendNow, {})).body.detail).toMatch(/switched off/);
    await owner.client.patch(`${templates}/${templateId}`, { isActive: true });
    expect((await owner.client.post(sendNow, {})).status).toBe(200);
  });

  it('says what the template says', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const templateId = await approve(owner);
    const answer = await post(owner, event.id, { mode: 'draft', templateId, body: 'Something else' });
    expect([answer.status, codesAt(answer)]).toEqual([400, ['body TEXT_OF_TEMPLATE']]);
    const draft = (await post(owner, event.id, { mode: 'draft', templateId })).body;
    const other = await owner.client.patch(`/v1/events/${event.id}/messages/${draft.id}`, { version: 1, body: 'Else' });
    expect([other.status, codesAt(other)]).toEqual([400, ['body TEXT_OF_TEMPLATE']]);
    const mail = { version: 1, channel: 'email', subject: 'News', body: 'Else' };
    const moved = await owner.client.patch(`/v1/events/${event.id}/messages/${draft.id}`, mail);
    expect(moved).toMatchObject({ status: 200, body: { channel: 'email', templateId: null } });
  });

  it('counts whom WhatsApp does not reach', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const templateId = await approve(owner);
    const phones = ['+447700900011', '+12125550123', '+14165550123', undefined];
    for (const [n, phone] of phones.entries()) await aGuest(owner, event.id, { name: `Guest ${n}`, phone });
    await api.database.pool.query(
      `insert into inbound_messages (provider, provider_message_id, channel, from_phone, to_address, body, meaning, received_at)
       values ('twilio', 'SM1' || $1, 'whatsapp', '+12125550123', 'x', 'Hello', 'text', now() - interval '23 hours'),
              ('twilio', 'SM2' || $1, 'whatsapp', '+447700900011', 'x', 'Hello', 'text', now() - interval '25 hours'),
              ('twilio', 'SM3' || $1, 'sms', '+14165550123', 'x', 'Hello', 'text', now())`,
      [uniqueWord()],
    );
    const count = async (query: string) => {
      const { body } = await owner.client.get(
        `/v1/events/${event.id}/messages/recipient-count?audience=everyone&channel=whatsapp${query}`,
      );
      return [body.count, body.excluded, body.total];
    };
    const none = { suppressed: 0, noAddress: 1, duplicate: 0 };
    expect(await count('')).toEqual([2, { ...none, notReachableUs: 1 }, 4]);
    expect(await count(`&templateId=${templateId}`)).toEqual([2, { ...none, notReachableUs: 1 }, 4]);
    expect(await count('&templateId=none')).toEqual([1, { ...none, outsideWindow: 2 }, 4]);
    await owner.client.patch(`${templates}/${templateId}`, { category: 'utility' });
    expect(await count(`&templateId=${templateId}`)).toEqual([3, none, 4]);
  });
});

describe('guests with numbers of the United States', () => {
  it('are refused a marketing template before anything is kept, and get a utility one', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const templateId = await approve(owner);
    await aGuest(owner, event.id, { name: 'Dana', phone: '+12125550123' });
    const path = `/v1/events/${event.id}`;
    const send = () =>
      owner.client.post(`${path}/messages`, { mode: 'now', channel: 'whatsapp', audience: 'everyone', templateId });
    const invite = () => owner.client.post(`${path}/invitations`, { channel: 'whatsapp', audience: 'everyone' });
    const refused = await send();
    expect([refused.status, refused.body.code]).toEqual([409, 'NO_RECIPIENTS']);
    const kept = (await owner.client.get(`${path}/messages`)).body.items.map(({ kind }: any) => kind);
    expect(kept).not.toContain('broadcast');
    await owner.client.patch(`${templates}/${templateId}`, { category: 'utility' });
    expect((await send()).status).toBe(201);
    expect((await invite()).body).toMatchObject({ created: 1, excluded: {} });
  });
});

describe('inviting', () => {
  const invite = (owner: Person, eventId: string, body: Record<string, unknown>, headers = {}) =>
    owner.client.request('POST', `/v1/events/${eventId}/invitations`, { body, headers });
  const anEventWith = async (guests: Record<string, unknown>[]) => {
    const owner = await api.person();
    const event = await api.event(owner);
    const ids: string[] = [];
    for (const guest of guests) ids.push((await aGuest(owner, event.id, guest)).id);
    return { owner, event, ids };
  };

  it('says who will get it, who is invited already and who cannot be reached', async () => {
    const { owner, event, ids } = await anEventWith([
      { name: 'Ana', email: 'ana@guests.test' },
      { name: 'Ben', email: 'ana@guests.test' },
      { name: 'Cem' },
    ]);
    const one = await invite(owner, event.id, { channel: 'email', guestIds: [ids[0]] });
    expect(one).toMatchObject({ status: 201, body: { created: 1, alreadyInvited: 0, excluded: {} } });
    const message = (await owner.client.get(`/v1/events/${event.id}/messages/${one.body.messageId}`)).body;
    expect(message).toMatchObject({ kind: 'notice_invitation', label: 'Invitation', channel: 'email' });
    expect(message.subject).toBe("You're invited: {{event_name}}");

    // the first is not claimed yet, and is invited all the same
    const all = await invite(owner, event.id, { channel: 'email', audience: 'everyone' });
    expect(all.body).toMatchObject({ created: 1, alreadyInvited: 1, excluded: { no_address: 1 } });
    const nobody = await invite(owner, event.id, { channel: 'email', guestIds: ids });
    expect([nobody.status, nobody.body.code, nobody.body.alreadyInvited]).toEqual([409, 'NO_RECIPIENTS', 3]);
    expect(nobody.body.detail).toMatch(/invited already/);
    const again = await invite(owner, event.id, { channel: 'email', guestIds: [ids[0]], again: true });
    expect(again.body).toMatchObject({ created: 1, alreadyInvited: 0 });
  });

  it('counts beforehand what inviting comes to, and keeps nothing', async () => {
    const { owner, event, ids } = await anEventWith([
      { name: 'Ana', email: 'ana@guests.test' },
      { name: 'Ben', email: 'ben@guests.test' },
      { name: 'Cem' },
    ]);
    const path = `/v1/events/${event.id}/invitations`;
    const everyone = { channel: 'email', audience: 'everyone' };
    const before = await owner.client.post(`${path}/count`, everyone);
    expect(before).toMatchObject({ status: 200, body: { created: 2, alreadyInvited: 0, excluded: { no_address: 1 } } });
    expect((await owner.client.get(path)).body).toMatchObject({ items: [], guests: { notSent: 3, queued: 0 } });
    await invite(owner, event.id, { channel: 'email', guestIds: [ids[0]] });
    const after = await owner.client.post(`${path}/count`, everyone);
    expect(after.body).toEqual({ created: 1, alreadyInvited: 1, excluded: { no_address: 1 } });
    // the shipped WhatsApp template is not approved: counting is no obstacle, inviting is
    const byWhatsApp = await owner.client.post(`${path}/count`, { channel: 'whatsapp', audience: 'everyone' });
    expect(byWhatsApp.body).toMatchObject({ created: 0, excluded: { no_address: 2 } });
  });

  it('shows beforehand what the first of them reads, whatever the words are and whether or not they may be sent yet', async () => {
    const { owner, event, ids } = await anEventWith([
      { name: 'Ana Lima', firstName: 'Ana', email: 'ana@guests.test', phone: '+491701234567' },
      { name: 'Ben', email: 'ben@guests.test', phone: '+491701234568' },
    ]);
    const path = `/v1/events/${event.id}/invitations`;
    const look = async (body: Record<string, unknown>) => (await owner.client.post(`${path}/preview`, body)).body;
    const shipped = await look({ channel: 'email', audience: 'everyone' });
    expect(shipped).toMatchObject({ guestId: ids[0], subject: `You're invited: ${event.name}`, unresolved: [] });
    expect(shipped.text).toContain('Hi Ana,');
    expect(shipped.html).toContain('Hi Ana,');
    const own = { name: uniqueWord(), channel: 'email', subject: 'Save the date', body: 'Come, {{guest_name}}.' };
    expect((await owner.client.post('/v1/templates', own)).status).toBe(201);
    const saved = { channel: 'email', templateName: own.name, guestIds: [ids[1]] };
    expect(await look(saved)).toMatchObject({ guestId: ids[1], subject: 'Save the date' });
    expect((await look(saved)).text).toMatch(/^Come, Ben\.$/m);
    expect((await look({ channel: 'whatsapp', audience: 'everyone' })).text).toContain('Ana');
    const unknown = await look({ channel: 'email', audience: 'everyone', templateName: 'no-such-words' });
    expect(unknown).toMatchObject({ status: 400, errors: [{ path: 'templateName', code: 'UNKNOWN_TEMPLATE' }] });
    expect((await owner.client.get(path)).body.items).toEqual([]);
  });

  it('two clicks at once invite once', async () => {
    const { owner, event } = await anEventWith([{ name: 'Ana', email: 'ana@guests.test' }]);
    const body = { channel: 'email', audience: 'everyone' };
    const apart = await Promise.all([1, 2, 3].map(() => invite(owner, event.id, body)));
    expect(apart.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const key = { 'idempotency-key': uniqueWord() };
    const answers = await Promise.all([1, 2].map(() => invite(owner, event.id, { ...body, again: true }, key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]!.body.messageId).toBe(answers[1]!.body.messageId);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['nobody named', { channel: 'email' }, 400, 'VALIDATION_FAILED'],
    [
      'both ways of naming',
      { channel: 'email', audience: 'everyone', guestIds: ['01900000-0000-7000-8000-000000000001'] },
      400,
      'VALIDATION_FAILED',
    ],
    [
      'a guest of nobody',
      { channel: 'email', guestIds: ['01900000-0000-7000-8000-000000000001'] },
      400,
      'VALIDATION_FAILED',
    ],
    ['an unknown audience', { channel: 'email', audience: 'friends' }, 400, 'INVALID_AUDIENCE'],
    [
      'an unknown segment',
      { channel: 'email', segmentId: '01900000-0000-7000-8000-000000000001' },
      400,
      'INVALID_AUDIENCE',
    ],
    ['SMS', { channel: 'sms', audience: 'everyone' }, 400, 'VALIDATION_FAILED'],
    [
      'an unknown template',
      { channel: 'whatsapp', audience: 'everyone', templateName: 'nope' },
      400,
      'VALIDATION_FAILED',
    ],
    ['an unknown text', { channel: 'email', audience: 'everyone', templateName: 'nope' }, 400, 'VALIDATION_FAILED'],
    ['a template that is not approved', { channel: 'whatsapp', audience: 'everyone' }, 409, 'TEMPLATE_NOT_APPROVED'],
    ['an audience of nobody', { channel: 'email', audience: 'declined' }, 409, 'NO_RECIPIENTS'],
  ])('%s: nothing is kept', async (_name, body, status, code) => {
    const { owner, event } = await anEventWith([{ name: 'Ana', email: 'ana@guests.test', phone: '+447700900021' }]);
    const answer = await invite(owner, event.id, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const { items } = (await owner.client.get(`/v1/events/${event.id}/messages`)).body;
    expect(items.filter(({ kind }: any) => kind === 'notice_invitation')).toEqual([]);
  });

  it('a cancelled event invites nobody', async () => {
    const { owner, event } = await anEventWith([{ name: 'Ana', email: 'ana@guests.test' }]);
    await owner.client.post(`/v1/events/${event.id}/cancel`, {});
    const answer = await invite(owner, event.id, { channel: 'email', audience: 'everyone' });
    expect([answer.status, answer.body.code]).toEqual([409, 'EVENT_CANCELLED']);
  });

  it('in person: the host says so', async () => {
    const { owner, event, ids } = await anEventWith([{ name: 'Ana' }]);
    const path = `/v1/events/${event.id}/guests/${ids[0]}`;
    const changed = await owner.client.patch(path, { invitationMethod: 'manual' });
    expect(changed.body).toMatchObject({ invitationMethod: 'manual', invitationStatus: 'sent' });
    expect((await owner.client.patch(path, { invitationMethod: 'whatsapp' })).status).toBe(400);
    const nobody = await invite(owner, event.id, { channel: 'email', audience: 'everyone' });
    expect(nobody.body).toMatchObject({ code: 'NO_RECIPIENTS', alreadyInvited: 1 });
  });
});

describe('a test message over WhatsApp', () => {
  const aTest = (owner: Person, eventId: string, over: Record<string, unknown>) =>
    owner.client.request('POST', `/v1/events/${eventId}/messages/test-send`, {
      body: { channel: 'whatsapp', to: '+447700900077', ...over },
      headers: { 'idempotency-key': uniqueWord() },
    });

  it('needs a template that may be sent, and says what the template says', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const { id: templateId } = await shipped(owner);
    const without = await aTest(owner, event.id, { body: 'Hello' });
    expect([without.status, codesAt(without)]).toEqual([400, ['templateId REQUIRED']]);
    const early = await aTest(owner, event.id, { templateId });
    expect([early.status, early.body.code]).toEqual([409, 'TEMPLATE_NOT_APPROVED']);
    await approve(owner);
    const other = await aTest(owner, event.id, { templateId, body: 'Something else' });
    expect([other.status, codesAt(other)]).toEqual([400, ['body TEXT_OF_TEMPLATE']]);
    const toUs = await aTest(owner, event.id, { templateId, to: '+12125550123' });
    expect([toUs.status, codesAt(toUs)]).toEqual([400, ['to NOT_REACHABLE_US']]);
    expect((await aTest(owner, event.id, { templateId, to: '+14165550123' })).status).toBe(202);
    const sent = await aTest(owner, event.id, { templateId });
    expect(sent).toMatchObject({ status: 202, body: { channel: 'whatsapp', to: '+447700900077', status: 'queued' } });
  });
});

it('says what WhatsApp allows within a day; where it is only simulated, nothing is limited', async () => {
  const { status, body } = await admin.client.get('/v1/whatsapp/limit');
  expect([status, body.limit, body.remaining]).toEqual([200, null, null]);
});
