import type { INestApplicationContext } from '@nestjs/common';

/** Longest clean stop: the worker's sends in flight have to end within it. */
const STOP_LIMIT_MS = 25_000;

/** Runs a role's main function; a start that fails says why in one line and ends with 1. */
export function runRole(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}

/**
 * Ends the process cleanly on SIGTERM and SIGINT, and, when it was started by a supervisor with an IPC channel,
 * also when that supervisor is gone. A second signal changes nothing; a stop that hangs is cut off.
 */
export function stopCleanly(app: INestApplicationContext, closeFirst: () => Promise<void> = async () => {}): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    closeFirst()
      .then(() => app.close())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.connected) process.on('disconnect', stop);
}
