type Ending = () => Promise<unknown>;

const endings: Ending[] = [];

/** Remembers what has to be stopped; what was started last stops first. */
export function atTheEnd(ending: Ending): void {
  endings.push(ending);
}

/** Stops everything that was remembered and is still there. */
export async function stopEverything(): Promise<void> {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending().catch(() => undefined);
}

const signalled = { is: false };

/** Ctrl-C leaves no server behind. */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      signalled.is = true;
      void stopEverything().then(() => process.exit(130));
    });
}

/** Ends the process, unless a signal has done so already and servers are still being stopped. */
export function endWith(code: number): void {
  if (!signalled.is) process.exit(code);
}
