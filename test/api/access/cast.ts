import { randomUUID } from 'node:crypto';
import { API_KEY_SCOPES } from '../../../libs/identity/src/domain/api-key-scopes';
import { aGuest, type Client, type Person, type TestApi, uniqueWord } from '../../harness';
import type { AccessRow, PersonName } from './access-table';

export const PASSWORD = 'four small green teapots';

/** An event with one of everything in it. */
export interface EventThings {
  readonly eventId: string;
  readonly guestId: string;
  readonly segmentId: string;
  readonly messageId: string;
  /** Of that message: nobody can know what became of it. */
  readonly deliveryId: string;
  readonly invitationId: string;
}

/** The things of an organization that are in no event. */
export interface OrganizationThings {
  readonly templateId: string;
  readonly suppressionId: string;
  readonly keyId: string;
  /** A member who takes no part. */
  readonly userId: string;
}

type HumanName = Exclude<PersonName, 'anonymous' | 'key' | 'viewKey'>;

/** Everybody of the access table, and what they stand before. */
export interface Cast {
  readonly api: TestApi;
  readonly people: Readonly<Record<HumanName, Person>>;
  readonly mine: EventThings & OrganizationThings;
  readonly theirs: EventThings & OrganizationThings;
  /** Another event of the same owner. */
  readonly second: EventThings;
  /** API keys: for each scope one that has only this, and one that has all the others. */
  readonly only: Readonly<Record<string, Client>>;
  readonly allBut: Readonly<Record<string, Client>>;
  readonly everyScope: Client;
  readonly viewKey: Client;
  readonly foreignKey: Client;
  /** Credentials that were good once, or never. */
  readonly dead: Readonly<Record<string, Client>>;
  as(name: PersonName, row: AccessRow): Client;
}

export async function assemble(api: TestApi): Promise<Cast> {
  const [admin, foreigner] = await Promise.all([api.person('Admin'), api.person('Foreigner')]);
  const joinAs = (role: string) => join(api, admin, role);
  const [member, support, owner, editor, viewer, bystander, leaver, stranger] = await Promise.all([
    joinAs('member'),
    joinAs('support'),
    joinAs('member'),
    joinAs('member'),
    joinAs('member'),
    joinAs('member'),
    joinAs('member'),
    join(api, foreigner, 'member'),
  ]);
  const mine = await anEventWithThings(api, owner);
  for (const [person, role] of [
    [editor, 'editor'],
    [viewer, 'viewer'],
    [bystander, 'viewer'],
  ] as const) {
    await made(owner.client.post(`/v1/events/${mine.eventId}/collaborators`, { email: person.email, role }));
  }
  const [second, theirs, ours, others] = await Promise.all([
    anEventWithThings(api, owner),
    anEventWithThings(api, foreigner),
    organizationThings(admin, bystander),
    organizationThings(foreigner, stranger),
  ]);
  const readingScopes = API_KEY_SCOPES.filter((scope) => scope.endsWith(':read'));
  const everyScope = await aKey(api, admin, API_KEY_SCOPES);
  const keys = { only: {} as Record<string, Client>, allBut: {} as Record<string, Client> };
  for (const scope of API_KEY_SCOPES) {
    keys.only[scope] = (await aKey(api, admin, [scope])).client;
    keys.allBut[scope] = (
      await aKey(
        api,
        admin,
        API_KEY_SCOPES.filter((other) => other !== scope),
      )
    ).client;
  }
  const viewKey = (await aKey(api, admin, readingScopes, 'viewer')).client;
  const people = { admin, member, support, owner, editor, viewer, foreigner };
  return {
    api,
    people,
    mine: { ...mine, ...ours },
    theirs: { ...theirs, ...others },
    second,
    ...keys,
    everyScope: everyScope.client,
    viewKey,
    foreignKey: (await aKey(api, foreigner, API_KEY_SCOPES)).client,
    dead: await deadCredentials(api, admin, leaver),
    as(name, { scope }) {
      if (name === 'anonymous') return api.anonymous;
      if (name === 'key') return scope === null ? everyScope.client : (keys.only[scope] ?? api.anonymous);
      return name === 'viewKey' ? viewKey : people[name].client;
    },
  };
}

/** Invites somebody and accepts for them. */
export async function join(api: TestApi, admin: Person, role: string): Promise<Person> {
  const email = `${uniqueWord()}@people.test`;
  const { token } = await made(admin.client.post('/v1/organization/members', { email, role }));
  const accepted = { token, name: `Somebody ${role}`, password: PASSWORD };
  const { user, accessToken } = await made(api.anonymous.post('/v1/auth/accept-invitation', accepted));
  const organizationId: string = user.organization.id;
  return { id: user.id, email, password: PASSWORD, organizationId, client: api.anonymous.as(accessToken) };
}

export async function anEventWithThings(api: TestApi, owner: Person): Promise<EventThings> {
  const { id: eventId } = await api.event(owner);
  const email = `${uniqueWord()}@guests.test`;
  const { id: guestId } = await aGuest(owner, eventId, { name: 'Ama Mensah', email, rsvpStatus: 'attending' });
  const at = `/v1/events/${eventId}`;
  const { id: segmentId } = await made(owner.client.post(`${at}/segments`, aSegment()));
  const { id: messageId } = await made(owner.client.post(`${at}/messages`, aDraft()));
  const deliveryId = await aDelivery(api, { eventId, guestId, messageId });
  return {
    eventId,
    guestId,
    segmentId,
    messageId,
    deliveryId,
    invitationId: await anInvitation(api, eventId, guestId),
  };
}

/** A delivery as a worker that died would leave it. */
export async function aDelivery(
  api: TestApi,
  { eventId, guestId, messageId }: Pick<EventThings, 'eventId' | 'guestId' | 'messageId'>,
): Promise<string> {
  const { rows } = await api.database.pool.query<{ id: string }>(
    `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, reason, recipient, address_key)
     select organization_id, id, $2, $3, 'email', 'c:' || gen_random_uuid(), 'unknown', 'no_answer', 'ama@guests.test', 'ama@guests.test'
       from events where id = $1 returning id`,
    [eventId, messageId, guestId],
  );
  return rows[0]!.id;
}

/** An invitation as the worker would have written it. */
async function anInvitation(api: TestApi, eventId: string, guestId: string): Promise<string> {
  const message = await api.database.pool.query<{ id: string }>(
    `insert into messages (organization_id, event_id, kind, channel, audience, body, status, send_at, claimed_at, total)
     select organization_id, id, 'notice_invitation', 'email', 'everyone', 'x', 'sending', now(), now(), 1 from events where id = $1 returning id`,
    [eventId],
  );
  const delivery = await api.database.pool.query<{ id: string }>(
    `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, next_attempt_at)
     select organization_id, event_id, id, $2, 'email', 'c:x', 'pending', now() from messages where id = $1 returning id`,
    [message.rows[0]!.id, guestId],
  );
  return delivery.rows[0]!.id;
}

export const aSegment = () => ({
  name: `Coming ${uniqueWord()}`,
  criteria: { all: [{ field: 'rsvpStatus', op: 'is', value: 'attending' }] },
});
export const aDraft = () => ({
  mode: 'draft',
  channel: 'email',
  audience: 'everyone',
  subject: 'News',
  body: 'Hello {{ guest_name }}',
});
export const aTemplate = () => ({ name: `Text ${uniqueWord()}`, channel: 'email', subject: 'News', body: 'Hello' });
export const aSuppression = () => ({ channel: 'email', address: `${uniqueWord()}@guests.test` });

async function organizationThings(admin: Person, somebody: Person): Promise<OrganizationThings> {
  const template = await made(admin.client.post('/v1/templates', aTemplate()));
  const suppression = await made(admin.client.post('/v1/suppressions', aSuppression()));
  const key = await made(admin.client.post('/v1/api-keys', { name: 'Unused' }));
  return { templateId: template.id, suppressionId: suppression.id, keyId: key.id, userId: somebody.id };
}

async function aKey(
  api: TestApi,
  admin: Person,
  scopes: readonly string[],
  roleCeiling = 'owner',
): Promise<{ id: string; client: Client }> {
  const { id, key } = await made(
    admin.client.post('/v1/api-keys', { name: `Key ${uniqueWord()}`, scopes, roleCeiling }),
  );
  return { id, client: api.anonymous.as(key) };
}

async function deadCredentials(api: TestApi, admin: Person, leaver: Person): Promise<Record<string, Client>> {
  const [expired, revoked] = [await aKey(api, admin, API_KEY_SCOPES), await aKey(api, admin, API_KEY_SCOPES)];
  await api.database.pool.query(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [
    expired.id,
  ]);
  await admin.client.delete(`/v1/api-keys/${revoked.id}`);
  await admin.client.delete(`/v1/organization/members/${leaver.id}`);
  return {
    'an expired API key': expired.client,
    'a revoked API key': revoked.client,
    'an API key nobody made': api.anonymous.as(`bk_0123abcd_${'x'.repeat(43)}`),
    'the token of somebody who was removed': leaver.client,
    'the token of a session, cut short': api.anonymous.as((admin.client.token ?? '').slice(0, -3)),
    'no token at all': api.anonymous.as(randomUUID()),
  };
}

/** The body of an answer that made something; anything but 200 and 201 is a broken test. */
export async function made(answer: ReturnType<Client['post']>): Promise<any> {
  const { status, body, text } = await answer;
  if (status !== 200 && status !== 201) throw new Error(`could not prepare the test: ${status} ${text}`);
  return body;
}
