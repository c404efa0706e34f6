import { randomUUID } from 'node:crypto';
import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import {
  aGuest,
  dueBroadcast,
  type MailDouble,
  type Person,
  receiptSettings,
  resendBody,
  type Said,
  sesEvent,
  signedBySvix,
  snsBody,
  type TestApi,
  TestSystem,
  trustSns,
  uniqueWord,
  until,
} from '../harness';
import { ReceiptsRepository } from '../../libs/delivery/src/receipts/receipts.repository';

let system: TestSystem;
let mail: MailDouble;
let api: TestApi;
let owner: Person;

beforeAll(async () => {
  system = await TestSystem.start({ env: receiptSettings, workers: 1 });
  ({ mail, api, owner } = system);
  trustSns(api);
});
afterAll(() => system.stop());

const rows = async (statement: string, values: unknown[] = []) =>
  (await api.database.pool.query(statement, values)).rows;
const row = async (id: string) => (await rows('select * from deliveries where id = $1', [id]))[0];
const eventsOf = (id: string) =>
  rows('select kind, subtype, detail from email_events where delivery_id = $1 order by occurred_at, kind', [id]);
const suppressionsOf = async (to: string) =>
  (await owner.client.get(`/v1/suppressions?q=${encodeURIComponent(to)}`)).body.items.map((s: any) => [
    s.reason,
    s.scope,
    s.appliesTo,
    s.source,
  ]);
const receiptCount = async () => Number((await rows('select count(*) from provider_receipts'))[0].count);

/** A delivery that the provider has taken. */
async function aDelivery(
  provider: 'resend' | 'ses' | 'smtp',
  fault?: 'drop',
): Promise<{ id: string; to: string; providerId: string; path: string }> {
  const own = await api.event(owner);
  const to = `${uniqueWord()}@guests.test`;
  mail.faults = fault === undefined ? {} : { onMessage: () => fault };
  await aGuest(owner, own.id, { name: 'Guest', email: to });
  const { id: messageId, path } = await dueBroadcast(owner, own.id);
  await until('the end', async () => (await owner.client.get(path)).body.status === 'sent');
  const providerId = `${provider}-${uniqueWord()}`;
  const [{ id }] = await rows(
    `update deliveries set provider = $2, provider_message_id = case when status = 'unknown' then null else $3 end where message_id = $1 returning id`,
    [messageId, provider, providerId],
  );
  return { id, to, providerId, path };
}

const post = (path: string, raw: string, headers: Record<string, string>) =>
  api.anonymous.request('POST', path, { raw, headers });
async function resend(said: Said, id?: string): Promise<number> {
  const body = resendBody(said);
  return (await post('/webhooks/resend', body, signedBySvix(body, id))).status;
}
const permanent = { bounce: { type: 'Permanent', subType: 'General', message: 'smtp; 550 5.1.1 no such user' } };

const ses = async (body: string) =>
  (await post('/webhooks/ses', body, { 'content-type': 'text/plain; charset=UTF-8' })).status;
const softBounce = (timestamp = new Date()) => ({
  bounce: {
    bounceType: 'Transient',
    bounceSubType: 'MailboxFull',
    timestamp: timestamp.toISOString(),
    bouncedRecipients: [{ diagnosticCode: 'smtp; 452 4.2.2 full' }],
  },
});

describe('receipts of Resend', () => {
  it('make a delivery delivered', async () => {
    const { id, path, providerId } = await aDelivery('resend');
    expect(await resend({ type: 'email.delivered', deliveryId: id, providerId })).toBe(204);
    expect(await row(id)).toMatchObject({ status: 'delivered', error: null });
    expect((await owner.client.get(`${path}/progress`)).body.counts).toMatchObject({ delivered: 1, sent: 0 });
    expect(await eventsOf(id)).toEqual([{ kind: 'delivered', subtype: null, detail: null }]);
  });

  it('make a hard bounce a suppression, and the next count leaves the address out', async () => {
    const { id, to, path } = await aDelivery('resend');
    expect(await resend({ type: 'email.bounced', deliveryId: id, data: permanent })).toBe(204);
    expect(await row(id)).toMatchObject({
      status: 'bounced',
      reason: 'bounce:permanent',
      error: 'smtp; 550 5.1.1 no such user',
    });
    expect(await suppressionsOf(to)).toEqual([['bounce', 'organization', 'all', 'resend']]);
    const { items } = (await owner.client.get('/v1/audit-log?limit=1')).body;
    expect(items[0]).toMatchObject({
      action: 'suppression.created',
      actor: { kind: 'provider', id: null, name: 'resend' },
    });
    expect(await eventsOf(id)).toEqual([
      { kind: 'bounce', subtype: 'permanent', detail: 'smtp; 550 5.1.1 no such user' },
    ]);
    const eventPath = path.split('/messages')[0]!;
    const { body } = await owner.client.get(`${eventPath}/messages/recipient-count?audience=everyone&channel=email`);
    expect(body).toMatchObject({ count: 0, total: 1, excluded: { suppressed: 1 } });
    expect((await owner.client.get(path)).body.status).toBe('sent');
  });

  it('let a bounce that comes late take a delivery back, and nothing take a bounce back', async () => {
    const { id } = await aDelivery('resend');
    await resend({ type: 'email.delivered', deliveryId: id });
    await resend({ type: 'email.bounced', deliveryId: id, data: permanent });
    expect((await row(id)).status).toBe('bounced');
    await resend({ type: 'email.delivered', deliveryId: id });
    await resend({ type: 'email.sent', deliveryId: id });
    expect((await row(id)).status).toBe('bounced');
  });

  it('make a complaint a suppression and leave the state as it is', async () => {
    const { id, to } = await aDelivery('resend');
    await resend({ type: 'email.delivered', deliveryId: id });
    await resend({ type: 'email.complained', deliveryId: id });
    expect((await row(id)).status).toBe('delivered');
    expect(await suppressionsOf(to)).toEqual([['complaint', 'organization', 'all', 'resend']]);
  });

  it('resolve what nobody could know', async () => {
    const { id, path } = await aDelivery('resend', 'drop');
    expect(await row(id)).toMatchObject({ status: 'unknown', reason: 'no_answer' });
    await resend({ type: 'email.delivery_delayed', deliveryId: id, providerId: 're_known_now' });
    expect(await row(id)).toMatchObject({
      status: 'accepted',
      reason: null,
      error: null,
      provider_message_id: 're_known_now',
    });
    await resend({ type: 'email.delivered', deliveryId: id });
    expect((await owner.client.get(`${path}/progress`)).body.counts).toMatchObject({ unknown: 0, delivered: 1 });
  });

  it('stop a delivery that was about to be tried again', async () => {
    const { id } = await aDelivery('resend', 'drop');
    await api.database.pool.query(
      `update deliveries set status = 'pending', next_attempt_at = now() + interval '1 hour' where id = $1`,
      [id],
    );
    await resend({ type: 'email.delivered', deliveryId: id });
    expect(await row(id)).toMatchObject({ status: 'delivered', next_attempt_at: null });
  });

  it('wait when they come before our own commit', async () => {
    const { id } = await aDelivery('resend');
    const providerId = `re_${uniqueWord()}`;
    expect(await resend({ type: 'email.delivered', providerId })).toBe(204);
    expect(
      (await rows('select * from provider_receipts where provider_message_id = $1', [providerId]))[0],
    ).toMatchObject({ parked_reason: 'no_delivery', applied_at: null });
    expect((await row(id)).status).toBe('accepted');
    await api.database.pool.query('update deliveries set provider_message_id = $2 where id = $1', [id, providerId]);
    await until('the receipt', async () => (await row(id)).status === 'delivered');
    expect(
      (await rows('select * from provider_receipts where provider_message_id = $1', [providerId]))[0],
    ).toMatchObject({ parked_reason: null, delivery_id: id });
  });

  it('are left to who stored them, and taken over when that process died before it applied them', async () => {
    const { id: deliveryId } = await aDelivery('resend');
    const inbox = api.app.get(ReceiptsRepository, { strict: false });
    const providerEventId = `msg_${uniqueWord()}`;
    const occurredAt = new Date();
    const fact = { kind: 'delivered', subtype: null, errorCode: null, detail: null, providerMessageId: null } as const;
    const [receiptId, due] = await RequestContext.create(api.app.get(EntityManager), async () => [
      await inbox.insert({
        ...{ provider: 'resend', providerEventId, headers: {}, payload: {}, receivedAt: occurredAt },
        fact: { ...fact, deliveryId, occurredAt },
      }),
      // the first a worker could find: who is answered 204 must see what it said
      await inbox.listDue(100),
    ]);
    expect(due).not.toContain(receiptId);
    await rows('update provider_receipts set next_attempt_at = now() where id = $1', [receiptId]);
    await until('the receipt', async () => (await row(deliveryId)).status === 'delivered');
  });

  it('are given up when nothing of ours is named for a day', async () => {
    const deliveryId = randomUUID();
    await resend({ type: 'email.delivered', deliveryId });
    await api.database.pool.query(
      `update provider_receipts set received_at = now() - interval '25 hours', next_attempt_at = now() where delivery_id = $1`,
      [deliveryId],
    );
    await until(
      'the end of waiting',
      async () =>
        (await rows('select next_attempt_at from provider_receipts where delivery_id = $1', [deliveryId]))[0]
          .next_attempt_at === null,
    );
  });

  it('count once however often they come', async () => {
    const { id } = await aDelivery('resend');
    const once = `msg_${uniqueWord()}`;
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => resend({ type: 'email.delivered', deliveryId: id }, once)),
    );
    expect(answers).toEqual(Array(6).fill(204));
    await until('the receipt', async () => (await row(id)).status === 'delivered');
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('keep what speaks of something else, and do nothing with it', async () => {
    const before = await receiptCount();
    expect(await resend({ type: 'contact.created' })).toBe(204);
    expect(await receiptCount()).toBe(before + 1);
  });

  it('keep a text that the database cannot take as it is', async () => {
    const { id } = await aDelivery('resend');
    const message = 'broken \0 and \ud800';
    expect(
      await resend({ type: 'email.bounced', deliveryId: id, data: { bounce: { type: 'Transient', message } } }),
    ).toBe(204);
    expect((await row(id)).status).toBe('bounced');
  });
});

describe('receipts of Amazon SES', () => {
  it.each(['1', '2'])('are believed with signature version %s', async (SignatureVersion) => {
    const { id } = await aDelivery('ses');
    expect(await ses(snsBody(sesEvent(id, 'Delivery'), { SignatureVersion, Subject: 'A subject' }))).toBe(204);
    expect((await row(id)).status).toBe('delivered');
  });

  it('find a delivery by the id that SES gave it', async () => {
    const { id, providerId } = await aDelivery('ses');
    const { mail: about, ...event } = sesEvent(null, 'Delivery');
    expect(await ses(snsBody({ ...event, mail: { ...about, messageId: providerId } }))).toBe(204);
    expect((await row(id)).status).toBe('delivered');
  });

  it('suppress after the third soft bounce within 30 days, and forgive what was before a lifted one', async () => {
    const { id, to } = await aDelivery('ses');
    const softly = async (deliveryId: string) => ses(snsBody(sesEvent(deliveryId, 'Bounce', softBounce())));
    await softly(id);
    await softly(id);
    await softly(id);
    expect(await row(id)).toMatchObject({ status: 'bounced', reason: 'bounce:transient' });
    expect(await suppressionsOf(to)).toEqual([]);
    const others = await rows(
      `insert into deliveries (organization_id, event_id, message_id, channel, dedupe_key, status, recipient, address_key, provider)
       select organization_id, event_id, message_id, channel, dedupe_key || n, 'accepted', recipient, address_key, 'ses'
         from deliveries, generate_series(1, 3) n where id = $1 returning id`,
      [id],
    );
    await softly(others[0].id);
    expect(await suppressionsOf(to)).toEqual([]);
    await softly(others[1].id);
    expect(await suppressionsOf(to)).toEqual([['bounce', 'organization', 'all', 'ses']]);
    await api.database.pool.query('update suppressions set lifted_at = clock_timestamp() where address_key = $1', [to]);
    await softly(others[2].id);
    const [{ standing }] = await rows(
      'select count(*)::int as standing from suppressions where address_key = $1 and lifted_at is null',
      [to],
    );
    expect(standing).toBe(0);
  });
});

describe('any order and any repetition', () => {
  it('give the same table', async () => {
    const { id: model } = await aDelivery('resend');
    let seed = 20_261_122;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const shuffled = <T>(items: readonly T[]): T[] => {
      const all = [...items];
      for (let i = all.length - 1; i > 0; i--) {
        const j = random(i + 1);
        [all[i], all[j]] = [all[j]!, all[i]!];
      }
      return all;
    };
    const types = [
      'email.sent',
      'email.delivered',
      'email.delivery_delayed',
      'email.opened',
      'email.clicked',
      'email.complained',
      'email.failed',
      'email.suppressed',
      'email.bounced',
    ];
    const bounceTypes = ['Permanent', 'Transient', 'Undetermined'];
    const starts = ['accepted', 'unknown', 'pending', 'sent'];
    const begin = Date.now() - 3_600_000;
    const results: unknown[] = [];
    for (let round = 0; round < 25; round++) {
      const said: Said[] = Array.from({ length: 1 + random(6) }, (_, i) => ({
        type: types[random(types.length)]!,
        at: new Date(begin + random(4) * 1000),
        data: {
          bounce: { type: bounceTypes[random(3)], message: `bounce ${i}` },
          failed: { reason: `failed ${i}` },
          suppressed: { message: `suppressed ${i}` },
        },
      }));
      const start = starts[random(starts.length)];
      const seen: unknown[] = [];
      for (let copy = 0; copy < 2; copy++) {
        const address = `order-${round}-${copy}@guests.test`;
        const [{ id }] = await rows(
          `insert into deliveries (organization_id, event_id, message_id, channel, dedupe_key, status, recipient, address_key, provider, next_attempt_at)
           select organization_id, event_id, message_id, channel, $2, $3, $2, $2, 'resend', now() + interval '1 hour' from deliveries where id = $1 returning id`,
          [model, address, start],
        );
        const calls = said.map((one, i) => ({
          one: { ...one, deliveryId: id as string },
          name: `msg-${round}-${copy}-${String(i)}`,
        }));
        const order = copy === 0 ? calls : shuffled([...calls, ...calls, ...calls]);
        for (const { one, name } of order) expect(await resend(one, name)).toBe(204);
        // a worker on its round may have taken one from under the webhook, and be at it still
        await until('all of them are applied', async () => {
          const open = await rows('select 1 from provider_receipts where delivery_id = $1 and applied_at is null', [
            id,
          ]);
          return open.length === 0;
        });
        const { status, reason, error_code, error, next_attempt_at } = await row(id);
        const suppressions = await rows(
          'select reason, applies_to from suppressions where address_key = $1 order by reason',
          [address],
        );
        seen.push({
          status,
          reason,
          error_code,
          error,
          isDone: next_attempt_at === null,
          events: await rows(
            'select kind, subtype, detail, occurred_at from email_events where delivery_id = $1 order by occurred_at, kind, subtype, detail',
            [id],
          ),
          suppressions,
        });
      }
      results.push({ round, same: JSON.stringify(seen[0]) === JSON.stringify(seen[1]), seen });
    }
    expect(results.filter((result: any) => !result.same)).toEqual([]);
  }, 120_000);
});
