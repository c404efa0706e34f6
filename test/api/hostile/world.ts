import { randomUUID } from 'node:crypto';
import { signLink } from '@beckon/core';
import { aGuest, daysAhead, type Person, type TestApi, uniqueWord } from '../../harness';
import { aDraft, anEventWithThings, aSegment, aSuppression, aTemplate, join, made } from '../access/cast';

/** One organization that is under attack from inside: its admin may do everything, so that every input is really read. */
export interface World {
  readonly api: TestApi;
  readonly owner: Person;
  /** The path parameters of a route; messages are used up, so each request gets the next draft. */
  params(template?: string): Readonly<Record<string, string>>;
  /** What a good body has in its fields; undefined: leave the field out. */
  known(route: string): Readonly<Record<string, unknown>>;
}

export async function aWorld(api: TestApi): Promise<World> {
  const owner = await api.person('Owner');
  const [bystander, newcomer] = [await join(api, owner, 'member'), await join(api, owner, 'member')];
  const things = await anEventWithThings(api, owner);
  const at = `/v1/events/${things.eventId}`;
  await made(owner.client.post(`${at}/collaborators`, { email: bystander.email, role: 'viewer' }));
  const template = await made(owner.client.post('/v1/templates', aTemplate()));
  const whatsApp = { name: uniqueWord(), displayName: 'Doors', content: 'Hi {{guest_name}}, come in!' };
  const whatsAppTemplate = await made(owner.client.post('/v1/whatsapp/templates', whatsApp));
  const suppression = await made(owner.client.post('/v1/suppressions', aSuppression()));
  const drafts: string[] = [];
  for (let i = 0; i < 60; i++) drafts.push((await made(owner.client.post(`${at}/messages`, aDraft()))).id);
  await aGuest(owner, things.eventId, { name: 'Kofi Mensah', email: 'kofi@guests.test', phone: '+44 7700 900123' });
  let next = 0;
  return {
    api,
    owner,
    params: (route = '') => ({
      ...things,
      messageId: drafts[next++ % drafts.length]!,
      templateId: route.startsWith('/v1/whatsapp/') ? whatsAppTemplate.id : template.id,
      suppressionId: suppression.id,
      keyId: randomUUID(),
      userId: bystander.id,
      token: signLink('rsvp', { id: things.guestId, version: 1 }, api.config.linkSecret),
    }),
    known: (route) => ({ ...usual(things.guestId, owner), ...special(route, owner, newcomer) }),
  };
}

const usual = (guestId: string, owner: Person) => ({
  email: `${uniqueWord()}@people.test`,
  password: owner.password,
  name: `Name ${uniqueWord()}`,
  startsAtLocal: daysAhead(60),
  startsAtOffset: undefined,
  endsAtLocal: null,
  endsAtOffset: undefined,
  timeZone: 'Europe/London',
  role: 'member',
  channel: 'email',
  audience: 'everyone',
  segmentId: null,
  guestId,
  templateId: null,
  snapshot: null,
  subject: 'News about {{event_name}}',
  body: 'Hello {{ guest_first_name | default: "there" }}, see you at {{venue}}.',
  sendAt: `${daysAhead(30)}:00Z`,
  expiresAt: null,
  mode: 'schedule',
  criteria: aSegment().criteria,
  version: undefined,
  address: `${uniqueWord()}@guests.test`,
  scope: 'organization',
  eventId: undefined,
  logoUrl: 'https://people.test/logo.png',
  replyTo: 'office@people.test',
  to: 'me@people.test',
  attributes: { table: 'A4' },
  locale: 'en-GB',
  scopes: ['guests:read'],
});

function special(route: string, owner: Person, newcomer: Person): Readonly<Record<string, unknown>> {
  if (route.endsWith('/auth/login')) return { email: owner.email };
  if (route.endsWith('/me/password')) return { current: 'not the password', next: 'another long phrase' };
  if (route.startsWith('POST') && route.endsWith('/collaborators')) return { email: newcomer.email, role: 'viewer' };
  if (route.includes('/collaborators')) return { role: 'viewer' };
  if (route.endsWith('/quota')) return { email: 5_000_000, sms: 5_000_000, whatsapp: null };
  if (route.endsWith('/api-keys')) return { expiresAt: `${daysAhead(30)}:00Z`, roleCeiling: 'editor' };
  if (/\/invitations\/(count|preview)$/.test(route)) return { guestIds: undefined, templateName: undefined };
  if (route.endsWith('/invitations')) return { guestIds: undefined, templateName: undefined, again: true };
  if (route.startsWith('PATCH') && route.endsWith('/{messageId}')) return { version: 1 };
  return {};
}
