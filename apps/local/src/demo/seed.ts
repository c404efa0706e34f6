import { type ApiClient, ApiRefusal } from './api-client';
import { castAsCsv, demoCast } from './cast';

export interface DemoAccount {
  email: string;
  password: string;
  name: string;
  /** In the organization. */
  memberRole: 'admin' | 'member' | 'support';
  /** On the demo event; null: none. */
  eventRole: 'owner' | 'editor' | 'viewer' | null;
}

interface Listed<T> {
  items: T[];
}

const EVENT_NAME = 'An Evening at Harbour Hall';
const EVENT_ZONE = 'Europe/London';
const DAYS_AHEAD = 10;
const SUBJECT = 'We look forward to {{event_name}}';
const BODY = `Hello {{ guest_first_name | default: "there" }},

{{event_name}} is getting close: {{event_date}}, {{event_time}}, at {{venue}}.

Please tell us whether you are coming, and with how many:

{{rsvp_link}}

See you soon,
{{host_name}}`;

const SEGMENTS = [
  { name: 'Families', criteria: { all: [{ field: 'tags', op: 'has', value: 'family' }] } },
  { name: 'Astronauts (nobody yet)', criteria: { all: [{ field: 'tags', op: 'has', value: 'astronaut' }] } },
];

/** The local date some days ahead, as the API wants it: `2027-06-01T18:30`. */
export function startsAtLocal(now: Date): string {
  const date = new Date(now.getTime() + DAYS_AHEAD * 86_400_000);
  return `${date.toISOString().slice(0, 10)}T18:30`;
}

/**
 * Fills an empty installation through its own API: accounts, one event, guests, segments, suppressions, one broadcast.
 * Every step looks first, so an interrupted run can simply be done again.
 * `hold`: the broadcast stays a draft, because a real provider is configured.
 */
export async function seedDemo(
  api: ApiClient,
  accounts: readonly DemoAccount[],
  { hold, now }: { hold: boolean; now: Date },
): Promise<void> {
  const owner = accounts.find(({ eventRole }) => eventRole === 'owner') as DemoAccount;
  const as = api.as(await register(api, owner));
  for (const account of accounts) if (account !== owner) await inviteAndAccept(as, api, account);
  const eventId = await ensureEvent(as);
  for (const { email, eventRole } of accounts) {
    if (eventRole !== null && eventRole !== 'owner')
      await unlessThere(as.post(`/v1/events/${eventId}/collaborators`, { email, role: eventRole }));
  }
  const { guests, suppressed } = demoCast();
  await as.upload(`/v1/events/${eventId}/guests/import`, 'demo-guests.csv', castAsCsv(guests));
  for (const entry of suppressed) await unlessThere(as.post('/v1/suppressions', { channel: 'email', ...entry }));
  const { items: segments } = await as.get<Listed<{ name: string }>>(`/v1/events/${eventId}/segments`);
  for (const segment of SEGMENTS) {
    if (!segments.some(({ name }) => name === segment.name)) await as.post(`/v1/events/${eventId}/segments`, segment);
  }
  await ensureBroadcast(as, eventId, hold ? 'draft' : 'now');

  async function ensureEvent(client: ApiClient): Promise<string> {
    const { items } = await client.get<Listed<{ id: string; name: string }>>('/v1/events');
    const there = items.find(({ name }) => name === EVENT_NAME);
    if (there) return there.id;
    const made = await client.post<{ id: string }>('/v1/events', {
      name: EVENT_NAME,
      startsAtLocal: startsAtLocal(now),
      timeZone: EVENT_ZONE,
      venue: 'Harbour Hall, 12 Quay Street',
      hostName: 'Efua Mensah',
      description: 'Music, food and a view over the harbour. This event and its guests are made up.',
    });
    return made.id;
  }
}

async function ensureBroadcast(as: ApiClient, eventId: string, mode: 'draft' | 'now'): Promise<void> {
  const { items } = await as.get<Listed<{ kind: string }>>(`/v1/events/${eventId}/messages`);
  if (items.some(({ kind }) => kind === 'broadcast')) return;
  await as.post(`/v1/events/${eventId}/messages`, {
    mode,
    channel: 'email',
    audience: 'everyone',
    subject: SUBJECT,
    body: BODY,
  });
}

async function register(api: ApiClient, { email, password, name }: DemoAccount): Promise<string> {
  try {
    const made = await api.post<{ accessToken: string }>('/v1/auth/register', {
      email,
      password,
      name,
      organizationName: 'Harbour Hall',
    });
    return made.accessToken;
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return signIn(api, email, password).catch(() => Promise.reject(error));
  }
}

async function signIn(api: ApiClient, email: string, password: string): Promise<string> {
  return (await api.post<{ accessToken: string }>('/v1/auth/login', { email, password })).accessToken;
}

async function inviteAndAccept(admin: ApiClient, api: ApiClient, account: DemoAccount): Promise<void> {
  const { email, password, name, memberRole } = account;
  const isThere = await signIn(api, email, password).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const { token } = await admin.post<{ token: string }>('/v1/organization/members', { email, role: memberRole });
  await api.post('/v1/auth/accept-invitation', { token, name, password });
}

/** Takes "is there already" for done. */
async function unlessThere(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
  }
}
