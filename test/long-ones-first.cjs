const { existsSync, statSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

// it comes with Jest, which alone knows where
const { default: Sequencer } = createRequire(require.resolve('jest'))('@jest/test-sequencer');

/** Files that take longer than 15 s, longest first, those that compute among those that wait for others. A new long one belongs here. */
const LONG = [
  ...[
    'engine/providers',
    'api/hostile',
    'engine/chaos',
    'engine/interleavings',
    'engine/unconfirmed',
    'unit/time-table',
  ],
  ...['engine/killed-worker', 'engine/sms', 'api/access', 'engine/canary', 'engine/live-progress', 'engine/quota'],
  ...['engine/outcomes', 'engine/receipts', 'engine/paused-and-over', 'engine/redis-came-back', 'engine/many-workers'],
].map((name) => {
  const file = path.join(__dirname, `${name}.spec.ts`);
  if (!existsSync(file)) throw new Error(`${name} is not there any more: take it out of long-ones-first.cjs.`);
  return file;
});

/** `few` evenly among `many`. */
function among(many, few) {
  const step = many.length / (few.length + 1);
  const places = [...many.map((test, n) => [n, test]), ...few.map((test, n) => [(n + 1) * step, test])];
  return places.sort(([one], [other]) => one - other).map(([, test]) => test);
}

/**
 * The order of the test files, the same on a fresh clone as later: Jest itself goes by what it remembers of earlier runs, or else
 * by the size of the files, and then a short file with a long test runs last and alone.
 */
module.exports = class LongOnesFirst extends Sequencer {
  sort(tests) {
    const long = LONG.flatMap((file) => tests.filter((test) => test.path === file));
    const largestFirst = tests
      .filter((test) => !LONG.includes(test.path))
      .map((test) => ({ test, bytes: statSync(test.path).size }))
      .sort((one, other) => other.bytes - one.bytes)
      .map(({ test }) => test);
    const waits = ({ path: file }) => file.startsWith(path.join(__dirname, 'engine'));
    return [
      ...long,
      ...among(
        largestFirst.filter((test) => !waits(test)),
        largestFirst.filter(waits),
      ),
    ];
  }
};
