import { aGuest, daysAhead, type Person, startApi, type TestApi, until } from '../harness';

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const text = {
  channel: 'email',
  subject: 'News about {{event_name}}',
  body: 'Hello {{ guest_first_name }}, see you at {{venue}}.',
};

let api: TestApi;
let owner: Person;

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('Olu Owner');
});
afterAll(() => api.close());

/** A new event without any of its reminders in the way. */
async function anEventWithGuests(
  guests: Record<string, unknown>[] = [{ name: 'Ama Mensah', email: 'ama@guests.test' }],
): Promise<{ id: string; base: string; guests: any[] }> {
  const event = await api.event(owner);
  const added = [];
  for (const guest of guests) added.push(await aGuest(owner, event.id, guest));
  return { id: event.id, base: `/v1/events/${event.id}/messages`, guests: added };
}

const status = async (messageId: string): Promise<string> =>
  (await api.database.pool.query('select status from messages where id = $1', [messageId])).rows[0].status;
const move = (messageId: string, to: string): Promise<unknown> =>
  api.database.pool.query('update messages set status = $2 where id = $1', [messageId, to]);
const reminders = async (eventId: string): Promise<any[]> =>
  (await owner.client.get(`/v1/events/${eventId}/messages?limit=100`)).body.items.filter((item: any) =>
    item.kind.startsWith('reminder_'),
  );
const scheduledKinds = async (eventId: string): Promise<string[]> =>
  (await reminders(eventId))
    .filter((item) => item.status === 'scheduled')
    .map((item) => item.kind)
    .sort();

describe('the life of a message', () => {
  it('compose -> edit -> send now -> cancel, with 409 on an edit after the cancel', async () => {
    const { base } = await anEventWithGuests();
    const draft = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    expect(draft).toMatchObject({
      status: 201,
      body: {
        kind: 'broadcast',
        label: 'News about {{event_name}}',
        status: 'draft',
        version: 1,
        sendAt: null,
        heldUntil: null,
        warnings: [],
        createdBy: owner.id,
      },
    });
    expect(Object.values(draft.body.counts).every((count) => count === 0)).toBe(true);
    const one = `${base}/${draft.body.id}`;

    const edited = await owner.client.patch(one, { version: 1, subject: 'Better words' });
    expect(edited).toMatchObject({ status: 200, body: { subject: 'Better words', version: 2, body: text.body } });
    expect(await owner.client.patch(one, { version: 1, subject: 'Lost update' })).toMatchObject({
      status: 409,
      body: { code: 'STALE_VERSION', currentVersion: 2 },
    });

    const sent = await owner.client.post(`${one}/send-now`, { holdSeconds: 30 });
    expect(sent).toMatchObject({ status: 200, body: { status: 'scheduled', version: 3 } });
    expect(sent.body.heldUntil).toBe(sent.body.sendAt);

    expect(await owner.client.delete(one)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', heldUntil: null },
    });
    expect(await owner.client.delete(one)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await owner.client.patch(one, { version: 4, subject: 'Too late' })).toMatchObject({
      status: 409,
      body: { code: 'MESSAGE_CANCELLED' },
    });
    expect(await owner.client.post(`${one}/send-now`)).toMatchObject({
      status: 409,
      body: { code: 'MESSAGE_CANCELLED' },
    });
    expect((await owner.client.get(`${base}?status=cancelled,sent`)).body.items.map((item: any) => item.id)).toEqual([
      draft.body.id,
    ]);
  });

  it('can be undone while it is held', async () => {
    const { base } = await anEventWithGuests();
    const held = await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', holdSeconds: 20 });
    expect(held).toMatchObject({ status: 201, body: { status: 'scheduled' } });
    expect(Date.parse(held.body.heldUntil) - Date.now()).toBeGreaterThan(15_000);
    const one = `${base}/${held.body.id}`;
    expect(await owner.client.patch(one, { version: 1, subject: 'Changed while held' })).toMatchObject({
      status: 200,
      body: { status: 'scheduled' },
    });
    expect(await owner.client.post(`${one}/undo`)).toMatchObject({
      status: 200,
      body: { status: 'draft', sendAt: null, heldUntil: null },
    });
    expect(await owner.client.post(`${one}/undo`)).toMatchObject({ status: 200, body: { status: 'draft' } });
  });

  it('is planned, and a draft can be planned later', async () => {
    const { base } = await anEventWithGuests();
    expect(await owner.client.post(base, { ...text, mode: 'schedule', audience: 'everyone' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'sendAt' }] },
    });
    expect(
      await owner.client.post(base, { ...text, mode: 'schedule', audience: 'everyone', sendAt: inSeconds(-600) }),
    ).toMatchObject({
      status: 400,
      body: { code: 'SEND_AT_IN_PAST' },
    });
    const sendAt = inSeconds(7200);
    const draft = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone', sendAt });
    expect(draft.body).toMatchObject({ status: 'draft', sendAt });
    const planned = await owner.client.patch(`${base}/${draft.body.id}`, { version: 1, mode: 'schedule' });
    expect(planned).toMatchObject({ status: 200, body: { status: 'scheduled', sendAt } });
    expect(await owner.client.patch(`${base}/${draft.body.id}`, { version: 2, sendAt: null })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'sendAt' }] },
    });
    expect(await owner.client.post(`${base}/${draft.body.id}/undo`)).toMatchObject({
      status: 409,
      body: { code: 'PAST_EDIT_WINDOW' },
    });
  });

  it('cannot be changed shortly before it leaves, but cancelled', async () => {
    const { base } = await anEventWithGuests();
    const soon = await owner.client.post(base, {
      ...text,
      mode: 'schedule',
      audience: 'everyone',
      sendAt: inSeconds(40),
    });
    expect(await owner.client.patch(`${base}/${soon.body.id}`, { version: 1, subject: 'Hm' })).toMatchObject({
      status: 409,
      body: { code: 'PAST_EDIT_WINDOW' },
    });
    expect(await owner.client.delete(`${base}/${soon.body.id}`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
  });

  it.each([
    ['sending', 'PAST_EDIT_WINDOW', 409, 'ALREADY_SENT', 'cancelling'],
    ['sent', 'PAST_EDIT_WINDOW', 409, 'ALREADY_SENT', 'ALREADY_SENT'],
  ])('when it is %s', async (state, edit, sendStatus, sendCode, cancelled) => {
    const { base } = await anEventWithGuests();
    const { body } = await owner.client.post(base, {
      ...text,
      mode: 'schedule',
      audience: 'everyone',
      sendAt: inSeconds(7200),
    });
    await move(body.id, 'sending');
    if (state === 'sent') await move(body.id, 'sent');
    expect((await owner.client.patch(`${base}/${body.id}`, { version: 1, subject: 'x' })).body.code).toBe(edit);
    expect(await owner.client.post(`${base}/${body.id}/send-now`)).toMatchObject({
      status: sendStatus,
      body: { code: sendCode },
    });
    const answer = (await owner.client.delete(`${base}/${body.id}`)).body;
    expect(answer.code ?? answer.status).toBe(cancelled);
  });

  it('is paused and resumed while it runs, and not otherwise', async () => {
    const { base } = await anEventWithGuests();
    const { body } = await owner.client.post(base, {
      ...text,
      mode: 'schedule',
      audience: 'everyone',
      sendAt: inSeconds(7200),
    });
    const one = `${base}/${body.id}`;
    expect(await owner.client.post(`${one}/pause`)).toMatchObject({ status: 409, body: { code: 'NOT_RUNNING' } });
    await move(body.id, 'sending');
    expect(await owner.client.post(`${one}/pause`)).toMatchObject({ status: 200, body: { status: 'paused' } });
    expect(await owner.client.post(`${one}/resume`)).toMatchObject({
      status: 200,
      body: { status: 'sending', statusReason: null },
    });
    expect(await owner.client.delete(one)).toMatchObject({ status: 200, body: { status: 'cancelling' } });
    expect(await owner.client.post(`${one}/resume`)).toMatchObject({
      status: 409,
      body: { code: 'MESSAGE_CANCELLED' },
    });
  });

  it('ends in exactly one of the two when an edit and a cancel race', async () => {
    const { base } = await anEventWithGuests();
    for (let round = 0; round < 10; round++) {
      const { body } = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
      const [edit, cancel] = await Promise.all([
        owner.client.patch(`${base}/${body.id}`, { version: 1, subject: 'Race' }),
        owner.client.delete(`${base}/${body.id}`),
      ]);
      expect(cancel.status).toBe(200);
      expect([200, 409]).toContain(edit.status);
      if (edit.status === 409) expect(edit.body.code).toBe('MESSAGE_CANCELLED');
      const after = (await owner.client.get(`${base}/${body.id}`)).body;
      expect(after).toMatchObject({
        status: 'cancelled',
        version: edit.status === 200 ? 3 : 2,
        subject: edit.status === 200 ? 'Race' : text.subject,
      });
    }
  });

  it('is not stopped by its event being moved at the same moment, nor stops that', async () => {
    const { id, base } = await anEventWithGuests([{ name: 'Ama', email: 'ama@guests.test', rsvpStatus: 'attending' }]);
    for (let round = 0; round < 6; round++) {
      const reminder = (await reminders(id)).find((item) => item.kind === 'reminder_7d' && item.status !== 'cancelled');
      const { snapshot } = (await owner.client.get(`${base}/recipient-count?audience=attending`)).body;
      const [sent, moved] = await Promise.all([
        owner.client.post(`${base}/${reminder.id}/send-now`, { snapshot, holdSeconds: 60 }),
        owner.client.patch(`/v1/events/${id}`, { startsAtLocal: daysAhead(60 + round, '19:00') }),
      ]);
      expect([sent.status, moved.status]).toEqual([200, 200]);
      expect(await owner.client.get(`${base}/${reminder.id}`)).toMatchObject({
        body: { status: 'scheduled', heldUntil: sent.body.heldUntil },
      });
      await owner.client.post(`${base}/${reminder.id}/undo`);
    }
  });

  it('is written into the audit log', async () => {
    const { base } = await anEventWithGuests();
    const { body } = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    await owner.client.patch(`${base}/${body.id}`, { version: 1, subject: 'x' });
    await owner.client.delete(`${base}/${body.id}`);
    const { rows } = await api.database.pool.query(
      'select action, actor_id, detail from audit_log where subject_id = $1 order by id',
      [body.id],
    );
    expect(rows.map((row) => row.action)).toEqual(['message.created', 'message.edited', 'message.cancelled']);
    expect(rows.every((row) => row.actor_id === owner.id)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain('see you at');
  });
});

describe('what is refused leaves nothing behind', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['an unknown placeholder', { body: 'Hello {{guest_nmae}}' }, 400, 'UNRESOLVED_TOKENS'],
    ['an unknown placeholder in the subject', { subject: 'Hi {{gest}}' }, 400, 'UNRESOLVED_TOKENS'],
    ['an unknown audience', { audience: 'martians' }, 400, 'INVALID_AUDIENCE'],
    ['no audience', { audience: undefined }, 400, 'VALIDATION_FAILED'],
    [
      'a segment of nobody',
      { audience: undefined, segmentId: '01900000-0000-7000-8000-000000000001' },
      400,
      'INVALID_AUDIENCE',
    ],
    ['an e-mail without a subject', { subject: undefined }, 400, 'VALIDATION_FAILED'],
    ['no text', { body: undefined }, 400, 'VALIDATION_FAILED'],
    ['a text of spaces', { body: '  ' }, 400, 'VALIDATION_FAILED'],
    ['free text over WhatsApp to guests who did not write', { channel: 'whatsapp' }, 409, 'NO_RECIPIENTS'],
    [
      'a WhatsApp template of nobody',
      { channel: 'whatsapp', body: undefined, templateId: '01900000-0000-7000-8000-000000000001' },
      400,
      'VALIDATION_FAILED',
    ],
    ['an unknown template', { templateId: '01900000-0000-7000-8000-000000000001' }, 400, 'VALIDATION_FAILED'],
    ['a time without an offset', { sendAt: '2027-01-01T10:00' }, 400, 'VALIDATION_FAILED'],
    ['a day that does not exist', { sendAt: '2027-02-30T10:00:00Z' }, 400, 'VALIDATION_FAILED'],
    ['a hold of an hour', { holdSeconds: 3600 }, 400, 'VALIDATION_FAILED'],
    ['an unknown field', { status: 'sent' }, 400, 'VALIDATION_FAILED'],
    [
      'an expiry before the send',
      { mode: 'schedule', sendAt: inSeconds(7200), expiresAt: inSeconds(3600) },
      400,
      'VALIDATION_FAILED',
    ],
  ])('%s', async (_name, over, expected, code) => {
    const { base } = await anEventWithGuests();
    const before = (await owner.client.get(base)).body.items.length;
    const answer = await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', ...over });
    expect(answer).toMatchObject({ status: expected, body: { code } });
    expect((await owner.client.get(base)).body.items).toHaveLength(before);
  });

  it('nobody to write to', async () => {
    const { base } = await anEventWithGuests([{ name: 'No Address' }]);
    expect(await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone' })).toMatchObject({
      status: 409,
      body: { code: 'NO_RECIPIENTS', total: 1, excluded: { noAddress: 1 } },
    });
    const draft = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    expect(draft).toMatchObject({ status: 201, body: { warnings: [{ code: 'EMPTY_AUDIENCE' }] } });
    expect(await owner.client.post(`${base}/${draft.body.id}/send-now`)).toMatchObject({
      status: 409,
      body: { code: 'NO_RECIPIENTS' },
    });
    expect(await status(draft.body.id)).toBe('draft');
  });

  it("somebody else's message through one's own event", async () => {
    const { base } = await anEventWithGuests();
    const { body } = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    const foreign = await api.person('For Eign');
    const own = await api.event(foreign);
    for (const path of [`${base}/${body.id}`, `/v1/events/${own.id}/messages/${body.id}`]) {
      expect(await foreign.client.get(path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      expect((await foreign.client.delete(path)).status).toBe(404);
    }
  });
});

describe('who would get it', () => {
  const mix = [
    ...Array.from({ length: 5 }, (_, i) => ({
      name: `Att ${i}`,
      rsvpStatus: 'attending',
      email: `att${i}@guests.test`,
    })),
    { name: 'Sup Pressed', rsvpStatus: 'attending', email: 'suppressed@guests.test' },
    { name: 'Twin One', rsvpStatus: 'attending', email: 'Twins@guests.test' },
    { name: 'Twin Two', rsvpStatus: 'attending', email: 'twins@guests.test' },
    ...Array.from({ length: 4 }, (_, i) => ({
      name: `Pend ${i}`,
      rsvpStatus: 'pending',
      email: `pend${i}@guests.test`,
    })),
    { name: 'No Address', rsvpStatus: 'pending' },
    { name: 'Sup Twin', rsvpStatus: 'declined', email: 'suppressed@guests.test' },
    { name: 'By Phone', rsvpStatus: 'maybe', phone: '+447700900123' },
  ];
  let event: { id: string; base: string; guests: any[] };
  beforeAll(async () => {
    owner = await api.person('Co Unter');
    event = await anEventWithGuests(mix);
    const suppressed = await owner.client.post('/v1/suppressions', {
      channel: 'email',
      address: 'suppressed@guests.test',
    });
    expect(suppressed.status).toBe(201);
  });
  const count = (query: string) => owner.client.get(`${event.base}/recipient-count?${query}`);

  it.each<[string, number, Record<string, number>]>([
    ['audience=everyone&channel=email', 10, { suppressed: 2, noAddress: 2, duplicate: 1 }],
    ['audience=attending&channel=email', 6, { suppressed: 1, noAddress: 0, duplicate: 1 }],
    ['audience=pending&channel=email', 4, { suppressed: 0, noAddress: 1, duplicate: 0 }],
    ['audience=declined&channel=email', 0, { suppressed: 1, noAddress: 0, duplicate: 0 }],
    ['audience=maybe&channel=email', 0, { suppressed: 0, noAddress: 1, duplicate: 0 }],
    ['audience=maybe&channel=sms', 1, { suppressed: 0, noAddress: 0, duplicate: 0 }],
    ['audience=everyone&channel=sms', 1, { suppressed: 0, noAddress: 14, duplicate: 0 }],
    ['audience=attending&channel=email&dedupe=guest', 7, { suppressed: 1, noAddress: 0, duplicate: 0 }],
  ])('every audience preset counts a known mix of guests right: %s', async (query, expected, excluded) => {
    const { body } = await count(query);
    expect(body).toMatchObject({ count: expected, excluded });
    expect(Object.values<number>(body.excluded).reduce<number>((sum, n) => sum + n, body.count)).toBe(body.total);
    expect(body.snapshot).toMatch(/^[0-9a-f-]{36}$/);
    expect(Math.abs(Date.parse(body.asOf) - Date.now())).toBeLessThan(10_000);
  });

  it('counts a segment', async () => {
    const segment = await owner.client.post(`/v1/events/${event.id}/segments`, {
      name: 'Some of them',
      criteria: {
        any: [
          { field: 'name', op: 'contains', value: 'Att' },
          { field: 'name', op: 'contains', value: 'No Address' },
        ],
      },
    });
    expect((await count(`segmentId=${segment.body.id}&channel=email`)).body).toMatchObject({
      count: 5,
      total: 6,
      excluded: { noAddress: 1 },
    });
    const message = await owner.client.post(event.base, { ...text, mode: 'draft', segmentId: segment.body.id });
    expect(message).toMatchObject({ status: 201, body: { audience: 'segment', segmentId: segment.body.id } });
    expect(
      await owner.client.patch(`${event.base}/${message.body.id}`, { version: 1, audience: 'maybe' }),
    ).toMatchObject({ body: { audience: 'maybe', segmentId: null } });
  });

  it('shows why in kinds, and refuses what it does not know', async () => {
    expect((await count('audience=everyone&channel=email')).body.suppressedBy).toEqual({ manual: 2 });
    expect(await count('audience=martians')).toMatchObject({ status: 400, body: { code: 'INVALID_AUDIENCE' } });
    expect(await count('audience=everyone&channel=pigeon')).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  });

  it('gives equal sets one kept count, and viewers none', async () => {
    const [one, two] = [
      (await count('audience=attending')).body.snapshot,
      (await count('audience=attending')).body.snapshot,
    ];
    expect(one).toBe(two);
    const viewer = await api.person('Vi Ewer');
    await owner.client.post(`/v1/events/${event.id}/collaborators`, { email: viewer.email, role: 'viewer' });
    const seen = await viewer.client.get(`${event.base}/recipient-count?audience=attending`);
    expect(seen).toMatchObject({ status: 200, body: { count: 6 } });
    expect(seen.body.snapshot).toBeUndefined();
    expect((await viewer.client.get(event.base)).status).toBe(403);
  });

  it('previews for the first who would get it, for a guest, and for nobody', async () => {
    const request = {
      audience: 'everyone',
      channel: 'email',
      subject: 'For {{guest_name}}',
      body: 'Dear {{guest_first_name}}, {{event_name}} at {{venue}}: {{rsvp_link}}',
    };
    const preview = await owner.client.post(`${event.base}/preview`, request);
    expect(preview).toMatchObject({
      status: 200,
      body: { subject: 'For Att 0', unresolved: [], segments: null, guestName: 'Att 0' },
    });
    expect(preview.body.text).toContain('Harbour Hall');
    expect(preview.body.html).toMatch(/<html/i);
    const twin = event.guests.find((guest) => guest.name === 'Twin Two');
    expect((await owner.client.post(`${event.base}/preview`, { ...request, guestId: twin.id })).body.subject).toBe(
      'For Twin Two',
    );
    expect((await owner.client.post(`${event.base}/preview`, { ...request, guestId: owner.id })).status).toBe(404);
    const empty = await anEventWithGuests([]);
    expect(await owner.client.post(`${empty.base}/preview`, request)).toMatchObject({
      status: 200,
      body: { guestId: null },
    });
    expect(
      (await owner.client.post(`${event.base}/preview`, { ...request, body: 'Hi {{gest}}' })).body.unresolved,
    ).toEqual(['gest']);
    const sms = await owner.client.post(`${event.base}/preview`, {
      audience: 'maybe',
      channel: 'sms',
      body: 'Doors open at six',
    });
    expect(sms).toMatchObject({ status: 200, body: { html: null, segments: 1, guestName: 'By Phone' } });
  });
});

describe('what was counted is what is sent', () => {
  it('refuses another audience than the one that was seen, and says what changed', async () => {
    const { id, base, guests } = await anEventWithGuests([
      { name: 'Stays', email: 'stays@guests.test' },
      { name: 'Leaves', email: 'leaves@guests.test' },
    ]);
    const seen = (await owner.client.get(`${base}/recipient-count?audience=everyone`)).body;
    const joined = await aGuest(owner, id, { name: 'Joined Since', email: 'joined@guests.test' });
    await owner.client.delete(`/v1/events/${id}/guests/${guests[1].id}`);
    const refused = await owner.client.post(base, {
      ...text,
      mode: 'now',
      audience: 'everyone',
      snapshot: seen.snapshot,
    });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'AUDIENCE_CHANGED',
        count: 2,
        joined: { count: 1, guests: [{ id: joined.id, name: 'Joined Since' }] },
        left: { count: 1, guests: [{ id: guests[1].id, name: 'Leaves' }] },
      },
    });
    expect(
      (await owner.client.get(`${base}?status=scheduled`)).body.items.filter((item: any) => item.kind === 'broadcast'),
    ).toEqual([]);
    const sent = await owner.client.post(base, {
      ...text,
      mode: 'now',
      audience: 'everyone',
      snapshot: refused.body.snapshot,
    });
    expect(sent).toMatchObject({ status: 201, body: { status: 'scheduled' } });
    const { rows } = await api.database.pool.query('select snapshot_id from messages where id = $1', [sent.body.id]);
    expect(rows[0].snapshot_id).toBe(refused.body.snapshot);
  });

  it('asks for a new count when the old one is not kept any more, or is of another event', async () => {
    const { base } = await anEventWithGuests();
    const other = await anEventWithGuests();
    const foreign = (await owner.client.get(`${other.base}/recipient-count?audience=everyone`)).body.snapshot;
    for (const snapshot of [foreign, '01900000-0000-7000-8000-000000000001']) {
      const refused = await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', snapshot });
      expect(refused).toMatchObject({ status: 409, body: { code: 'AUDIENCE_CHANGED', count: 1, comparable: false } });
    }
  });
});

describe('the same key twice', () => {
  it('composes one message', async () => {
    const { base } = await anEventWithGuests();
    const body = { ...text, mode: 'schedule', audience: 'everyone', sendAt: inSeconds(7200) };
    const [one, two] = await Promise.all([
      owner.client.post(base, body, { 'idempotency-key': 'click-1' }),
      owner.client.post(base, body, { 'idempotency-key': 'click-1' }),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body).toEqual(two.body);
    expect([one, two].map((answer) => answer.headers.get('idempotent-replayed')).sort()).toEqual(['true', null].sort());
    expect(
      (await owner.client.get(`${base}?status=scheduled`)).body.items.filter((item: any) => item.kind === 'broadcast'),
    ).toHaveLength(1);
    expect(
      await owner.client.post(base, { ...body, subject: 'Other' }, { 'idempotency-key': 'click-1' }),
    ).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const third = await owner.client.post(base, body, { 'idempotency-key': 'click-2' });
    expect(third.body.id).not.toBe(one.body.id);
  });

  it('does not remember failures', async () => {
    const { id, base } = await anEventWithGuests([]);
    const body = { ...text, mode: 'now', audience: 'everyone', holdSeconds: 60 };
    expect((await owner.client.post(base, body, { 'idempotency-key': 'retry' })).status).toBe(409);
    await aGuest(owner, id, { name: 'Now There', email: 'now@guests.test' });
    expect((await owner.client.post(base, body, { 'idempotency-key': 'retry' })).status).toBe(201);
  });

  it('sends a draft once, and a replay does not ask again whether it may', async () => {
    const { base } = await anEventWithGuests();
    const { body } = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    const first = await owner.client.post(`${base}/${body.id}/send-now`, {}, { 'idempotency-key': 'go' });
    await move(body.id, 'sending');
    await move(body.id, 'sent');
    const again = await owner.client.post(`${base}/${body.id}/send-now`, {}, { 'idempotency-key': 'go' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it.each(['', 'with space', 'ü', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const { base } = await anEventWithGuests();
    const answer = await owner.client.post(
      base,
      { ...text, mode: 'draft', audience: 'everyone' },
      { 'idempotency-key': key },
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: 'Idempotency-Key' }] },
    });
  });

  it('tells the second to come back when the first takes too long', async () => {
    const { base } = await anEventWithGuests();
    const holder = await api.database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${owner.id} messages.create slow`]);
      const answer = await owner.client.post(
        base,
        { ...text, mode: 'draft', audience: 'everyone' },
        { 'idempotency-key': 'slow' },
      );
      expect(answer).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });
});

describe('templates', () => {
  it('give subject and text where they are left out', async () => {
    const { base } = await anEventWithGuests();
    const template = await owner.client.post('/v1/templates', {
      name: `Doors ${Date.now()}`,
      channel: 'email',
      subject: 'Doors open',
      body: 'At six, {{guest_first_name}}.',
    });
    expect(template.status).toBe(201);
    const message = await owner.client.post(base, {
      mode: 'draft',
      channel: 'email',
      audience: 'everyone',
      templateId: template.body.id,
      subject: 'My own',
    });
    expect(message).toMatchObject({
      status: 201,
      body: { subject: 'My own', body: 'At six, {{guest_first_name}}.', templateId: template.body.id },
    });
    expect(
      await owner.client.post(base, {
        mode: 'draft',
        channel: 'sms',
        audience: 'everyone',
        templateId: template.body.id,
      }),
    ).toMatchObject({ status: 400 });
  });
});

describe('reminders', () => {
  it('a future event gets its four reminders, with friendly names', async () => {
    const event = await api.event(owner);
    const list = (await reminders(event.id)).sort((a, b) => a.sendAt.localeCompare(b.sendAt));
    expect(
      list.map(({ label, audience, channel, status: state, createdBy }) => [
        label,
        audience,
        channel,
        state,
        createdBy,
      ]),
    ).toEqual([
      ['7 days before', 'attending', 'email', 'scheduled', null],
      ['3 days before: last call', 'pending', 'email', 'scheduled', null],
      ['1 day before', 'attending', 'email', 'scheduled', null],
      ['On the day', 'attending', 'email', 'scheduled', null],
    ]);
    expect(list.map((item) => item.expiresAt)).toEqual([
      list[1].sendAt,
      list[2].sendAt,
      list[3].sendAt,
      event.startsAt,
    ]);
  });

  it('a near event gets only those still ahead', async () => {
    const event = await api.event(owner, { startsAtLocal: daysAhead(2) });
    expect(await scheduledKinds(event.id)).toEqual(['reminder_1d', 'reminder_day_of']);
    expect(await reminders(event.id)).toHaveLength(2);
  });

  it('follow the event, are skipped when past, and come back', async () => {
    const event = await api.event(owner, { startsAtLocal: daysAhead(5) });
    const path = `/v1/events/${event.id}`;
    expect(await scheduledKinds(event.id)).toEqual(['reminder_1d', 'reminder_3d', 'reminder_day_of']);
    await owner.client.patch(path, { startsAtLocal: daysAhead(2) });
    expect(await scheduledKinds(event.id)).toEqual(['reminder_1d', 'reminder_day_of']);
    expect((await reminders(event.id)).find((item) => item.kind === 'reminder_3d')).toMatchObject({
      status: 'cancelled',
      statusReason: 'past',
    });
    await owner.client.patch(path, { startsAtLocal: daysAhead(70, '20:30') });
    expect(await scheduledKinds(event.id)).toEqual(['reminder_1d', 'reminder_3d', 'reminder_7d', 'reminder_day_of']);
    const moved = (await owner.client.get(path)).body;
    const oneDay = (await reminders(event.id)).find((item) => item.kind === 'reminder_1d');
    expect(Math.abs(Date.parse(moved.startsAt) - Date.parse(oneDay.sendAt) - 86_400_000)).toBeLessThanOrEqual(
      3_600_000,
    );
    expect(oneDay.statusReason).toBeNull();
  });

  it('stay as a person left them: cancelled, moved by hand, but a changed text still follows', async () => {
    const event = await api.event(owner);
    const path = `/v1/events/${event.id}`;
    const by = Object.fromEntries((await reminders(event.id)).map((item) => [item.kind, item]));
    const own = inSeconds(86_400);
    await owner.client.delete(`${path}/messages/${by.reminder_7d.id}`);
    expect(
      await owner.client.patch(`${path}/messages/${by.reminder_3d.id}`, { version: 1, sendAt: own }),
    ).toMatchObject({ status: 200, body: { expiresAt: null } });
    await owner.client.patch(`${path}/messages/${by.reminder_1d.id}`, { version: 1, subject: 'My words' });
    await owner.client.patch(path, { startsAtLocal: daysAhead(90) });
    const after = Object.fromEntries((await reminders(event.id)).map((item) => [item.kind, item]));
    expect(after.reminder_7d.status).toBe('cancelled');
    expect(after.reminder_3d).toMatchObject({ status: 'scheduled', sendAt: own });
    expect(after.reminder_1d).toMatchObject({ status: 'scheduled', subject: 'My words' });
    expect(after.reminder_1d.sendAt).not.toBe(by.reminder_1d.sendAt);
  });

  it('and everything else unsent end with the event', async () => {
    const { id, base } = await anEventWithGuests();
    const draft = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    const running = await owner.client.post(base, {
      ...text,
      mode: 'schedule',
      audience: 'everyone',
      sendAt: inSeconds(7200),
    });
    await move(running.body.id, 'sending');
    expect((await owner.client.post(`/v1/events/${id}/cancel`)).status).toBeLessThan(300);
    expect(await owner.client.get(`${base}/${draft.body.id}`)).toMatchObject({
      body: { status: 'cancelled', statusReason: 'event_cancelled' },
    });
    expect((await owner.client.get(`${base}/${running.body.id}`)).body.status).toBe('cancelling');
    expect(await scheduledKinds(id)).toEqual([]);
  });
});

describe('the list', () => {
  it('is paged newest first without losing or repeating any', async () => {
    const { base } = await anEventWithGuests();
    for (let i = 0; i < 5; i++)
      await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone', subject: `Draft ${i}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    await until('the last page', async () => {
      const { body }: any = await owner.client.get(`${base}?limit=2&cursor=${cursor ?? ''}`);
      seen.push(...body.items.map((item: any) => item.id));
      cursor = body.nextCursor;
      return cursor === null;
    });
    expect(seen).toHaveLength(9);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect((await owner.client.get(`${base}?status=draft&status=cancelled`)).body.items).toHaveLength(5);
    expect((await owner.client.get(`${base}?status=flying`)).status).toBe(400);
    expect((await owner.client.get(`${base}?cursor=nonsense`)).status).toBe(400);
  });
});
