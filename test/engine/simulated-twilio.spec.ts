import type { INestApplicationContext } from '@nestjs/common';
import {
  aGuest,
  type Person,
  postAsTwilio,
  startApi,
  startWorker,
  type TestApi,
  TwilioDouble,
  until,
} from '../harness';

let twilio: TwilioDouble;
let api: TestApi;
let worker: INestApplicationContext;

beforeAll(async () => {
  twilio = await TwilioDouble.start();
  const settings = { REDIS_URL: process.env.REDIS_URL ?? '', WHATSAPP_DAILY_RECIPIENTS: '2' };
  api = await startApi({ ...settings, ...twilio.settings({ TWILIO_SIMULATED: '1' }) });
  worker = await startWorker(api.config);
});
afterAll(async () => {
  await (worker as INestApplicationContext | undefined)?.close();
  await api.close();
  await twilio.stop();
});

const approve = async (owner: Person): Promise<string> => {
  const { items } = (await owner.client.get('/v1/whatsapp/templates')).body;
  const { id } = items.find(({ name }: any) => name === 'rsvp_invitation');
  // with a real Twilio this is WhatsApp's to decide
  expect((await owner.client.patch(`/v1/whatsapp/templates/${id}`, { isApproved: true })).status).toBe(200);
  return id;
};

it('over the wire like the real one, but the ledger calls it simulated and the answer stays No', async () => {
  const owner = await api.person();
  const event = await api.event(owner);
  const path = `/v1/events/${event.id}`;
  const phones = ['+447700900801', '+447700900802', '+447700900803'];
  for (const [n, phone] of phones.entries()) await aGuest(owner, event.id, { name: `Guest ${n}`, phone });
  const templateId = await approve(owner);
  const { body } = await owner.client.post(`${path}/messages`, {
    ...{ mode: 'now', channel: 'whatsapp', audience: 'everyone', templateId },
  });
  const deliveries = async (): Promise<any[]> =>
    (await owner.client.get(`${path}/messages/${body.id}/deliveries`)).body.items;
  const rows = async () =>
    (
      await api.database.pool.query(
        `select recipient, status, provider, next_attempt_at > now() + interval '23 hours' as is_tomorrow from deliveries
          where message_id = $1 order by status, recipient`,
        [body.id],
      )
    ).rows;
  // the daily limit holds here, too
  await until(
    'two accepted',
    async () => (await rows()).filter((row) => row.status === 'accepted').length === 2,
    20_000,
  );
  const taken = { status: 'accepted', provider: 'log', is_tomorrow: null };
  expect(await rows()).toEqual([
    { recipient: phones[0], ...taken },
    { recipient: phones[1], ...taken },
    { recipient: phones[2], status: 'pending', provider: null, is_tomorrow: true },
  ]);
  expect((await owner.client.get('/v1/whatsapp/limit')).body).toEqual({ limit: 2, used: 2, remaining: 0 });
  expect(twilio.misunderstood).toEqual([]);
  const message = twilio.messagesTo(`whatsapp:${phones[0]}`)[0]!;
  expect(message.params).not.toHaveProperty('ContentSid');
  expect(message.body).toMatch(/^Hi Guest 0! You're invited to /);

  for (const status of ['sent', 'delivered', 'read']) {
    const { url, form } = twilio.callbackOf(message, status);
    expect(await postAsTwilio(api, { url, form })).toBe(204);
  }
  const read = (await deliveries()).find(({ recipient }) => recipient === phones[0]);
  expect([read.status, read.provider]).toEqual(['read', 'log']);
  const messages = (await owner.client.get(`${path}/guests/${read.guestId}/messages`)).body.items;
  expect(messages.find(({ messageId }: any) => messageId === body.id).sentence).toMatch(/^No: only simulated/);
  const progress = (await owner.client.get(`${path}/messages/${body.id}/progress`)).body;
  expect(progress.isSimulated).toBe(true);
  const gaps = (await owner.client.get('/v1/status/gaps')).body.items;
  expect(gaps.map(({ code, channel }: any) => `${code} ${channel}`)).toEqual(
    expect.arrayContaining(['CHANNEL_SIMULATED sms', 'CHANNEL_SIMULATED whatsapp']),
  );
});

it('a limit that is reached stops the channel, and says so of the simulated Twilio', async () => {
  const owner = await api.person();
  const event = await api.event(owner);
  const guest = await aGuest(owner, event.id, { name: 'Ana', phone: '+447700900804' });

  const path = `/v1/events/${event.id}/messages`;
  const send = () => owner.client.post(path, { mode: 'now', channel: 'sms', audience: 'everyone', body: 'Hello' });
  const first = (await send()).body;
  await until('it', () => Promise.resolve(twilio.messagesTo(guest.phone).length === 1), 20_000);
  expect(await postAsTwilio(api, twilio.callbackOf(twilio.messagesTo(guest.phone)[0]!, 'failed', 63038))).toBe(204);
  const gaps = (await owner.client.get('/v1/status/gaps')).body.items;
  expect(gaps).toContainEqual(
    expect.objectContaining({
      ...{ code: 'PROVIDER_DOWN', channel: 'sms' },
      title: 'SMS rests: the sender has reached a limit at the simulated Twilio',
    }),
  );
  const failed = (await owner.client.get(`${path}/${first.id}/deliveries`)).body.items[0];
  expect([failed.status, failed.error]).toEqual(['failed', expect.stringMatching(/^63038: The account has reached/)]);
});
