import { demoPerson, expect, expectAccessible, signIn, test } from './product';

test('support staff find an answer and see nothing else', async ({ page }) => {
  await signIn(page, demoPerson('support'));
  await expect(page.getByRole('heading', { name: 'Did they get it?' })).toBeVisible();
  await page.getByLabel("Name, address, number, or a provider's id").fill('ama');
  await expect(page.getByText(/^(Yes|Probably|No|Not yet|Not known)\.$/).first()).toBeVisible();
  // addresses are masked
  await expect(page.getByText('@example.test').first()).toContainText('•');
  await expectAccessible(page);
  await expect(page.getByRole('link', { name: 'Templates' })).toHaveCount(0);
  await page.goto('/events');
  await expect(page).toHaveURL(/\/deliveries/);
});
