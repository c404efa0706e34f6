import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { Client } from 'pg';
import {
  aBroadcast,
  anEvent,
  anEventWithGuests,
  anOrganizer,
  expect,
  importGuests,
  mailsTo,
  type Organizer,
  signInQuietly,
  test,
  untilMessage,
} from './product';

interface Found {
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

test('undo within ten seconds sends nothing, and the words are there again', async ({ page, context }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 3);
  await signInQuietly(context, organizer);
  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByText('Everyone', { exact: false }).first().click();
  await page.getByLabel('Subject').fill('Too early');
  await page.getByTestId('guest-message-editor').fill('This was a mistake.');
  await page.getByRole('button', { name: 'Send to 3 guests' }).click();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  const sentAt = Date.now();
  // offered once: beside the message, and in the bar on any other page
  const offer = page.getByRole('button', { name: 'Undo' });
  await expect(page.getByRole('group', { name: 'Held for ten seconds' })).toBeVisible();
  await expect(offer).toHaveCount(1);
  await page.getByRole('link', { name: /Communications$/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sending to 3 guests' })).toBeVisible();
  await expect(offer).toHaveCount(1);
  await page.goBack();
  await offer.click();
  await page.waitForURL(/\/edit$/);
  await expect(page.getByLabel('Subject')).toHaveValue('Too early');
  await expect(page.getByTestId('guest-message-editor')).toHaveValue('This was a mistake.');
  // past the end of the hold, and of the look of the worker that would have come then
  await page.waitForTimeout(Math.max(0, sentAt + 12_500 - Date.now()));
  for (const guest of [1, 2, 3]) expect(await mailsTo(event.address(guest)), `guest ${guest}`).toEqual([]);
});

test('who joined and who left since the count is named, nothing is sent, and one is asked again', async ({
  page,
  context,
}) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 6);
  await signInQuietly(context, organizer);
  await page.goto(`/events/${event.id}/messages/new`);
  await page.getByLabel('Subject').fill('Doors open at six');
  await page.getByTestId('guest-message-editor').fill('See you at the door.');
  const button = page.getByTestId('guest-message-send-cta');
  await expect(button).toContainText('Send to 2 guests');

  const guests = `/v1/events/${event.id}/guests`;
  const joined = `joined-${randomUUID()}@guests.test`;
  await organizer.call('POST', guests, { name: 'Late Joiner', email: joined, rsvpStatus: 'attending' });
  const { items } = await organizer.call<Found>('GET', `${guests}?q=Number%203`);
  await organizer.call('PATCH', `${guests}/${items[0]!.id}`, { rsvpStatus: 'declined' });

  await button.click();
  const warning = page.getByTestId('guest-message-warning');
  await expect(warning).toContainText('1 joined and 1 left since you looked. Nothing was sent.');
  await expect(warning).toContainText('Late Joiner');
  await expect(warning).toContainText('Guest Number 3');
  await expect(warning).toBeFocused();
  const drafts = await organizer.call<Found>('GET', `/v1/events/${event.id}/messages?status=sending,sent`);
  expect(drafts.items, 'nothing was sent').toEqual([]);

  await expect(button).toContainText('Send to 2 guests');
  await button.click();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(page.getByTestId('guest-message-job-tracker')).toContainText('were sent this', { timeout: 30_000 });
  await expect.poll(async () => (await mailsTo(joined)).length).toBe(1);
  expect(await mailsTo(event.address(3)), 'guest 3 has declined meanwhile').toEqual([]);
});

test('the connection is lost while one watches: the page says so, keeps its numbers, and finds back', async ({
  page,
  context,
}) => {
  const { organizer, eventId, messageId } = await aMessageThatWaits();
  await signInQuietly(context, organizer);
  await page.goto(`/events/${eventId}/messages/${messageId}`);
  const tracker = page.getByTestId('guest-message-job-tracker');
  await expect(tracker).toContainText('of 5 have left');
  await expect(tracker).toContainText('3');

  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await expect(tracker).toContainText('Live updates paused');
  await expect(tracker, 'the last numbers stay').toContainText('of 5 have left');
  await context.setOffline(false);
  await expect(tracker).not.toContainText('Live updates paused');

  // streams do not come through, as behind some proxies: it asks every few seconds instead
  const streams = (request: { headers(): Record<string, string> }): boolean =>
    request.headers().accept === 'text/event-stream';
  await page.route('**/progress', (route) => (streams(route.request()) ? route.abort() : route.continue()));
  await page.reload();
  await expect(tracker, 'after a reload').toContainText('of 5 have left');
  await expect(tracker).toContainText('Live updates paused');
  await organizer.call('DELETE', `/v1/events/${eventId}/messages/${messageId}`);
  await expect(tracker).toContainText('have left; 2 were stopped');
  await expect(tracker, 'it is over: nothing is waited for').not.toContainText('Live updates paused');
});

test('pause, resume, stop the rest', async ({ page, context }) => {
  const { organizer, eventId, messageId } = await aMessageThatWaits();
  await signInQuietly(context, organizer);
  await page.goto(`/events/${eventId}/messages/${messageId}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(chip(page)).toContainText('Paused');
  await untilMessage(organizer, eventId, messageId, 'paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(chip(page)).toContainText('Sending');
  await untilMessage(organizer, eventId, messageId, 'sending');

  // what cannot be taken back is asked first, and "no" changes nothing
  await page.getByRole('button', { name: 'Stop the rest' }).click();
  await page.getByRole('button', { name: 'Keep as it is' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await untilMessage(organizer, eventId, messageId, 'sending');
  await page.getByRole('button', { name: 'Stop the rest' }).click();
  await page.getByRole('button', { name: 'Stop the remaining 2' }).click();
  await expect(page.getByTestId('guest-message-job-tracker')).toContainText('have left; 2 were stopped');
  await expect(page.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  await untilMessage(organizer, eventId, messageId, 'cancelled');
});

test('those who failed for now are tried again, and nobody gets it twice', async ({ page, context }) => {
  const organizer = await anOrganizer();
  const event = await anEventWithGuests(organizer, 2, 'busy-');
  const fine = `fine-${randomUUID()}@guests.test`;
  await importGuests(organizer, event.id, ['name,email', `Fine Guest,${fine}`]);
  const message = await aBroadcast(organizer, event.id);
  await giveUpWaiting(organizer, event.id, message.id);
  await untilMessage(organizer, event.id, message.id, 'sent');

  await signInQuietly(context, organizer);
  await page.goto(`/events/${event.id}/messages/${message.id}`);
  const tracker = page.getByTestId('guest-message-job-tracker');
  await expect(tracker).toContainText('of 3 guests were sent this');
  await page.getByRole('button', { name: 'Retry the 2 failed' }).click();
  await expect(tracker).toContainText('3guests were sent this', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: /^Retry the/ })).toHaveCount(0);
  for (const address of [event.address(1), event.address(2), fine])
    expect((await mailsTo(address)).length, address).toBe(1);
});

const chip = (page: Page) => page.locator('beckon-status-chip').first();

/** Three guests have it; two mailboxes are told to be tried later, for as long as one likes. */
async function aMessageThatWaits(): Promise<{ organizer: Organizer; eventId: string; messageId: string }> {
  const organizer = await anOrganizer();
  const event = await anEvent(organizer);
  const addresses = ['fine-1', 'fine-2', 'fine-3', 'never-1', 'never-2'].map(
    (name) => `${name}-${event.id}@guests.test`,
  );
  await importGuests(organizer, event.id, ['name,email', ...addresses.map((address, n) => `Guest ${n},${address}`)]);
  const { id } = await aBroadcast(organizer, event.id);
  const counts = async (): Promise<number> => {
    const at = `/v1/events/${event.id}/messages/${id}`;
    return (await organizer.call<{ counts: { sent: number } }>('GET', at)).counts.sent;
  };
  await expect.poll(counts, { timeout: 30_000 }).toBe(3);
  return { organizer, eventId: event.id, messageId: id };
}

/** All six tries of those who wait ended with "not now": without waiting the twenty minutes that they take. */
async function giveUpWaiting(organizer: Organizer, eventId: string, messageId: string): Promise<void> {
  const database = new Client({ connectionString: process.env.BECKON_DATABASE });
  await database.connect();
  try {
    const waiting = async (): Promise<string> => {
      const { rows } = await database.query<{ status: string; attempts: number }>(
        `select status, attempts from deliveries where message_id = $1 and status in ('pending', 'dispatching')`,
        [messageId],
      );
      return rows.map(({ status, attempts }) => `${status} ${Math.min(attempts, 1)}`).join(', ');
    };
    await expect.poll(waiting, { timeout: 30_000 }).toBe('pending 1, pending 1');
    await database.query(
      `update deliveries set attempts = 5, next_attempt_at = now() where message_id = $1 and status = 'pending'`,
      [messageId],
    );
  } finally {
    await database.end();
  }
  // rings the bell
  for (const act of ['pause', 'resume'])
    await organizer.call('POST', `/v1/events/${eventId}/messages/${messageId}/${act}`);
}
