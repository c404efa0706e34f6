// `npm start`: the whole product on one machine. The only program that knows about one-machine use.
import { readSettings, SettingsError } from './settings';
import { CannotStart, Supervisor } from './supervisor';

async function main(): Promise<void> {
  const root = process.cwd(); // scripts/run.mjs has gone to the project's root
  const state = { exitCode: 0, isEnding: false, isTold: false };
  const supervisor = new Supervisor(readSettings(process.env, root), root, process.env, (text) => {
    console.error(`\n${text}\n`);
    void end(1);
  });

  const end = async (code: number) => {
    state.exitCode = Math.max(state.exitCode, code);
    if (state.isEnding) return;
    state.isEnding = true;
    await supervisor.stop();
    process.exit(state.exitCode);
  };
  // A terminal sends Ctrl-C to the whole group and npm passes it on as well, so the same signal may come several times.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!state.isTold) console.log('\nStopping: the worker finishes what it has begun ...');
      state.isTold = true;
      void end(0);
    });
  }
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // the terminal is gone

  try {
    await supervisor.start();
  } catch (error) {
    if (state.isEnding) return; // stopped before it was ready
    console.error(error instanceof CannotStart ? `\n${error.message}\n` : error);
    await end(1);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
