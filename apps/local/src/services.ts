import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** `scripts/services.mjs`: plain JavaScript, because the tests use it where no TypeScript runs. */
export type ServicesScript = typeof import('../../../scripts/services.mjs');

/** Loads it at run time; it stays outside the compilation. */
export const loadServices = async (root: string): Promise<ServicesScript> =>
  (await import(pathToFileURL(path.join(root, 'scripts', 'services.mjs')).href)) as ServicesScript;

interface Crashable {
  port: number;
  password: string;
  stop(): Promise<void>;
}

/**
 * Keeps a private service running: when it dies it is started again on the same port with the same password, so that those
 * who use it find it again. `start` gets the old one, or null the first time.
 */
export class KeptService<T extends Crashable> {
  private current: T | null = null;
  private stopping = false;
  private restarts = 0;

  constructor(
    private readonly name: string,
    private readonly startNew: (before: T | null, onExit: () => void) => Promise<T>,
    private readonly onNote: (text: string) => void,
    private readonly onGiveUp: (text: string) => void,
  ) {}

  async start(): Promise<T> {
    this.current = await this.startNew(this.current, () => void this.restart());
    return this.current;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.current?.stop();
  }

  private isStopping(): boolean {
    return this.stopping;
  }

  private async restart(): Promise<void> {
    if (this.stopping) return;
    this.restarts++;
    if (this.restarts > 5) {
      this.onGiveUp(`${this.name} has ended unexpectedly for the sixth time.`);
      return;
    }
    this.onNote(`${this.name} has ended unexpectedly and is started again.`);
    try {
      await this.start();
      if (this.isStopping()) await this.current?.stop(); // it was asked for meanwhile
    } catch (error) {
      this.onGiveUp(`${this.name} has ended unexpectedly and does not start again: ${(error as Error).message}`);
    }
  }
}
