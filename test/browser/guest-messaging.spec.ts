import {
  anEventWithGuests,
  anOrganizer,
  expect,
  expectAccessible,
  mailsTo,
  type Organizer,
  signIn,
  test,
} from './product';

const parts = [
  'guest-messaging-page',
  'guest-message-audience-picker',
  'guest-message-editor',
  'guest-message-recipient-count',
  'guest-message-preview',
  'guest-message-send-cta',
  'guest-message-test-send-cta',
];

async function withoutFirstName(organizer: Organizer, eventId: string, address: string): Promise<void> {
  const at = `/v1/events/${eventId}/guests`;
  const { items } = await organizer.call<{ items: { id: string }[] }>('GET', `${at}?q=${address}`);
  await organizer.call('PATCH', `${at}/${items[0]?.id}`, { firstName: null });
}

test('guest-messaging-renders', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 6);
  await signIn(page, organizer);
  await page.goto(`/events/${event.id}/messages/new`);
  for (const part of parts) {
    const element = page.getByTestId(part).first();
    await element.scrollIntoViewIfNeeded();
    await expect(element, part).toBeVisible();
    const box = await element.boundingBox();
    expect(box === null ? 0 : box.width * box.height, part).toBeGreaterThan(0);
  }
  await expect(page.getByTestId('guest-message-job-tracker')).toHaveCount(0);
  await expectAccessible(page);

  // one sees what one writes before there is a subject
  await page.getByTestId('guest-message-editor').fill('See you at {{venue}}.');
  const preview = page.getByTestId('guest-message-preview');
  await expect(preview.locator('.subject')).toHaveText('No subject yet');
  await expect(preview.frameLocator('iframe').getByText('See you at Palm Court.')).toBeAttached();
});

test('send-one-time-message', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 6);
  await withoutFirstName(organizer, event.id, event.address(3));
  await signIn(page, organizer);
  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByText('Attending', { exact: false }).first().click();
  // what stands for the first name that guest 3 lacks is said in the preview, and is what the guest gets
  await page.getByLabel('Subject').fill('Doors open at six, {{guest_first_name}}');
  await page.getByTestId('guest-message-editor').fill('See you at {{venue}}.');
  await expect(page.getByTestId('guest-message-recipient-count')).toContainText('2');
  await expect(page.getByTestId('guest-message-send-cta')).toContainText('Send to 2 guests');
  const preview = page.getByTestId('guest-message-preview');
  await expect(preview).toContainText('Guest stands for the missing “first name”.');
  await expect(preview.locator('.subject')).toHaveText('Doors open at six, Guest');
  await page.getByTestId('guest-message-send-cta').click();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}/);
  await expect(page.getByTestId('guest-message-job-tracker')).toContainText('were sent this', { timeout: 30_000 });
  await expect.poll(async () => (await mailsTo(event.address(3))).length).toBe(1);
  const [mail] = await mailsTo(event.address(3));
  expect(mail?.subject).toBe('Doors open at six, Guest');
  expect(await mailsTo(event.address(1)), 'guest 1 has not answered').toEqual([]);
  await expectAccessible(page);

  // what was sent is shown as it was sent, whatever becomes of the event
  await organizer.call('PATCH', `/v1/events/${event.id}`, { venue: 'Elsewhere Hall' });
  await page.reload();
  await page.getByRole('button', { name: 'View message' }).click();
  await expect(page.getByText('As Guest Number 3 got it')).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('See you at Palm Court.')).toBeVisible();

  // the audit finds it
  await page.goto('/deliveries?q=Guest%20Number%203');
  await expect(page.getByText('Doors open at six').first()).toBeVisible();
  await expect(page.getByText('Probably.').first()).toBeVisible();
  await expectAccessible(page);
});

test('track-send-progress', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 9);
  const message = await organizer.call<{ id: string }>('POST', `/v1/events/${event.id}/messages`, {
    mode: 'now',
    channel: 'email',
    audience: 'everyone',
    subject: 'We moved',
    body: 'The hall is next door.',
  });
  await signIn(page, organizer);
  await page.goto(`/events/${event.id}/messages/${message.id}`);
  const tracker = page.getByTestId('guest-message-job-tracker');
  await expect(tracker).toContainText('9', { timeout: 30_000 });
  await expect(tracker).toContainText('were sent this', { timeout: 30_000 });
  await page.getByRole('button', { name: /^Sent/ }).click();
  await expect(page).toHaveURL(/status=sent/);
  await page.getByRole('button', { name: 'Guest Number 1', exact: true }).click();
  await expect(page.getByText('What exactly was sent')).toBeVisible();
  await expectAccessible(page);
  // a reload keeps the filter, the opened row and the numbers
  await page.reload();
  await expect(page.getByText('What exactly was sent')).toBeVisible();
  await expect(tracker).toContainText('9');
});

test('deployed-runtime-gap', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 3);
  await signIn(page, organizer);
  // this machine has no SMS provider: the page says so before anything is sent
  await page.goto('/status');
  await expect(page.getByRole('heading', { name: 'Status' })).toBeVisible();
  await expect(page.getByText('SMS', { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
  // and an audience of nobody is refused in words, with nothing sent
  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByText('Maybe', { exact: false }).first().click();
  await expect(page.getByTestId('guest-message-recipient-count')).toContainText('0');
  await expect(page.getByText(/no recipients match|nobody/i).first()).toBeVisible();
});
