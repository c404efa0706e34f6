import { defineConfig } from '@playwright/test';

/**
 * What the browser leaves out. Playwright has a list as well, but of two lists Chromium reads only the last, so what of it could
 * matter here stands here again. The popups of the address bar are ours: two pages and a process for every window, which nobody
 * sees, and half of what a window costs.
 */
const LEFT_OUT = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'AvoidCorsURLLoaderRestartOnRedirect', 'DestroyProfileOnBrowserClose'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...[
    'AimEnabled',
    'LensOverlay',
    'MediaRouter',
    'NetworkTimeServiceQuerying',
    'OptimizationHints',
    'PreconnectToSearch',
  ],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
];

/** The console in a real Chromium against the real API, worker and mailbox; `npm test` starts it where a Chromium is found. */
export default defineConfig({
  testDir: 'test/browser',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/browser/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  // a third of the time is waiting, for the ten seconds to undo above all: two would leave two cores idle
  workers: 3,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'Africa/Accra',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
        `--disable-features=${LEFT_OUT.join(',')}`,
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } } },
    // a keyboard belongs to the big screen
    {
      name: 'phone',
      testIgnore: '**/keyboard.spec.ts',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true },
    },
  ],
});
