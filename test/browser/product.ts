import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';

/** Where the product under test answers. */
export const productUrl = (): string => process.env.BECKON_URL ?? '';

/** One mail as the mailbox tells it. */
export interface ReceivedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** What the mailbox holds for one address. */
export async function mailsTo(address: string): Promise<ReceivedMail[]> {
  const answer = await fetch(`${process.env.BECKON_MAILBOX}/api/messages?to=${encodeURIComponent(address)}`);
  return (await answer.json()) as ReceivedMail[];
}

/** One of the demo's people: `demo`, `editor`, `viewer` or `support`. */
export function demoPerson(who: string): { email: string; password: string } {
  const passwords = JSON.parse(process.env.BECKON_PASSWORDS ?? '{}') as Record<string, string>;
  return { email: `${who}@beckon.local`, password: passwords[who] ?? '' };
}

/** A person of one's own with an organization of her own, made over the API. */
export interface Organizer {
  readonly email: string;
  readonly password: string;
  /** Calls the API as her; throws when it refuses. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export async function anOrganizer(name = 'Ana Mensah'): Promise<Organizer> {
  const person = { email: `ana-${randomUUID()}@guests.test`, password: `plum ${randomUUID()}`, name };
  const { accessToken } = (await send('POST', '/v1/auth/register', '', person)) as { accessToken: string };
  return { ...person, call: caller(accessToken) };
}

/** Somebody who has an account already. */
export async function signedInPerson(person: { email: string; password: string }): Promise<Organizer> {
  const { accessToken } = (await send('POST', '/v1/auth/login', '', person)) as { accessToken: string };
  return { ...person, call: caller(accessToken) };
}

/** Somebody who joins the organization of an admin by invitation. */
export async function aColleague(
  admin: Organizer,
  name: string,
  role: 'admin' | 'member' | 'support' = 'member',
): Promise<Organizer> {
  const person = { email: `colleague-${randomUUID()}@guests.test`, password: `plum ${randomUUID()}` };
  const { token } = await admin.call<{ token: string }>('POST', '/v1/organization/members', {
    email: person.email,
    role,
  });
  await send('POST', '/v1/auth/accept-invitation', '', { token, name, password: person.password });
  return signedInPerson(person);
}

const caller =
  (token: string) =>
  async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await send(method, path, token, body)) as T;

async function send(method: string, path: string, token: string, body?: unknown): Promise<unknown> {
  const isForm = body instanceof FormData;
  const answer = await fetch(productUrl() + path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** An event in twenty days whose guests are still to come. */
export async function anEvent(organizer: Organizer): Promise<{ id: string; name: string }> {
  const startsAtLocal = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 11) + '18:00';
  return organizer.call('POST', '/v1/events', {
    name: `Harbour evening ${randomUUID().slice(0, 8)}`,
    startsAtLocal,
    timeZone: 'Africa/Accra',
    venue: 'Palm Court',
    hostName: 'Ana Mensah',
  });
}

/** Puts guests on a list: lines of a CSV file whose first line names the columns. */
export async function importGuests(organizer: Organizer, eventId: string, lines: readonly string[]): Promise<void> {
  const form = new FormData();
  form.set('file', new Blob([lines.join('\n')], { type: 'text/csv' }), 'guests.csv');
  await organizer.call('POST', `/v1/events/${eventId}/guests/import`, form);
}

/**
 * An event in twenty days with some guests: pending, declined and attending in turn, `<kind>guest<n>-<tag>@guests.test`.
 *
 * @param kind how their mail goes, see mail-gate.ts: `busy-`, `dead-`, ...
 */
export async function anEventWithGuests(
  organizer: Organizer,
  guests: number,
  kind = '',
): Promise<{ id: string; name: string; address(n: number): string }> {
  const event = await anEvent(organizer);
  const tag = randomUUID().slice(0, 8);
  const address = (n: number): string => `${kind}guest${n}-${tag}@guests.test`;
  const lines = ['name,firstName,email,rsvpStatus'];
  for (let n = 1; n <= guests; n++)
    lines.push(`Guest Number ${n},Guest${n},${address(n)},${['attending', 'pending', 'declined'][n % 3]}`);
  await importGuests(organizer, event.id, lines);
  return { ...event, address };
}

/** A broadcast that leaves at once. */
export async function aBroadcast(
  organizer: Organizer,
  eventId: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ id: string; status: string }> {
  const text = { channel: 'email', audience: 'everyone', subject: 'Doors open at six', body: 'See you at the door.' };
  return organizer.call('POST', `/v1/events/${eventId}/messages`, { mode: 'now', ...text, ...more });
}

/** Waits until a message is in one of these states. */
export async function untilMessage(
  organizer: Organizer,
  eventId: string,
  messageId: string,
  ...states: readonly string[]
): Promise<void> {
  const at = `/v1/events/${eventId}/messages/${messageId}`;
  const status = async (): Promise<string> => (await organizer.call<{ status: string }>('GET', at)).status;
  await expect.poll(status, { timeout: 30_000 }).toMatch(new RegExp(`^(${states.join('|')})$`));
}

/** Signs in through the page and ends on the first page after it. */
export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Signs in without the page: the browser gets the cookie that the page would have got. */
export async function signInQuietly(
  context: BrowserContext,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const answer = await context.request.post(`${productUrl()}/v1/auth/login`, { data: { email, password } });
  expect(answer.ok(), `${email} signs in`).toBe(true);
}

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

const ACCESSIBLE = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** What depends on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** axe, packed. Its runner for Playwright, which alone knows where it is, sends twice as much, twice for every look, and waits for frames that run no script. */
const AXE = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/** No serious or critical finding of axe on the page as it is, light and dark. Only colours differ in the dark, so only they are looked at there. */
export async function expectAccessible(page: Page, state = 'as it is'): Promise<void> {
  // what a bar at the edge covers depends on where one has scrolled to
  await page.evaluate('scrollTo(0, 0)');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = await axeFindings(page, colorScheme === 'light' ? ACCESSIBLE : COLOUR_RULES);
    expect(found, `axe, ${colorScheme}, ${page.url()}, ${state}`).toEqual([]);
  }
}

/**
 * What axe finds that is serious or critical, in words.
 *
 * @param runOnly tags of rules, or rules
 */
async function axeFindings(page: Page, runOnly: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  // mails stand in frames that run no script, so nothing inside could answer; only a moderate rule wants sounds loaded before
  const options = { iframes: false, preload: false, resultTypes: ['violations'], runOnly };
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join('; ')}`,
    );
}

/** What the browser itself complains about that no test should bear: refused styles and scripts, other hosts. */
const refused = /Content Security Policy|Refused to|ERR_NAME_NOT_RESOLVED/;

/** Tests of the product: addresses are relative to it; an error in the page, something the content policy refuses, or a request to another host fails the test. */
export const test = base.extend({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  baseURL: async ({}, use) => use(productUrl()),
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && refused.test(message.text())) errors.push(message.text());
    });
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') errors.push(`asked ${request.url()}`);
    });
    await use(page);
    expect(errors, 'errors in the page').toEqual([]);
  },
});

export { expect };
