import type { INestApplicationContext } from '@nestjs/common';
import { MailDouble, type Person, startApi, startWorker, type TestApi, until } from '../harness';

describe('from a CSV to a mailbox', () => {
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

  it('sends an imported guest list one mail each and accounts for every guest', async () => {
    const event = await api.event(owner);
    const csv =
      'name,firstName,email,rsvpStatus\nAna Lima,Ana,ana@guests.test,attending\nBen Okoro,,ben@guests.test,pending\nNo Address,,,attending\nAna Twin,,ANA@guests.test,attending\n';
    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), 'guests.csv');
    const imported = await owner.client.request('POST', `/v1/events/${event.id}/guests/import`, { raw: form });
    expect(imported.body).toMatchObject({ created: 4, updated: 0, skipped: 0, errors: [] });

    const count = await owner.client.get(
      `/v1/events/${event.id}/messages/recipient-count?audience=everyone&channel=email`,
    );
    expect(count.body).toMatchObject({ count: 2, total: 4, excluded: { noAddress: 1, duplicate: 1, suppressed: 0 } });

    const created = await owner.client.post(`/v1/events/${event.id}/messages`, {
      mode: 'now',
      channel: 'email',
      audience: 'everyone',
      subject: 'See you at {{event_name}}',
      body: 'Hello {{ guest_first_name | default: "there" }},\n\nanswer here:\n\n{{rsvp_link}}',
    });
    expect(created.status).toBe(201);
    const path = `/v1/events/${event.id}/messages/${created.body.id}`;
    await until('the message to be sent', async () => (await owner.client.get(path)).body.status === 'sent');

    expect([...mail.countByRecipient()].sort()).toEqual([
      ['ana@guests.test', 1],
      ['ben@guests.test', 1],
    ]);
    const [received] = await mail.readAll('ana@guests.test');
    expect(received?.subject).toBe('See you at Summer party');
    expect(received?.text).toContain('Hello Ana,');
    expect(received?.html).toContain('https://beckon.test/r/');
    expect(received?.headers.find((header) => header.key === 'list-unsubscribe-post')?.value).toBe(
      'List-Unsubscribe=One-Click',
    );

    const deliveries = await owner.client.get(`${path}/deliveries`);
    expect(deliveries.body.items.map((d: any) => [d.guestName, d.status, d.reason]).sort()).toEqual([
      ['Ana Lima', 'accepted', null],
      ['Ana Twin', 'skipped', 'duplicate_contact'],
      ['Ben Okoro', 'accepted', null],
      ['No Address', 'skipped', 'no_address'],
    ]);
    const progress = await owner.client.get(`${path}/progress`);
    expect(progress.body).toMatchObject({
      status: 'sent',
      total: 4,
      counts: { sent: 2, skipped: 2, queued: 0, failed: 0 },
    });
  });
});
