import { aGuestWithPhone, phoneOf, phonePage } from './phones';
import { anEventWithGuests, anOrganizer, expect, expectAccessible, signIn, test } from './product';

test('a WhatsApp invitation is approved, sent, delivered and read, and the guest answers YES', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 1);
  const ama = await aGuestWithPhone(organizer, event.id, 'Ama Mensah');
  await signIn(page, organizer);

  await page.goto('/templates/whatsapp');
  await page.getByRole('button', { name: /RSVP invitation/ }).click();
  await expect(page.getByText('an admin approves it by hand')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Approve it here' }).click();
  await expect(page.getByLabel('Approval').getByText('Approved')).toBeVisible();

  await page.goto(`/events/${event.id}/invitations`);
  await expect(page.getByText('Nobody is invited yet')).toBeVisible();
  await page.getByRole('button', { name: 'Invite guests' }).click();
  const form = page.getByLabel('Invite guests', { exact: true });
  await expect(form.getByText('have no phone number')).toBeVisible();
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Invite 1 guest' }).click();
  await expect(page.locator('#invitation-result')).toContainText('1 guest is being invited');

  const row = page.locator(`tr[data-guest="${ama.id}"]`);
  await expect(row).toContainText(/Queued|Sent/);
  await expect(row).toContainText('Sent');
  await expect.poll(async () => (await phoneOf(ama.id)).map(({ status }) => status)).toEqual(['sent']);

  const phone = await page.context().newPage();
  await phone.goto(phonePage(ama.id));
  const thread = phone.getByRole('list', { name: 'Messages' });
  await expect(thread).toContainText("Hi Ama Mensah! You're invited to");
  await expect(thread).toContainText('Read');
  await expect(row).toContainText('Read');
  await expect(row).toContainText('Not answered');
  await phone.getByRole('button', { name: 'YES' }).click();
  await expect(row).toContainText('Attending');
  await phone.close();

  await page.getByRole('link', { name: 'Ama Mensah', exact: true }).click();
  await expect(page.getByText('Set the answer of this guest.')).toBeVisible();
  const wrote = page.getByRole('listitem').filter({ hasText: 'YES' });
  await expect(page.getByRole('heading', { name: 'What they wrote' })).toBeVisible();
  await expect(wrote).toHaveCount(1);
  await expectAccessible(page);
});

test('a guest answers STOP on the phone, and the next count leaves them out', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 1);
  const kofi = await aGuestWithPhone(organizer, event.id, 'Kofi Owusu');
  await aGuestWithPhone(organizer, event.id, 'Yaw Boateng');
  const { items } = await organizer.call<{ items: { id: string; name: string }[] }>('GET', '/v1/whatsapp/templates');
  const templateId = items.find(({ name }) => name === 'rsvp_invitation')?.id ?? '';
  await organizer.call('PATCH', `/v1/whatsapp/templates/${templateId}`, { isApproved: true });

  await signIn(page, organizer);
  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByText('Everyone', { exact: false }).first().click();
  await page.getByText('WhatsApp', { exact: true }).click();
  await expect(page.getByTestId('guest-message-send-cta')).toContainText('Choose a WhatsApp template');
  await page.getByLabel('WhatsApp template').selectOption({ label: 'RSVP invitation' });
  await expect(page.getByTestId('guest-message-editor')).toHaveValue(/^Hi \{\{guest_name\}\}!/);
  await expect(page.getByTestId('guest-message-recipient-count')).toContainText('No phone number');
  await expect(page.getByTestId('guest-message-preview')).toContainText(/Hi (Kofi|Yaw)/);
  await expect(page.getByTestId('guest-message-gap-panel')).toContainText('only simulated');
  await expectAccessible(page);
  await page.getByTestId('guest-message-send-cta').click();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect.poll(async () => (await phoneOf(kofi.id)).length, { timeout: 30_000 }).toBe(1);

  const phone = await page.context().newPage();
  await phone.goto(phonePage(kofi.id));
  await phone.getByRole('button', { name: 'STOP' }).click();
  await expect(phone.getByRole('list', { name: 'Messages' }).getByText('STOP', { exact: true })).toBeVisible();
  await expect(phone.locator('.problem')).toBeEmpty();
  await phone.close();

  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByText('Everyone', { exact: false }).first().click();
  await page.getByText('WhatsApp', { exact: true }).click();
  await page.getByLabel('WhatsApp template').selectOption({ label: 'RSVP invitation' });
  const count = page.getByTestId('guest-message-recipient-count');
  await expect(count).toContainText('Answered STOP');
  await expect(page.getByTestId('guest-message-send-cta')).toContainText('Send to 1 guest');
});

test('an SMS says what it costs before it is sent, and arrives when the phone is looked at', async ({ page }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 1);
  const efua = await aGuestWithPhone(organizer, event.id, 'Efua Asante');
  await signIn(page, organizer);
  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByText('Everyone', { exact: false }).first().click();
  await page.getByText('SMS', { exact: true }).click();
  await page.getByTestId('guest-message-editor').fill('Doors open at six. '.repeat(10));
  await expect(page.getByText('2 SMS parts a guest, 1 guest: about 2 SMS. Each is paid for.')).toBeVisible();
  // the count is that of SMS, no longer that of e-mail: what was counted is what is sent
  await expect(page.getByTestId('guest-message-recipient-count')).toContainText('No phone number');
  await page.getByTestId('guest-message-send-cta').click();
  await expect.poll(async () => (await phoneOf(efua.id)).length, { timeout: 30_000 }).toBe(1);
  const phone = await page.context().newPage();
  await phone.goto(phonePage(efua.id));
  await expect(phone.getByRole('list', { name: 'Messages' })).toContainText('Delivered');
  await phone.close();
  await expect(async () => {
    await page.reload();
    await expect(page.locator('tr', { hasText: 'Efua Asante' })).toContainText('Delivered', { timeout: 3000 });
  }).toPass({ timeout: 20_000 });
});
