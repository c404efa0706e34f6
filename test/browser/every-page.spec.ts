import type { BrowserContext } from '@playwright/test';
import { consoleRoutes } from './console-routes';
import { onAPhone, pageTable, type Visitor } from './page-table';
import { expect, expectAccessible, signInQuietly, test } from './product';
import { theWorld } from './world';

test('every page of the console has its line in the table, and every line its page', () => {
  expect(Object.keys(pageTable).sort()).toEqual(consoleRoutes());
});

for (const [route, states] of Object.entries(pageTable)) {
  test(`axe finds nothing serious: ${route}`, async ({ page, context }, { project }) => {
    const world = theWorld();
    let visitor: Visitor = 'nobody';
    for (const { is, as = 'ana', at, lost, then, shows } of project.name === 'phone' ? onAPhone(states) : states) {
      await test.step(is, async () => {
        if (as !== visitor) await becomes(context, as);
        visitor = as;
        if (lost !== undefined) await page.route(lost, (request) => request.abort());
        if (at !== undefined) await page.goto(at(world));
        await then?.(page);
        await expect(page.getByText(shows).filter({ visible: true }).first(), `${route}, ${is}`).toBeVisible();
        await expectAccessible(page, is);
        if (lost !== undefined) await page.unroute(lost);
      });
    }
  });
}

async function becomes(context: BrowserContext, visitor: Visitor): Promise<void> {
  await context.clearCookies();
  if (visitor !== 'nobody') await signInQuietly(context, theWorld()[visitor]);
}
