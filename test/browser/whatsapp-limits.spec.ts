import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { Client } from 'pg';
import {
  anEvent,
  anOrganizer,
  expect,
  expectAccessible,
  importGuests,
  type Organizer,
  signIn,
  test,
  untilMessage,
} from './product';

/** Meta's first tier, which the simulation keeps to as well. */
const TIER = 250;

async function approvedTemplate(organizer: Organizer): Promise<string> {
  const { items } = await organizer.call<{ items: { id: string; name: string }[] }>('GET', '/v1/whatsapp/templates');
  const id = items.find(({ name }) => name === 'rsvp_invitation')?.id ?? '';
  await organizer.call('PATCH', `/v1/whatsapp/templates/${id}`, { isApproved: true });
  return id;
}

async function composeByWhatsApp(page: Page, eventId: string): Promise<void> {
  await page.goto(`/events/${eventId}/messages/new`);
  await page.getByText('Everyone', { exact: false }).first().click();
  await page.getByText('WhatsApp', { exact: true }).click();
  await page.getByLabel('WhatsApp template').selectOption({ label: 'RSVP invitation' });
}

test('more guests than WhatsApp allows in a day: compose says how many leave later, before anything is sent', async ({
  page,
}) => {
  const organizer = await anOrganizer();
  const event = await anEvent(organizer);
  const lines = Array.from({ length: 2 * TIER + 30 }, (_, n) => `Guest ${n},+4478${String(10_000_000 + n)}`);
  await importGuests(organizer, event.id, ['name,phone', ...lines]);
  await approvedTemplate(organizer);
  await signIn(page, organizer);
  await composeByWhatsApp(page, event.id);
  const warning = page.getByText(/^Up to \d+ of these 530 guests get it later, over the next (2|3) days:/);
  await expect(warning).toContainText(
    /WhatsApp lets your business send templates to 250 people within 24 hours, and \d+ are left/,
  );
  await expect(page.getByTestId('guest-message-send-cta')).toContainText('Send to 530 guests');
  await expectAccessible(page);
});

// whatever became of a test: others use the channel, too
test.afterEach(restIsOver);

test('a limit that is reached at WhatsApp rests the channel, says so, and the failed guest gets it later', async ({
  page,
}) => {
  const organizer = await anOrganizer();
  const event = await anEvent(organizer);
  const templateId = await approvedTemplate(organizer);
  // a number that ends in 63018: the simulated Twilio says that the limit is reached
  const phone = `+4477${randomInt(10, 79)}${randomInt(10)}63018`;
  await organizer.call('POST', `/v1/events/${event.id}/guests`, { name: 'Ama Mensah', phone });
  // first, because from the message on the channel rests, for the other tests too
  await signIn(page, organizer);
  const { id } = await organizer.call<{ id: string }>('POST', `/v1/events/${event.id}/messages`, {
    ...{ mode: 'now', channel: 'whatsapp', audience: 'everyone', templateId },
  });
  await page.goto(`/events/${event.id}/messages/${id}`);
  const row = page.locator('tr', { hasText: 'Ama Mensah' });
  await expect(row).toContainText('Failed');
  await expect(row).toContainText('The WhatsApp sender has reached its limit');
  await composeByWhatsApp(page, event.id);
  const gap = page.getByTestId('guest-message-gap-panel');
  await expect(gap).toContainText('WhatsApp rests: the sender has reached a limit at the simulated Twilio');
  await expect(gap).toContainText('Sending rests for a while and goes on by itself. If it happens often, ask');
  // others use the channel, too
  await restIsOver();
  await page.goto(`/events/${event.id}/messages/${id}`);
  await page.getByRole('button', { name: 'Retry the 1 failed' }).click();
  await expect(row).toContainText(/Simulated|Sent/);
  await untilMessage(organizer, event.id, id, 'sent');
});

async function restIsOver(): Promise<void> {
  const database = new Client({ connectionString: process.env.BECKON_DATABASE });
  await database.connect();
  try {
    await database.query(`update provider_breakers set wait_until = now() where provider = 'log:whatsapp'`);
  } finally {
    await database.end();
  }
}
