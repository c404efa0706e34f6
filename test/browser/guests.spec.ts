import { anEvent, anOrganizer, expect, expectAccessible, signInQuietly, test } from './product';
import { theWorld } from './world';

test('an import says line by line what is wrong before anything is written, and takes the good lines', async ({
  page,
  context,
}) => {
  const organizer = await anOrganizer();
  const event = await anEvent(organizer);
  await signInQuietly(context, organizer);
  await page.goto(`/events/${event.id}/guests?import=1`);
  const lines = [
    'name,email,phone,rsvpStatus,nickname',
    'Ama Mensah,ama@guests.test,,attending,A',
    'Kofi Owusu,not an address,,pending,K',
    'Efua Badu,efua@guests.test,+233241234567,pending,E',
    'Yaw Osei,yaw@guests.test,12,maybe,Y',
  ];
  const file = { name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
  await page.getByLabel('Choose a CSV file').setInputFiles(file);
  const wrong = page.getByRole('table', { name: 'Lines that cannot be read' });
  await expect(wrong.getByRole('row').nth(1)).toContainText(/3\s*email/);
  await expect(wrong.getByRole('row').nth(2)).toContainText(/5\s*phone/);
  await expect(page.getByText('Not read: nickname.')).toBeVisible();
  const before = await organizer.call<{ items: unknown[] }>('GET', `/v1/events/${event.id}/guests`);
  expect(before.items, 'a dry run writes nothing').toEqual([]);

  await page.getByRole('button', { name: 'Import 2 guests' }).click();
  await expect(page.getByText('2 added, 0 changed, 0 already as they were')).toBeVisible();
  await expect(page.getByText('2 lines were left out')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'To the guests' }).click();
  await expect(page.getByRole('link', { name: 'Ama Mensah' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kofi Owusu' })).toHaveCount(0);
});

test('a viewer sees guests and counts, and nothing that changes anything', async ({ page, context }) => {
  const { vera, event } = theWorld();
  await signInQuietly(context, vera);
  const changes = /^(New|Add|Import|Export|Edit|Save|Send|Schedule|Delete|Remove|Cancel|Pause|Resume)\b/;
  const seen: readonly [path: string, words: string][] = [
    ['', 'Who comes'],
    ['/guests', 'Guest Number 1'],
    ['/guests/segments', 'Families'],
    ['/collaborators', 'You are a viewer of this event'],
    ['/branding', 'Harbour evening'],
    ['/messages', 'You can look, not write'],
    ['/messages/new', 'Only owners and editors of this event write messages.'],
  ];
  for (const [path, words] of seen) {
    await page.goto(`/events/${event}${path}`);
    await expect(page.getByText(words).first(), path).toBeVisible();
    await expect(page.locator('main').getByRole('button', { name: changes }), path).toHaveCount(0);
    await expect(page.locator('main').getByRole('link', { name: changes }), path).toHaveCount(0);
  }
  // she may ask how many an audience has
  await expect(page.getByTestId('guest-message-recipient-count')).toContainText('would get a message');
  await expect(page.getByTestId('guest-message-editor')).toHaveCount(0);
  await expect(page.getByTestId('guest-message-send-cta')).toHaveCount(0);
});
