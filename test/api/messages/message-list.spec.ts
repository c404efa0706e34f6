import { until, type Person } from '../../harness';
import { Desk, text } from './desk';

let desk: Desk;
let owner: Person;
let anEventWithGuests: Desk['anEventWithGuests'];

beforeAll(async () => {
  desk = await Desk.open();
  ({ owner, anEventWithGuests } = desk);
});
afterAll(() => desk.api.close());

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
