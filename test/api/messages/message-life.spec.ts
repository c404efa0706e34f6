import { daysAhead, type Person, type TestApi } from '../../harness';
import { Desk, inSeconds, text } from './desk';

let desk: Desk;
let api: TestApi;
let owner: Person;
let anEventWithGuests: Desk['anEventWithGuests'];
let move: Desk['move'];
let reminders: Desk['reminders'];

beforeAll(async () => {
  desk = await Desk.open();
  ({ api, owner, anEventWithGuests, move, reminders } = desk);
});
afterAll(() => desk.api.close());

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

    const sent = await owner.client.post(`${one}/send-now`, { holdSeconds: 60 });
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
    const asked = Date.now();
    const held = await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', holdSeconds: 60 });
    expect(held).toMatchObject({ status: 201, body: { status: 'scheduled' } });
    expect(Date.parse(held.body.heldUntil)).toBeGreaterThanOrEqual(asked + 60_000);
    expect(Date.parse(held.body.heldUntil)).toBeLessThanOrEqual(Date.now() + 60_000);
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
