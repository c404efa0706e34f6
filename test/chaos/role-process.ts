import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const LAST_LINES = 6;

/** One worker or API in a process of its own, in a place that can be filled again after its death. */
export class RoleProcess {
  isFrozen = false;
  /** What it wrote last. */
  readonly lastLines: string[] = [];
  private child: ChildProcess | null = null;
  private isUp = false;
  private isOver = false;
  private gone: Promise<number | string> = Promise.resolve(0);

  /**
   * @param args of Node: the program
   * @param upWords what it writes when it is ready
   */
  constructor(
    readonly name: string,
    private readonly args: readonly string[],
    private readonly env: () => Record<string, string>,
    private readonly upWords: string,
    private readonly onLine: (name: string, line: string) => void,
  ) {}

  /** It is up, alive and not frozen. */
  get isReady(): boolean {
    return this.isUp && !this.isFrozen;
  }

  /** Starts it, again and again as long as it ends before it is up (PostgreSQL may be away just now). */
  async start(): Promise<void> {
    for (let attempt = 0; attempt < 60 && !this.isOver; attempt++) {
      if (await this.startOnce()) return;
      await new Promise((resume) => setTimeout(resume, 300));
    }
    if (!this.isOver) throw new Error(`${this.name} does not start`);
  }

  /** Sends a signal at once, in this very turn. @returns false when nobody is there */
  signal(signal: NodeJS.Signals): boolean {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return false;
    if (signal === 'SIGSTOP') this.isFrozen = true;
    if (signal === 'SIGCONT') this.isFrozen = false;
    if (signal === 'SIGKILL' || signal === 'SIGTERM') this.isUp = false;
    return child.kill(signal);
  }

  /** The exit code, or the signal that ended it. */
  ended(): Promise<number | string> {
    return this.gone;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.isOver = true;
    this.signal('SIGCONT');
    this.signal('SIGKILL');
    await this.gone;
  }

  private startOnce(): Promise<boolean> {
    // the channel tells it when this process is gone, even by SIGKILL
    const child = spawn(process.execPath, [...this.args], {
      env: this.env(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.isFrozen = false;
    this.gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? -1)));
    return new Promise((resolve) => {
      const read = (line: string): void => {
        this.lastLines.push(line.slice(0, 300));
        if (this.lastLines.length > LAST_LINES) this.lastLines.shift();
        if (process.env.CHAOS_VERBOSE) process.stderr.write(`${this.name} ${line}\n`);
        if (line.includes(this.upWords) && this.child === child) {
          this.isUp = true;
          resolve(true);
        }
        this.onLine(this.name, line);
      };
      for (const stream of [child.stdout, child.stderr])
        if (stream !== null) createInterface({ input: stream }).on('line', read);
      void this.gone.then(() => {
        if (this.child === child) this.isUp = false;
        resolve(false);
      });
    });
  }
}
