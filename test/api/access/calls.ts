import { randomUUID } from 'node:crypto';
import { signLink } from '@beckon/core';
import { type Answer, type Client, daysAhead, type Person, uniqueWord } from '../../harness';
import {
  aDelivery,
  aDraft,
  anEventWithThings,
  aSegment,
  aSuppression,
  aTemplate,
  type Cast,
  join,
  made,
  PASSWORD,
} from './cast';

type Params = Readonly<Record<string, string>>;

/** A request that works for whoever is let in. */
interface Call {
  /** Makes what the request uses up: a second request needs another one. Left out: the cast's own things. */
  readonly fresh?: (cast: Cast) => Promise<Params> | Params;
  readonly query?: string;
  readonly body?: (cast: Cast, caller: Person | null) => unknown;
  readonly raw?: () => FormData;
  readonly headers?: () => Readonly<Record<string, string>>;
}

const ownEvent = async ({ api, people, mine, second }: Cast): Promise<Params> => {
  const things = await anEventWithThings(api, people.owner);
  const at = `/v1/events/${things.eventId}/collaborators`;
  await made(people.owner.client.post(at, { email: people.editor.email, role: 'editor' }));
  await made(people.owner.client.post(at, { email: people.viewer.email, role: 'viewer' }));
  return { ...mine, ...second, ...things };
};
const madeInEvent =
  (path: string, name: string, body: () => unknown) =>
  async ({ people, mine }: Cast): Promise<Params> => {
    const { id } = await made(people.owner.client.post(`/v1/events/${mine.eventId}/${path}`, body()));
    return { ...mine, [name]: id };
  };
const freshMessage = madeInEvent('messages', 'messageId', aDraft);
const heldMessage = async (cast: Cast): Promise<Params> => {
  const params = await freshMessage(cast);
  const at = `/v1/events/${params.eventId}/messages/${params.messageId}/send-now`;
  await made(cast.people.owner.client.post(at, { holdSeconds: 60 }));
  return params;
};
const freshMember = async ({ api, people, mine }: Cast): Promise<Params> => ({
  ...mine,
  userId: (await join(api, people.admin, 'member')).id,
});
const freshCollaborator = async ({ api, people, mine }: Cast): Promise<Params> => {
  const { email, id } = await join(api, people.admin, 'member');
  await made(people.owner.client.post(`/v1/events/${mine.eventId}/collaborators`, { email, role: 'viewer' }));
  return { ...mine, userId: id };
};
const freshOfOrganization =
  (path: string, name: string, body: () => unknown) =>
  async ({ people, mine }: Cast): Promise<Params> => ({
    ...mine,
    [name]: (await made(people.admin.client.post(path, body()))).id,
  });
const aWhatsAppTemplate = () => ({ name: uniqueWord(), displayName: 'Doors', content: 'Hi {{guest_name}}, come in!' });
const freshWhatsAppTemplate = freshOfOrganization('/v1/whatsapp/templates', 'templateId', aWhatsAppTemplate);
const guestLink = ({ api, mine }: Cast): Params => ({
  token: signLink('rsvp', { id: mine.guestId, version: 1 }, api.config.linkSecret),
});
const unknownLink = (): Params => ({ token: 'A'.repeat(47) });
const aFile = (): FormData => {
  const form = new FormData();
  form.append(
    'file',
    new Blob([`name,email\nImported,${uniqueWord()}@guests.test\n`], { type: 'text/csv' }),
    'guests.csv',
  );
  return form;
};
const anAccount = () => ({ email: `${uniqueWord()}@people.test`, password: PASSWORD, name: 'Newcomer' });
const aClick = () => ({ 'idempotency-key': randomUUID() });

/** What to send, where "GET the cast's own things" does not do. */
const calls: Readonly<Record<string, Call>> = {
  'POST /v1/auth/register': { body: anAccount },
  'POST /v1/auth/login': { body: ({ people: { owner } }) => ({ email: owner.email, password: owner.password }) },
  'POST /v1/auth/accept-invitation': { body: () => ({ token: 'nobody-made-this', name: 'Ama', password: PASSWORD }) },
  'PATCH /v1/me': { body: () => ({ name: `Name ${uniqueWord()}` }) },
  'POST /v1/me/password': {
    body: (_cast, caller) => ({ current: caller?.password ?? PASSWORD, next: caller?.password ?? PASSWORD }),
  },
  'PATCH /v1/organization': { body: () => ({ name: `Name ${uniqueWord()}` }) },
  'POST /v1/organization/members': { body: () => ({ email: `${uniqueWord()}@people.test`, role: 'member' }) },
  'PATCH /v1/organization/members/{userId}': { body: () => ({ role: 'member' }) },
  'DELETE /v1/organization/members/{userId}': { fresh: freshMember },
  'POST /v1/api-keys': { body: () => ({ name: 'A key' }) },
  'DELETE /v1/api-keys/{keyId}': { fresh: freshOfOrganization('/v1/api-keys', 'keyId', () => ({ name: 'A key' })) },
  'POST /v1/suppressions': { body: aSuppression },
  'DELETE /v1/suppressions/{suppressionId}': {
    fresh: freshOfOrganization('/v1/suppressions', 'suppressionId', aSuppression),
  },
  'PUT /v1/quota': { body: () => ({ sms: 1_000_000 - Math.floor(Math.random() * 1000) }) },
  'POST /v1/templates': { body: aTemplate },
  'PATCH /v1/templates/{templateId}': { body: () => ({ name: `Text ${uniqueWord()}` }) },
  'DELETE /v1/templates/{templateId}': { fresh: freshOfOrganization('/v1/templates', 'templateId', aTemplate) },
  'POST /v1/whatsapp/templates': { body: aWhatsAppTemplate },
  'GET /v1/whatsapp/templates/{templateId}': { fresh: freshWhatsAppTemplate },
  'PATCH /v1/whatsapp/templates/{templateId}': {
    fresh: freshWhatsAppTemplate,
    body: () => ({ displayName: uniqueWord() }),
  },
  'DELETE /v1/whatsapp/templates/{templateId}': { fresh: freshWhatsAppTemplate },
  'POST /v1/whatsapp/templates/{templateId}/check-approval': { fresh: freshWhatsAppTemplate },
  'POST /v1/events': {
    body: () => ({
      name: 'Garden party',
      startsAtLocal: daysAhead(50),
      timeZone: 'Europe/London',
      venue: 'Garden',
      hostName: 'Ama Mensah',
    }),
  },
  'PATCH /v1/events/{eventId}': { body: () => ({ venue: `Hall ${uniqueWord()}` }) },
  'DELETE /v1/events/{eventId}': { fresh: ownEvent },
  'POST /v1/events/{eventId}/cancel': { fresh: ownEvent },
  'POST /v1/events/{eventId}/collaborators': {
    fresh: async (cast) => ({ ...cast.mine, email: (await join(cast.api, cast.people.admin, 'member')).email }),
    body: ({ people }) => ({ email: people.member.email, role: 'viewer' }),
  },
  'PATCH /v1/events/{eventId}/collaborators/{userId}': { fresh: freshCollaborator, body: () => ({ role: 'editor' }) },
  'DELETE /v1/events/{eventId}/collaborators/{userId}': { fresh: freshCollaborator },
  'PATCH /v1/events/{eventId}/branding': { body: () => ({ footer: `Footer ${uniqueWord()}` }) },
  'POST /v1/events/{eventId}/guests': { body: () => ({ name: `Guest ${uniqueWord()}` }) },
  'PATCH /v1/events/{eventId}/guests/{guestId}': { body: () => ({ firstName: uniqueWord() }) },
  'DELETE /v1/events/{eventId}/guests/{guestId}': {
    fresh: madeInEvent('guests', 'guestId', () => ({ name: 'Leaving' })),
  },
  'POST /v1/events/{eventId}/guests/import': { raw: aFile },
  'POST /v1/events/{eventId}/segments': { body: aSegment },
  'POST /v1/events/{eventId}/segments/count': { body: () => ({ criteria: aSegment().criteria }) },
  'PATCH /v1/events/{eventId}/segments/{segmentId}': { body: () => ({ name: `Renamed ${uniqueWord()}` }) },
  'DELETE /v1/events/{eventId}/segments/{segmentId}': { fresh: madeInEvent('segments', 'segmentId', aSegment) },
  'POST /v1/events/{eventId}/invitations/count': { body: () => ({ channel: 'email', audience: 'everyone' }) },
  'POST /v1/events/{eventId}/invitations/preview': { body: () => ({ channel: 'email', audience: 'everyone' }) },
  'POST /v1/events/{eventId}/invitations': { body: () => ({ channel: 'email', audience: 'everyone', again: true }) },
  'POST /v1/events/{eventId}/messages': { body: aDraft },
  'GET /v1/events/{eventId}/messages/recipient-count': { query: '?audience=everyone&channel=email' },
  'POST /v1/events/{eventId}/messages/recipient-count': { body: () => ({ criteria: aSegment().criteria }) },
  'GET /v1/events/{eventId}/messages/recipients': { query: '?audience=everyone' },
  'GET /v1/events/{eventId}/messages/preview-guests': { query: '?audience=everyone' },
  'POST /v1/events/{eventId}/messages/preview': {
    body: () => ({ audience: 'everyone', channel: 'email', subject: 'News', body: 'Hello {{ guest_name }}' }),
  },
  'POST /v1/events/{eventId}/messages/test-send': {
    body: () => ({ channel: 'email', subject: 'News', body: 'Hello', to: 'me@people.test' }),
    headers: aClick,
  },
  'PATCH /v1/events/{eventId}/messages/{messageId}': {
    fresh: freshMessage,
    body: () => ({ version: 1, subject: 'Other news' }),
  },
  'DELETE /v1/events/{eventId}/messages/{messageId}': { fresh: freshMessage },
  'POST /v1/events/{eventId}/messages/{messageId}/send-now': { fresh: freshMessage, body: () => ({ holdSeconds: 60 }) },
  'POST /v1/events/{eventId}/messages/{messageId}/undo': { fresh: heldMessage },
  'POST /v1/events/{eventId}/messages/{messageId}/resolve-unconfirmed': { body: () => ({ as: 'delivered' }) },
  'POST /v1/deliveries/{deliveryId}/resolve': {
    fresh: async ({ api, mine }) => ({ ...mine, deliveryId: await aDelivery(api, mine) }),
    body: () => ({ as: 'delivered' }),
  },
  'POST /v1/deliveries/{deliveryId}/reveal': { body: () => ({ reason: 'The guest asks' }) },
  'GET /v1/search': { query: '?q=ama' },
  'GET /r/{token}': { fresh: guestLink },
  'POST /r/{token}': { fresh: guestLink, body: () => ({ response: 'attending' }) },
  'GET /r/{token}/event.ics': { fresh: guestLink },
  'GET /u/{token}': { fresh: unknownLink },
  'POST /u/{token}': { fresh: unknownLink },
};

/** What a request of this route is about. */
export async function freshParams(cast: Cast, route: string): Promise<Params> {
  return (await calls[route]?.fresh?.(cast)) ?? { ...cast.mine };
}

/** Sends the route's working request as somebody. */
export async function call(
  cast: Cast,
  route: string,
  client: Client,
  params: Params,
  caller: Person | null = null,
): Promise<Answer> {
  const [method = '', template = ''] = route.split(' ');
  const { query = '', body, raw, headers } = calls[route] ?? {};
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`calls.ts does not say what {${name}} of ${route} is`);
    return encodeURIComponent(value);
  });
  const given = body?.(cast, caller) ?? (method === 'GET' || raw ? undefined : {});
  const asked = given && params.email !== undefined ? { ...given, email: params.email } : given;
  return client.request(method, path + query, {
    ...(asked !== undefined && { body: asked }),
    ...(raw && { raw: raw() }),
    ...(headers && { headers: headers() }),
  });
}
