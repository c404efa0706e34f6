import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogFile } from './log-file';
import { afterCrash } from './restarts';

/** How one child process is run. */
export interface RoleSpec {
  name: string;
  /** The built JavaScript file. */
  file: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** How long it may take after SIGTERM before SIGKILL. */
  stopWithinMs: number;
}

/** What the owner of a role is told. */
export interface RoleEvents {
  /** Every line the child writes. */
  onLine(name: string, line: string): void;
  /** For the terminal: it crashed, it is started again. */
  onNote(text: string): void;
  /** It crashed too often; `lastLines` is the end of its output. */
  onGiveUp(name: string, lastLines: string): void;
  /** The set of running processes has changed. */
  onChange(): void;
}

const REMEMBERED_LINES = 25;

/**
 * A child process that is kept running until `stop()`. It has its own process group, so that Ctrl-C in the terminal reaches
 * only the supervisor, which ends the roles in order; and an IPC channel, by whose end it notices the supervisor's death.
 */
export class Role {
  private child: ChildProcess | null = null;
  private exited: Promise<void> = Promise.resolve();
  private stopping = false;
  private fastCrashes = 0;
  private readonly log: LogFile;
  private readonly lastLines: string[] = [];

  constructor(
    private readonly spec: RoleSpec,
    private readonly events: RoleEvents,
  ) {
    this.log = new LogFile(spec.logFile);
  }

  /** Of the running child, if any. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [this.spec.file], {
      env: this.spec.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.take(line));
    }
    child.on('error', (error) => this.take(error.message));
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.child = null;
        this.events.onChange();
        resolve();
        if (!this.stopping) void this.restart(performance.now() - startedAt, signal ?? `exit code ${code}`);
      });
    });
    this.events.onChange();
  }

  /** Ends it: SIGTERM, after the agreed time SIGKILL. Also stops a restart that is waiting. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child) {
      const timer = setTimeout(() => {
        this.events.onNote(
          `The ${this.spec.name} did not end within ${this.spec.stopWithinMs / 1000} s and is killed.`,
        );
        child.kill('SIGKILL');
      }, this.spec.stopWithinMs);
      child.kill('SIGTERM');
      await this.exited;
      clearTimeout(timer);
    }
    await this.log.close();
  }

  private take(line: string): void {
    this.log.write(`${line}\n`);
    this.lastLines.push(line);
    if (this.lastLines.length > REMEMBERED_LINES) this.lastLines.shift();
    this.events.onLine(this.spec.name, line);
  }

  private async restart(livedMs: number, how: string): Promise<void> {
    const decision = afterCrash(livedMs, this.fastCrashes);
    if (!decision.again) {
      this.events.onGiveUp(this.spec.name, this.lastLines.join('\n'));
      return;
    }
    this.fastCrashes = decision.fastCrashes;
    this.events.onNote(`The ${this.spec.name} has ended unexpectedly (${how}) and is started again.`);
    await sleep(decision.delayMs);
    if (!this.stopping) this.start();
  }
}
