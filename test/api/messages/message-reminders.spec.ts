import { daysAhead, type Person, type TestApi } from '../../harness';
import { Desk, inSeconds, text } from './desk';

let desk: Desk;
let api: TestApi;
let owner: Person;
let anEventWithGuests: Desk['anEventWithGuests'];
let move: Desk['move'];
let reminders: Desk['reminders'];
let scheduledKinds: Desk['scheduledKinds'];

beforeAll(async () => {
  desk = await Desk.open();
  ({ api, owner, anEventWithGuests, move, reminders, scheduledKinds } = desk);
});
afterAll(() => desk.api.close());

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
