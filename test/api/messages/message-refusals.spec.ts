import { type Person, type TestApi } from '../../harness';
import { Desk, inSeconds, text } from './desk';

let desk: Desk;
let api: TestApi;
let owner: Person;
let anEventWithGuests: Desk['anEventWithGuests'];
let status: Desk['status'];

beforeAll(async () => {
  desk = await Desk.open();
  ({ api, owner, anEventWithGuests, status } = desk);
});
afterAll(() => desk.api.close());

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
