import { randomUUID } from 'node:crypto';
import { anEvent, anOrganizer, expect, expectAccessible, signInQuietly, test } from './product';
import { theWorld } from './world';

test('register, make an event, find it in the list', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Make an account' }).click();
  await page.getByLabel('Your name').fill('Ana Mensah');
  await page.getByLabel('E-mail').fill(`ana-${randomUUID()}@guests.test`);
  await page.getByLabel('Password').fill('three plain words');
  await page.getByRole('button', { name: 'Make my account' }).click();

  await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Make the first one' }).click();
  await expect(page.getByText('The event needs a name.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Harbour evening');
  await page.getByLabel('Time zone of the venue').fill('London');
  await page.getByLabel('Time zone of the venue').blur();
  await page.getByLabel('Starts: date').fill('2035-10-28');
  await page.getByLabel('Starts: time').fill('01:30');
  // that night the clocks go back in London: the time happens twice
  await expect(page.getByText('01:30 happens twice that night in London.')).toBeVisible();
  await page.getByText('Second, 01:30').click();
  await expect(page.getByText('Four reminders are planned')).toBeVisible();
  await page.getByLabel('Venue', { exact: true }).fill('Palm Court');
  await page.getByLabel('Host').fill('Ana Mensah');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make the event' }).click();

  await expect(page.getByRole('heading', { name: 'Harbour evening' })).toBeVisible();
  await expect(page.getByText('Sun 28 Oct 2035, 01:30 in London')).toBeVisible();
  await page.goto('/events');
  await expect(page.getByRole('link', { name: 'Harbour evening' })).toBeVisible();
  await expectAccessible(page);

  // a reload asks for a new access token; nobody has to sign in again
  await page.reload();
  await expect(page.getByRole('link', { name: 'Harbour evening' })).toBeVisible();
});

test('an address that needs a sign-in leads back to it', async ({ page }) => {
  await page.goto('/status?from=link');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fstatus%3Ffrom%3Dlink/);
});

test('wrong credentials are said in words', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('nobody@guests.test');
  await page.getByLabel('Password').fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not fit together');
});

test('what a new version replaces is asked for again; what carries a hash is kept, and comes packed', async ({
  request,
}) => {
  const kept = async (path: string): Promise<string> => (await request.get(path)).headers()['cache-control'] ?? '';
  const page = await (await request.get('/')).text();
  const script = /src="(main-[\w-]+\.js)"/.exec(page)?.[1] ?? '';
  expect(await kept(`/${script}`)).toContain('immutable');
  const packed = await request.get(`/${script}`, { headers: { 'accept-encoding': 'br' } });
  expect(packed.headers()).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript'),
  });
  const plain = await request.get(`/${script}`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers()['content-encoding']).toBeUndefined();
  expect(await plain.text(), 'the same script').toBe(await packed.text());
  expect(await kept('/glyph.svg')).toBe('no-cache');
  expect(await kept('/theme.js')).toBe('no-cache');
});

test('what guards a page stands on pages, and is not repeated on every script', async ({ request }) => {
  const page = await request.get('/sign-in');
  expect(page.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
  });
  expect((await request.get('/index.html')).headers()).toHaveProperty('content-security-policy');
  const script = /src="(main-[\w-]+\.js)"/.exec(await page.text())?.[1] ?? '';
  const headers = (await request.get(`/${script}`)).headers();
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers).not.toHaveProperty('content-security-policy');
});

test('a first visit to an event takes 250 kB at most, with fonts and data', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEvent(organizer);
  await page.request.post('/v1/auth/login', { data: { email: organizer.email, password: organizer.password } });
  const wire = await page.context().newCDPSession(page);
  let bytes = 0;
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await wire.send('Network.enable');
  await page.goto(`/events/${event.id}`);
  await expect(page.getByRole('heading', { name: event.name })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(250_000);
});

test('the chosen colours are there before the first paint', async ({ page }) => {
  await page.addInitScript("localStorage.setItem('beckon.scheme', 'dark')");
  await page.route(/main-[\w-]+\.js/, (route) => route.abort());
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveClass('dark');
});

test('whatever page an address opens, its tab and its filter are in sight', async ({ page, context }) => {
  const { ana, event } = theWorld();
  await signInQuietly(context, ana);
  await page.goto(`/events/${event}/deliveries?answer=no`);
  const tabs = page.getByRole('navigation', { name: 'This event' });
  await expect(tabs.getByRole('link', { name: 'Deliveries' })).toBeInViewport({ ratio: 0.9 });
  await expect(page.getByRole('button', { name: /^No( [\d,]+)?$/, pressed: true })).toBeInViewport({ ratio: 0.9 });
  await page.goto(`/events/${event}`);
  await expect(tabs.getByRole('link', { name: 'Overview' })).toBeInViewport({ ratio: 0.9 });
});
