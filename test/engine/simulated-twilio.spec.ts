import type { INestApplicationContext } from '@nestjs/common';
import {
  aGuest,
  type Person,
  signedByTwilio,
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
  const settings = { REDIS_URL: process.env.REDIS_URL ?? '', WHATSAPP_DAILY_RECIPIENTS: '1' };
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
  // no daily limit: nobody at WhatsApp counts
  const accepted = async (): Promise<number> => (await deliveries()).filter((row) => row.status === 'accepted').length;
  await until('three accepted', async () => (await accepted()) === 3, 20_000);
  expect((await deliveries()).map(({ provider }) => provider)).toEqual(['log', 'log', 'log']);
  expect(twilio.misunderstood).toEqual([]);
  const message = twilio.messagesTo(`whatsapp:${phones[0]}`)[0]!;
  expect(message.params).not.toHaveProperty('ContentSid');
  expect(message.body).toMatch(/^Hi Guest 0! You're invited to /);

  for (const status of ['sent', 'delivered', 'read']) {
    const { url, form } = twilio.callbackOf(message, status);
    const answer = await api.anonymous.request('POST', url.replace(api.config.publicBaseUrl, ''), {
      raw: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signedByTwilio(url, form) },
    });
    expect(answer.status).toBe(204);
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
