import { randomUUID } from 'node:crypto';
import {
  aBroadcast,
  aColleague,
  anEvent,
  anEventWithGuests,
  anOrganizer,
  importGuests,
  type Organizer,
  untilMessage,
} from './product';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What the pages are looked at with: made once, changed by nobody. */
export interface World {
  /** Owner of everything here, and admin of her organization. */
  readonly ana: Credentials;
  /** A viewer of the event. */
  readonly vera: Credentials;
  /** Support staff of the organization. */
  readonly sam: Credentials;
  /** Somebody who has just registered. */
  readonly newcomer: Credentials;
  readonly event: string;
  readonly guest: string;
  /** An event that nobody is invited to. */
  readonly bare: string;
  readonly draft: string;
  readonly planned: string;
  /** Some got it, some did not, of one nobody knows. */
  readonly sent: string;
  /** A guest's delivery of it. */
  readonly delivery: string;
  readonly paused: string;
  readonly failed: string;
  readonly cancelled: string;
  /** The link of an invitation that nobody has used. */
  readonly invitation: string;
}

export const theWorld = (): World => JSON.parse(process.env.BECKON_WORLD ?? '{}') as World;

const credentials = ({ email, password }: Organizer): Credentials => ({ email, password });

/** An organization with something of everything, and one with nothing. */
export async function makeWorld(): Promise<World> {
  const ana = await anOrganizer();
  const [vera, sam, newcomer] = await Promise.all([
    aColleague(ana, 'Vera Boateng'),
    aColleague(ana, 'Sam Quaye', 'support'),
    anOrganizer('Nii Addo'),
  ]);
  const [event, bare] = await Promise.all([anEventWithGuests(ana, 8), anEvent(ana)]);
  const at = `/v1/events/${event.id}`;
  const tag = randomUUID().slice(0, 8);
  await importGuests(ana, event.id, [
    'name,email,phone,rsvpStatus,tags',
    `Never Reached,never-${tag}@guests.test,,maybe,late`,
    `Dead Mailbox,dead-${tag}@guests.test,,attending,family`,
    `Lost Answer,lost-${tag}@guests.test,,attending,family;friends`,
    `No Address,,,attending,`,
    `Stopped Writing,stopped-${tag}@guests.test,+447700900123,attending,`,
  ]);
  await Promise.all([
    ana.call('POST', `${at}/collaborators`, { email: vera.email, role: 'viewer' }),
    ana.call('PATCH', `${at}/branding`, { accentColour: '#0b7285', senderName: 'Ana Mensah', footer: 'Harbour Hall' }),
    ana.call('POST', `${at}/segments`, {
      name: 'Families',
      criteria: { all: [{ field: 'tags', op: 'has', value: 'family' }] },
    }),
    ana.call('POST', '/v1/templates', { name: 'Doors', channel: 'email', subject: 'Doors', body: 'They open at six.' }),
    ana.call('POST', '/v1/templates', { name: 'Short', channel: 'sms', body: 'Doors open at six.' }),
    ana.call('POST', '/v1/suppressions', { channel: 'email', address: `stopped-${tag}@guests.test`, reason: 'manual' }),
    ana.call('POST', '/v1/api-keys', { name: 'Guest list sync', scopes: ['guests:write'] }),
  ]);
  const { items: found } = await ana.call<{ items: { id: string }[] }>('GET', `${at}/guests?q=Number%203`);
  const { acceptUrl } = await ana.call<{ acceptUrl: string }>('POST', '/v1/organization/members', {
    email: `invited-${tag}@guests.test`,
    role: 'member',
  });
  const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const [draft, planned, cancelled, sent, paused, failed] = await Promise.all([
    aBroadcast(ana, event.id, { mode: 'draft', subject: 'Parking' }),
    aBroadcast(ana, event.id, { mode: 'schedule', sendAt: inThreeDays, subject: 'What to bring' }),
    aBroadcast(ana, event.id, { mode: 'draft', subject: 'Fireworks' }),
    aBroadcast(ana, event.id, { audience: 'attending' }),
    aBroadcast(ana, event.id, { audience: 'maybe', subject: 'Have you decided' }),
    aFailure(ana, event.id, tag),
  ]);
  await ana.call('DELETE', `${at}/messages/${cancelled.id}`);
  await untilMessage(ana, event.id, paused.id, 'sending');
  await ana.call('POST', `${at}/messages/${paused.id}/pause`);
  await untilMessage(ana, event.id, sent.id, 'sent');
  await ana.call('POST', `${at}/invitations`, { channel: 'email', guestIds: [found[0]!.id] });
  const deliveries = await ana.call<{ items: { id: string; guestName: string }[] }>(
    'GET',
    `${at}/messages/${sent.id}/deliveries?q=Number%203`,
  );
  return {
    ...{ ana: credentials(ana), vera: credentials(vera), sam: credentials(sam), newcomer: credentials(newcomer) },
    ...{ event: event.id, bare: bare.id, guest: found[0]!.id },
    ...{ draft: draft.id, planned: planned.id, cancelled: cancelled.id },
    ...{ sent: sent.id, delivery: deliveries.items[0]!.id, paused: paused.id, failed: failed.id },
    invitation: new URL(acceptUrl).pathname + new URL(acceptUrl).hash,
  };
}

/** A message that reached nobody: the only mailbox of its audience does not exist. */
async function aFailure(ana: Organizer, eventId: string, tag: string): Promise<{ id: string }> {
  await importGuests(ana, eventId, ['name,email,tags', `Gone Away,dead-gone-${tag}@guests.test,gone`]);
  const segment = await ana.call<{ id: string }>('POST', `/v1/events/${eventId}/segments`, {
    name: 'Gone',
    criteria: { field: 'tags', op: 'has', value: 'gone' },
  });
  const more = { audience: 'segment', segmentId: segment.id, subject: 'Are you there' };
  const message = await aBroadcast(ana, eventId, more);
  await untilMessage(ana, eventId, message.id, 'failed');
  return message;
}
