// `npm run check`: every static check, two at a time, all of them even when one fails. Needs no services.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { checkDtoNames } from './dto-names.mjs';
import { inRoot, root } from './paths.mjs';

const AT_ONCE = 2;

/** Runs a program; resolves to its output, rejects with it. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(output.trim() || `exit code ${code}`)),
    );
  });
}

const node =
  (script, ...args) =>
  () =>
    run(process.execPath, [inRoot('node_modules', script), ...args]);

function npmCiDryRun() {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--dry-run', '--no-audit', '--no-fund', '--loglevel=error'];
  return npm ? run(process.execPath, [npm, ...args]) : run('npm', args);
}

/** The slow ones first, so that two lanes end at about the same time. */
function steps() {
  const consoleConfig = 'apps/console/tsconfig.app.json';
  return [
    { name: 'lint (eslint)', run: node('eslint/bin/eslint.js', '.', '--max-warnings', '0') },
    { name: 'OpenAPI document', run: async () => (await import('./openapi.mjs')).checkOpenapi() },
    { name: "the console's API client", run: async () => (await import('./openapi.mjs')).checkClient() },
    {
      name: 'types (tsc)',
      run: node('typescript/bin/tsc', '--noEmit', '--incremental', 'false', '-p', 'tsconfig.json'),
    },
    ...(existsSync(inRoot(consoleConfig))
      ? [
          {
            name: 'types of the console (ngc)',
            run: node('@angular/compiler-cli/bundles/src/bin/ngc.js', '--noEmit', '-p', consoleConfig),
          },
        ]
      : []),
    { name: 'names of DTO classes', run: async () => checkDtoNames() },
    { name: 'unused code (knip)', run: node('knip/bin/knip.js') },
    { name: 'lock file (npm ci --dry-run)', run: npmCiDryRun },
    { name: 'format (prettier)', run: node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
    {
      name: 'dependency rules (dependency-cruiser)',
      run: node(
        'dependency-cruiser/bin/dependency-cruiser.mjs',
        'apps',
        'libs',
        'migrations',
        '--config',
        '.dependency-cruiser.mjs',
      ),
    },
  ];
}

/** Runs all checks, prints one line each and the output of those that failed; exit code 1 if any did. */
export async function runChecks() {
  const waiting = steps();
  const failed = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const started = performance.now();
      const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
      try {
        await step.run();
        console.log(`ok      ${step.name}, ${seconds()}`);
      } catch (error) {
        failed.push({ ...step, error });
        console.log(`FAILED  ${step.name}, ${seconds()}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  for (const { name, error } of failed) console.log(`\n---- ${name}\n${error.message}`);
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\n${failed.length} of the checks failed.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
