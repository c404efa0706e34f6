import { randomBytes } from 'node:crypto';
import { type Client } from './client';

/** Somebody who is signed in. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly organizationId: string;
  readonly client: Client;
}

export const uniqueWord = (): string => randomBytes(5).toString('hex');

/** Registers a person with an organization of their own. */
export async function aPerson(anonymous: Client, name = 'Somebody'): Promise<Person> {
  const email = `${uniqueWord()}@people.test`;
  const password = `a-long-phrase-${uniqueWord()}`;
  const answer = await anonymous.post('/v1/auth/register', { email, password, name });
  if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
  const { user, accessToken } = answer.body;
  return { id: user.id, email, password, organizationId: user.organization.id, client: anonymous.as(accessToken) };
}

/** A wall time some days ahead in UTC, `YYYY-MM-DDTHH:MM`. */
export function daysAhead(days: number, time = '18:00'): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}

/** Creates an event 60 days ahead in London and answers its body. */
export async function anEvent(owner: Person, over: Record<string, unknown> = {}): Promise<any> {
  const answer = await owner.client.post('/v1/events', {
    name: 'Summer party',
    startsAtLocal: daysAhead(60),
    timeZone: 'Europe/London',
    venue: 'Harbour Hall',
    hostName: 'Efua Mensah',
    ...over,
  });
  if (answer.status !== 201) throw new Error(`create event: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** Adds a guest and answers its body. */
export async function aGuest(person: Person, eventId: string, guest: Record<string, unknown>): Promise<any> {
  const answer = await person.client.post(`/v1/events/${eventId}/guests`, guest);
  if (answer.status !== 201) throw new Error(`add guest: ${answer.status} ${answer.text}`);
  return answer.body;
}
