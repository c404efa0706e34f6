import type { INestApplicationContext } from '@nestjs/common';
import * as fc from 'fast-check';
import { aGuest, MailDouble, type Person, startApi, startWorker, type TestApi, until } from '../harness';

const statuses = ['pending', 'attending', 'declined', 'maybe'] as const;
const person = fc.record({
  address: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 5 }),
  rsvpStatus: fc.constantFrom(...statuses),
  plusOnes: fc.integer({ min: 0, max: 2 }),
});
const suppression = fc.record({
  address: fc.integer({ min: 1, max: 6 }),
  reason: fc.constantFrom('bounce', 'complaint', 'stop', 'unsubscribe', 'manual'),
});
const request = fc.record({
  audience: fc.constantFrom('everyone', 'segment', ...statuses),
  dedupe: fc.constantFrom('contact', 'guest'),
});

describe('what is counted, listed and previewed is what is claimed', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({ SMTP_URL: mail.url });
    worker = await startWorker(api.config);
    owner = await api.person();
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
    await mail.stop();
  });

  const everything = async (path: string): Promise<any[]> => {
    const items = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: any = (await owner.client.get(`${path}&limit=5${cursor && `&cursor=${cursor}`}`)).body;
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };

  it('for any guests, suppressions and audiences', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 16 }),
        fc.array(suppression, { maxLength: 3 }),
        fc.array(request, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (people, suppressions, requests, keepsCount) => {
          const mark = `r${++run}`;
          const addressOf = (n: number): string => `${mark}-${n}@guests.test`;
          const event = await api.event(owner);
          await api.database.pool.query(
            `insert into guests (organization_id, event_id, name, email, email_key, rsvp_status, plus_ones)
             select $1, $2, p.name, p.email, p.email, p.status, p.plus
               from unnest($3::text[], $4::text[], $5::text[], $6::int[]) p (name, email, status, plus)`,
            [
              owner.organizationId,
              event.id,
              people.map((_one, index) => `Guest ${index}`),
              people.map(({ address }) => (address === null ? null : addressOf(address))),
              people.map(({ rsvpStatus }) => rsvpStatus),
              people.map(({ plusOnes }) => plusOnes),
            ],
          );
          for (const one of suppressions) {
            await api.database.pool.query(
              `insert into suppressions (organization_id, channel, address, address_key, applies_to, reason, source)
               values ($1, 'email', $2, $2, 'all', $3, 'test') on conflict do nothing`,
              [owner.organizationId, addressOf(one.address), one.reason],
            );
          }
          const segment = await owner.client.post(`/v1/events/${event.id}/segments`, {
            name: 'With somebody',
            criteria: { field: 'plusOnes', op: 'gte', value: 1 },
          });
          const base = `/v1/events/${event.id}/messages`;
          for (const { audience, dedupe } of requests) {
            const choice: Record<string, string> =
              audience === 'segment' ? { segmentId: String(segment.body.id) } : { audience };
            const query = `?${new URLSearchParams({ ...choice, dedupe, channel: 'email' }).toString()}`;
            const count = (await owner.client.get(`${base}/recipient-count${query}`)).body;
            const included = await everything(`${base}/recipients${query}&show=included`);
            const excluded = await everything(`${base}/recipients${query}&show=excluded`);
            expect([included.length, included.length + excluded.length]).toEqual([count.count, count.total]);
            const sent = await owner.client.post(base, {
              ...{ mode: 'now', channel: 'email', dedupe, subject: 'S', body: 'Dear {{guest_name}}' },
              ...choice,
              ...(keepsCount && { snapshot: count.snapshot }),
            });
            if (count.count === 0) {
              expect(sent.body.code).toBe('NO_RECIPIENTS');
              continue;
            }
            const at = `${base}/${sent.body.id}`;
            await until('the end', async () => (await owner.client.get(at)).body.status === 'sent');
            const deliveries = await everything(`${at}/deliveries?`);
            const reasons = (items: any[]): Record<string, string | null> =>
              Object.fromEntries(
                items.map(({ guestId, reason }) => [guestId, reason] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
              );
            // a kept count holds those who would get it; of the others it only knows that they were not in it
            expect(reasons(deliveries)).toEqual(reasons([...included, ...excluded]));
            const preview = (
              await owner.client.post(`${base}/preview`, {
                ...{
                  channel: 'email',
                  dedupe,
                  subject: 'S',
                  body: 'Dear {{guest_name}}',
                  guestId: included[0].guestId,
                },
                ...choice,
              })
            ).body;
            const mails = await mail.readAll(included[0].address);
            expect(mails.some(({ text }) => text?.startsWith(preview.text.split('\n')[0]))).toBe(true);
          }
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 120_000);

  it('calls several guests of one address together, and each by name where everybody gets a copy', async () => {
    const event = await api.event(owner);
    for (const [name, firstName] of [
      ['Ana Lima', 'Ana'],
      ['Ben Okoro', undefined],
      ['Cleo Diaz', 'Cleo'],
      ['Dev Rao', 'Dev'],
    ]) {
      await aGuest(owner, event.id, { name, firstName, email: 'home@guests.test' });
    }
    const send = async (over: Record<string, unknown>): Promise<void> => {
      const base = `/v1/events/${event.id}/messages`;
      const { body } = await owner.client.post(base, {
        ...{
          mode: 'now',
          channel: 'email',
          audience: 'everyone',
          subject: 'S',
          body: 'Dear {{guest_first_name}}, {{guest_name}}',
        },
        ...over,
      });
      await until('the end', async () => (await owner.client.get(`${base}/${body.id}`)).body.status === 'sent');
    };
    const greetings = async (): Promise<string[]> =>
      (await mail.readAll('home@guests.test')).map(({ text }) => text!.split('\n')[0]!.trim()).sort();
    await send({});
    expect(await greetings()).toEqual(['Dear Ana, Ben and others, Ana Lima, Ben Okoro and others']);
    await send({ dedupe: 'guest' });
    expect((await greetings()).slice(1)).toEqual([
      'Dear Ana, Ben and others, Ana Lima, Ben Okoro and others',
      'Dear Ben, Ben Okoro',
      'Dear Cleo, Cleo Diaz',
      'Dear Dev, Dev Rao',
    ]);
  });
});
