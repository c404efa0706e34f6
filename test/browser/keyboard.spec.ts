import { randomUUID } from 'node:crypto';
import { anEvent, anEventWithGuests, anOrganizer, expect, mailsTo, signInQuietly, test } from './product';
import { Keyboard } from './keyboard';

test('by keyboard alone: sign in, import, write, preview, send, watch, find it in the audit', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEvent(organizer);
  const ama = `ama-${randomUUID()}@guests.test`;
  const lines = ['name,firstName,email,rsvpStatus', `Ama Mensah,Ama,${ama},pending`, 'Kofi Owusu,Kofi,,attending'];
  const keyboard = new Keyboard(page);
  // the system's own window to choose a file
  const file = { name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
  page.on('filechooser', (chooser) => void chooser.setFiles(file));
  await page.goto('/sign-in');

  await test.step('sign in', async () => {
    await keyboard.write('textbox', 'E-mail', organizer.email);
    await keyboard.write('textbox', 'Password', organizer.password);
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Events' })).toBeVisible();
    await keyboard.expectFocusKept('after signing in');
  });

  await test.step('open the event', async () => {
    await keyboard.open('link', event.name);
    await expect(page.getByRole('heading', { name: 'Nobody is on the list yet' })).toBeVisible();
    await keyboard.expectFocusKept('on the event');
  });

  await test.step('import guests', async () => {
    await keyboard.open('link', 'Import guests');
    await expect(page.getByRole('heading', { name: 'Import guests' })).toBeVisible();
    await keyboard.expectFocusKept('on the import');
    await keyboard.to('field', /^Choose a CSV file/);
    await keyboard.press('Enter');
    await keyboard.open('button', 'Import 2 guests');
    await expect(page.getByText('2 added, 0 changed, 0 already as they were')).toBeVisible();
    await keyboard.expectFocusKept('after the import');
    await keyboard.open('button', 'To the guests');
    await expect(page.getByRole('link', { name: 'Ama Mensah' })).toBeVisible();
    await keyboard.expectFocusKept('on the list of guests');
  });

  await test.step('write a message', async () => {
    await keyboard.open('link', 'Communications');
    await expect(page.getByRole('link', { name: /^New message/ })).toBeVisible();
    await keyboard.open('link', /^New message/);
    await expect(page.getByTestId('guest-message-editor')).toBeVisible();
    await keyboard.expectFocusKept('on the page to write');
    await keyboard.to('radio', /^Attending/);
    await keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: /^Not answered/ })).toBeChecked();
    await keyboard.write('textbox', 'Subject', 'Do you come?');
    await keyboard.write('textbox', 'Message', 'Dear {{fir');
    await expect(page.getByRole('listbox', { name: 'Placeholders' })).toBeVisible();
    await keyboard.press('Enter');
    await page.keyboard.type(', please tell us.');
    // more than a screen of it; five hundred keys, one by one, would take a slow machine a minute
    await page.keyboard.insertText(`${'\n\nBring a chair.'.repeat(30)}\n\nYour hosts`);
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
    await expect(page.getByTestId('guest-message-recipient-count')).toContainText('1');
  });

  await test.step('preview it: the mail is one stop with a ring, arrow keys scroll it, Tab leads out', async () => {
    await expect(page.frameLocator('iframe').getByText('Your hosts')).toBeAttached();
    const mail = await keyboard.toFrame('Rendered message');
    const scrolled = () => mail.evaluate<number>('scrollY');
    expect(await scrolled()).toBe(0);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(scrolled).toBeGreaterThan(0);
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate<string>('document.activeElement.title')).not.toBe('Rendered message');
    await keyboard.open('button', 'Text');
    await expect(page.getByTestId('guest-message-preview')).toContainText('Dear Ama, please tell us.');
    await keyboard.to('group', 'Rendered message');
  });

  await test.step('send it', async () => {
    await keyboard.open('button', /^Send to 1 guest/);
    await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
    await keyboard.expectFocusKept('on the message');
    // it can be taken back with the keyboard as well
    await keyboard.to('button', 'Undo');
  });

  await test.step('watch it leave', async () => {
    await expect(page.getByTestId('guest-message-job-tracker')).toContainText('were sent this', { timeout: 30_000 });
    await keyboard.expectFocusKept('when the offer to undo has gone');
    await expect.poll(async () => (await mailsTo(ama)).length).toBe(1);
    await keyboard.open('button', 'Ama Mensah');
    await expect(page.getByText('What exactly was sent')).toBeVisible();
    await keyboard.press('Escape');
    await expect(page.getByText('What exactly was sent')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Ama Mensah' })).toBeFocused();
  });

  await test.step('find it in the audit', async () => {
    const palette = page.getByRole('combobox', { name: 'Find anything' });
    await keyboard.press('/');
    // at once, while the search is still being fetched: no letter is lost, and none is a shortcut
    await page.keyboard.type('ama mens');
    await expect(palette).toBeFocused();
    await expect(palette).toHaveValue('ama mens');
    await keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Ama Mensah' })).toBeFocused();
    // and while what was open is still going away: nothing takes the focus from the search again
    await keyboard.press('Enter');
    await expect(page.getByText('What exactly was sent')).toBeVisible();
    await keyboard.press('Escape');
    await keyboard.press('/');
    await page.keyboard.type('ama mens');
    await expect(palette).toHaveValue('ama mens');
    await expect(palette).toBeFocused();
    await expect(page.getByRole('option', { name: /Do you come/ })).toHaveAttribute('aria-selected', 'true');
    await keyboard.press('Enter');
    await page.waitForURL(/\/deliveries\?.*open=/);
    await expect(page.getByText('Provider details')).toBeVisible();
    await keyboard.expectFocusKept('on the audit');
    await keyboard.open('button', 'Close');
    await expect(page.getByText('Provider details')).toHaveCount(0);
    await keyboard.expectFocusKept('when the delivery is closed');
    await expect(page.getByText('Probably.').first()).toBeVisible();
  });
});

test('beneath a sheet nothing can be reached: the focus goes in, stays in, and comes back', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 1024, height: 800 });
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 3);
  const keyboard = new Keyboard(page);
  await signInQuietly(context, organizer);
  await page.goto(`/events/${event.id}/guests`);

  await keyboard.open('button', 'Edit Guest Number 2');
  const sheet = page.getByRole('dialog', { name: 'Guest' });
  await expect(sheet).toBeFocused();
  const seen = new Set<string>();
  for (let step = 0; step < 30; step++) {
    await keyboard.press('Tab');
    const at = await page.evaluate<string>(
      `document.activeElement === document.body ? 'body' : document.activeElement.closest('aside') ? 'sheet' : 'beneath: ' + document.activeElement.outerHTML`,
    );
    seen.add(at);
  }
  // after its last button the browser's own come
  expect([...seen].sort()).toEqual(['body', 'sheet']);
  const beneath = page.getByRole('link', { name: 'Communications' }).and(page.locator('[inert] *'));
  await expect(beneath, 'for screen readers neither').toHaveCount(1);

  await keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Edit Guest Number 2' })).toBeFocused();
  await keyboard.to('link', 'Communications');

  // wide enough: a column beside the list, which stays within reach
  await keyboard.open('button', 'Edit Guest Number 2');
  await expect(sheet).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Guest' })).toBeVisible();
  await expect(beneath).toHaveCount(0);
  await keyboard.to('link', 'Communications');
});
