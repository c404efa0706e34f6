import type { INestApplicationContext } from '@nestjs/common';
import { aGuest, dueBroadcast, MailDouble, type Person, startApi, startWorker, type TestApi, until } from '../harness';

let mail: MailDouble;
let api: TestApi;
let worker: INestApplicationContext;
let owner: Person;
beforeAll(async () => {
  mail = await MailDouble.start();
  api = await startApi({ SMTP_URL: mail.url, REDIS_URL: process.env.REDIS_URL ?? '' });
  worker = await startWorker(api.config);
  owner = await api.person();
});
afterAll(async () => {
  await worker.close();
  await api.close();
  await mail.stop();
});

/** A time of day; after a midnight in between with its day. */
const TIME = String.raw`(\w{3} \d+ \w{3} (\d{4} )?)?\d\d:\d\d`;

it('shows the very words that a guest got, with links that lead nowhere, and what became of everybody', async () => {
  mail.faults.onRecipient = (address) => (address.startsWith('dead') ? '550 5.1.1 no such user' : null);
  const event = await api.event(owner);
  await aGuest(owner, event.id, { name: 'Ama {{rsvp_link}} <b>', email: 'ama@guests.test' });
  await aGuest(owner, event.id, { name: 'Dede', email: 'dead@guests.test' });
  const message = await dueBroadcast(owner, event.id, { body: 'Dear {{guest_name}}, answer here: {{rsvp_link}}' });
  await until('the message to be sent', async () => (await owner.client.get(message.path)).body.status === 'sent');

  const { people } = (await owner.client.get('/v1/search?q=ama+doors')).body;
  expect(people[0].answers).toHaveLength(1);
  expect(people[0].answers[0].sentence).toMatch(
    new RegExp(`^Probably: handed to the mail server ${TIME}, and nothing came back$`),
  );
  const detail = (await owner.client.get(`/v1/deliveries/${people[0].answers[0].deliveryId}`)).body;
  const [received] = await mail.readAll('ama@guests.test');
  const inert = (text = '') =>
    text
      .replace(/\/([ru])\/[\w-]{20,}/g, '/$1/preview')
      .replaceAll('\r\n', '\n')
      .trim();
  expect(detail.content.subject).toBe(received?.subject);
  expect(inert(received?.text)).toBe(detail.content.text.trim());
  expect(inert(received?.html)).toBe(detail.content.html.trim());
  expect(detail.timeline.map(({ kind }: any) => kind)).toEqual(['planned', 'claimed', 'handed_over']);

  const dead = (await owner.client.get(`/v1/deliveries?eventId=${event.id}&status=failed`)).body.items[0];
  expect(dead.sentence).toMatch(new RegExp(`^No: failed ${TIME}, the mailbox does not exist \\(550\\)$`));
  const { timeline } = (await owner.client.get(`/v1/deliveries/${dead.id}`)).body;
  expect(timeline.map(({ kind }: any) => kind)).toEqual(['planned', 'claimed', 'attempt', 'suppressed']);
});
