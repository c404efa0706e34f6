import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test as base } from '@playwright/test';

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

export async function anOrganizer(): Promise<Organizer> {
  const person = { email: `ana-${randomUUID()}@guests.test`, password: `plum ${randomUUID()}`, name: 'Ana Mensah' };
  const send = async (method: string, path: string, token: string, body?: unknown): Promise<unknown> => {
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
  };
  const { accessToken } = (await send('POST', '/v1/auth/register', '', person)) as { accessToken: string };
  return {
    ...person,
    call: async <T>(method: string, path: string, body?: unknown) => (await send(method, path, accessToken, body)) as T,
  };
}

/** An event of hers in twenty days with some guests: attending, pending and declined in turn, `guest<n>-<tag>@guests.test`. */
export async function anEventWithGuests(
  organizer: Organizer,
  guests: number,
): Promise<{ id: string; name: string; address(n: number): string }> {
  const tag = randomUUID().slice(0, 8);
  const startsAtLocal = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 11) + '18:00';
  const event = await organizer.call<{ id: string; name: string }>('POST', '/v1/events', {
    name: `Harbour evening ${tag}`,
    startsAtLocal,
    timeZone: 'Africa/Accra',
    venue: 'Palm Court',
    hostName: 'Ana Mensah',
  });
  const address = (n: number): string => `guest${n}-${tag}@guests.test`;
  const lines = ['name,firstName,email,rsvpStatus'];
  for (let n = 1; n <= guests; n++)
    lines.push(`Guest Number ${n},Guest${n},${address(n)},${['attending', 'pending', 'declined'][n % 3]}`);
  const form = new FormData();
  form.set('file', new Blob([lines.join('\n')], { type: 'text/csv' }), 'guests.csv');
  await organizer.call('POST', `/v1/events/${event.id}/guests/import`, form);
  return { ...event, address };
}

/** Signs in through the page and ends on the first page after it. */
export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** No serious or critical finding of axe on the page as it is, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join('; ')}`,
      );
    expect(found, `axe, ${colorScheme}, ${page.url()}`).toEqual([]);
  }
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
