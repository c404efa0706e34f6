// `npm test`: every kind of test, one sum at the end, and loudly what could not run.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWhenStale } from './build.mjs';
import { runShown as run } from './child.mjs';
import { inRoot } from './paths.mjs';
import { findRedis } from './redis.mjs';

/** Counts from a report in Jest's form (Vitest writes the same); a test file that did not even load is a failure. */
function countsOfJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + (report.numRuntimeErrorTestSuites ?? 0),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts from Playwright's JSON report; a flaky test did pass in the end, but not at first, and counts as failed. */
function countsOfPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (stats.unexpected === 0 ? errors.length : 0),
    skipped: stats.skipped,
  };
}

/**
 * Each kind of test: `exists()` whether this checkout has it, `run(report, args)` runs it and writes the report,
 * `counts(report)` reads it. `takesArguments`: gets what follows `npm test --`; then the others do not run. `needs`: what has to
 * be built besides the server. `beside`: runs while the others do, which mostly wait, and is shown when it has ended.
 */
const RUNNERS = [
  {
    name: 'Jest',
    takesArguments: true,
    exists: () => true,
    run: (report, args) =>
      run(process.execPath, [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        inRoot('node_modules/jest/bin/jest.js'),
        '--json',
        `--outputFile=${report}`,
        ...args,
      ]),
    counts: countsOfJest,
  },
  {
    name: 'console (Vitest)',
    beside: true,
    exists: () => existsSync(inRoot('angular.json')) && existsSync(inRoot('apps/console/tsconfig.spec.json')),
    run: (report) =>
      run(
        process.execPath,
        [
          inRoot('node_modules/@angular/cli/bin/ng.js'),
          'test',
          'console',
          '--no-watch',
          '--reporters=default',
          '--reporters=json',
          `--output-file=${report}`,
        ],
        { NG_CLI_ANALYTICS: 'false' },
        { shown: 'afterwards' },
      ),
    counts: countsOfJest,
  },
  {
    name: 'browser (Playwright)',
    exists: () => existsSync(inRoot('playwright.config.ts')) && findChromium() !== null,
    needs: ['console'],
    run: (report) =>
      run(process.execPath, [inRoot('node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        CHROMIUM_PATH: findChromium() ?? '',
      }),
    counts: countsOfPlaywright,
  },
];

/** A Chromium for the browser tests: CHROMIUM_PATH, else one on the PATH, or null. */
function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of names)
    for (const folder of folders) if (existsSync(path.join(folder, name))) return path.join(folder, name);
  return null;
}

/** What this machine lacks, in words; empty when everything can run. */
function missing() {
  return [
    ...(findRedis() === null ? ['the tests of the queue: neither redis-server nor valkey-server is on the PATH'] : []),
    ...(existsSync(inRoot('playwright.config.ts')) && findChromium() === null
      ? ['the browser tests: no Chromium is on the PATH (or set CHROMIUM_PATH)']
      : []),
  ];
}

async function runOne(runner, folder, args) {
  const report = path.join(folder, `${RUNNERS.indexOf(runner)}.json`);
  const code = await runner.run(report, args);
  if (!existsSync(report))
    return { passed: 0, failed: 1, skipped: 0, note: `${runner.name} ended with ${code} and wrote no report.` };
  const counts = runner.counts(JSON.parse(readFileSync(report, 'utf8')));
  // Something outside the tests went wrong, such as the services not starting: never a silent success.
  if (code !== 0 && counts.failed === 0)
    return { ...counts, failed: 1, note: `${runner.name} ended with ${code} although no test failed.` };
  return counts;
}

/** Runs the tests; exit code 1 when one failed, or, with REQUIRE_ALL=1, when something could not run. */
export async function runTests(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'beckon-report-'));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));
  try {
    const runners = RUNNERS.filter((runner) => runner.exists() && (args.length === 0 || runner.takesArguments));
    // some tests kill real processes, and those are the built ones
    await buildWhenStale(['server', ...runners.flatMap(({ needs = [] }) => needs)]);
    const inTurn = async (some) => {
      for (const runner of some) {
        if (interrupted) return;
        const { note, ...counts } = await runOne(runner, folder, args);
        for (const key of Object.keys(sum)) sum[key] += counts[key];
        if (note) notes.push(note);
      }
    };
    await Promise.all([
      inTurn(runners.filter(({ beside }) => beside)),
      inTurn(runners.filter(({ beside }) => !beside)),
    ]);
    // A run that was cut short has not stopped its services itself.
    const { endLeftovers } = await import('../test/slots.mjs');
    await endLeftovers();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const lacking = missing();
  const required = process.env.REQUIRE_ALL === '1';
  for (const note of notes) console.log(`\n${note}`);
  for (const text of lacking) console.log(`\n${required ? 'FAILED (REQUIRE_ALL=1)' : 'ATTENTION'}: not run: ${text}.`);
  if (interrupted) console.log('\nInterrupted.');
  if (required) sum.failed += lacking.length;
  process.exitCode = sum.failed > 0 || interrupted ? 1 : 0;
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
}
