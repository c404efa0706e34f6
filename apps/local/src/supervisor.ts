import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bannerText } from './banner';
import { childEnvironment, type Connections } from './child-environment';
import { isEmptyDatabase, prepareDemo } from './demo/demo';
import { plainWords, RepeatFilter, shownFrom } from './log-line';
import { findTakenPorts, type WantedPort } from './ports';
import { openDatabase, openRedis, type ServiceOwner } from './private-services';
import { Role, type RoleEvents } from './role';
import { secretsIn } from './secrets';
import { loadServices, type ServicesScript } from './services';
import { addressFor, type Settings } from './settings';

/** Built entry points, relative to this file's folder in `dist`. */
const ENTRIES = {
  api: path.join(__dirname, '../../api/src/main.js'),
  worker: path.join(__dirname, '../../worker/src/main.js'),
  migrate: path.join(__dirname, '../../api/src/migrate.js'),
  mailbox: path.join(__dirname, 'mailbox/main.js'),
};
const READY_WITHIN_MS = 90_000;
/** The worker finishes what is on the wire and gives itself 25 s for it; the others have nothing to lose. */
const STOP_WITHIN_MS = { worker: 26_000, api: 4_000, mailbox: 3_000 };

/** A reason to end that needs no stack trace. */
export class CannotStart extends Error {}

interface Addresses {
  console: string;
  mailbox: string;
  roles: { pid: number; start: string | null }[];
}

/** One `npm start`: starts everything in order, keeps it running, and stops it in the reverse order. */
export class Supervisor {
  private readonly say: (text: string) => void;
  private readonly shownFrom: number;
  private readonly repeats = new RepeatFilter();
  private readonly stopSteps: (() => Promise<void>)[] = [];
  private readonly roles: Role[] = [];
  private isStopping = false;
  private started: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly root: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly onFatal: (text: string) => void,
  ) {
    this.say = (text) => console.log(text);
    this.shownFrom = shownFrom(settings.logLevel);
  }

  /**
   * Resolves when everything is ready and the banner is printed.
   * @throws CannotStart with what to do about it
   */
  start(): Promise<void> {
    const started = this.startAll();
    this.started = started.catch(() => undefined);
    return started;
  }

  /** Ends everything in order; safe to call at any time and again. */
  stop(): Promise<void> {
    this.isStopping = true;
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    await this.started;
    for (const step of this.stopSteps.reverse()) await step();
  }

  private async startAll(): Promise<void> {
    const services = await loadServices(this.root);
    this.makeDataDir();
    const lock = await this.takeDataDir(services);
    await this.checkPorts();

    this.say('Starting the database and the queue ...');
    const owner: ServiceOwner = {
      settings: this.settings,
      say: this.say,
      onFatal: this.onFatal,
      onStop: (step) => this.stopSteps.push(step),
    };
    // Both to their end, even when one fails: what has been started must be known to be stopped.
    const [database, redis] = await Promise.allSettled([openDatabase(services, owner), openRedis(services, owner)]);
    if (database.status === 'rejected') throw new CannotStart((database.reason as Error).message);
    const databaseUrl = database.value;
    const redisUrl = redis.status === 'fulfilled' ? redis.value : undefined;
    this.continueOrEnd();
    const secrets = secretsIn(this.settings.dataDir, this.env);
    const env = {
      ...childEnvironment(this.env, this.settings, {
        databaseUrl,
        redisUrl,
        jwtSecret: secrets.JWT_SECRET,
        linkSecret: secrets.LINK_SECRET,
        simulatedTwilioToken: secrets.SIMULATED_TWILIO_TOKEN,
      } satisfies Connections),
      NODE_COMPILE_CACHE: path.join(this.root, 'dist/.compile-cache'),
    };

    const changed = () =>
      lock.update({ roles: this.roles.flatMap(({ pid }) => (pid === undefined ? [] : [services.identityOf(pid)])) });
    const mailboxEnv = {
      ...env,
      MAILBOX_PORT: String(this.settings.ports.mailbox),
      SMTP_CATCHER_PORT: String(this.settings.ports.smtp),
      DATA_DIR: this.settings.dataDir,
    };
    this.startRole('mailbox', mailboxEnv, changed);
    await this.migrate(env);
    this.continueOrEnd();
    const startDemo = this.wantsDemo() && (await isEmptyDatabase(services, databaseUrl));
    this.startRole('api', env, changed);
    this.startRole('worker', { ...env, OPS_PORT: '0' }, changed); // the port belongs to the api
    await this.waitUntilReady();
    await this.announce(startDemo, redisUrl !== undefined);
  }

  private makeDataDir(): void {
    const { dataDir } = this.settings;
    try {
      // For root the database runs as another user, who must be able to pass through a folder that we make.
      if (mkdirSync(dataDir, { recursive: true })) chmodSync(dataDir, 0o711);
      accessSync(dataDir, constants.W_OK);
      mkdirSync(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new CannotStart(
        `The data folder ${this.shownDataDir()} cannot be used (${(error as Error).message}). Does it belong to another user? Choose another with DATA_DIR.`,
      );
    }
  }

  /** One `npm start` per data folder; roles that a killed one has left running are ended first. */
  private async takeDataDir(services: ServicesScript) {
    const { dataDir, host, ports } = this.settings;
    const addresses = {
      console: `http://${addressFor(host)}:${ports.http}`,
      mailbox: `http://${addressFor(host)}:${ports.mailbox}`,
    };
    const lock = services.takeLock<Addresses>(path.join(dataDir, 'running.json'), addresses);
    if (!lock.held) {
      const { pid, console: url, mailbox } = lock.holder;
      throw new CannotStart(
        `Beckon is already running on ${this.shownDataDir()} (process ${pid}): console ${url ?? '?'}, mailbox ${mailbox ?? '?'}. Stop it first, or use another DATA_DIR and other ports.`,
      );
    }
    this.stopSteps.push(() => {
      lock.release();
      return Promise.resolve();
    });
    const left = (lock.previous?.roles ?? []).filter((role) => services.isRunning(role));
    if (left.length > 0) this.say('Ending what an earlier, killed run has left behind ...');
    await Promise.all(
      left.map((role) =>
        services.endProcess(role, [
          ['SIGTERM', 8_000],
          ['SIGKILL', 2_000],
        ]),
      ),
    );
    return lock;
  }

  private async checkPorts(): Promise<void> {
    const { host, ports } = this.settings;
    const wanted: WantedPort[] = [
      { variable: 'PORT', use: 'console and API', host, port: ports.http },
      { variable: 'OPS_PORT', use: 'metrics', host: '127.0.0.1', port: ports.ops },
      { variable: 'MAILBOX_PORT', use: 'mailbox page', host, port: ports.mailbox },
      { variable: 'SMTP_CATCHER_PORT', use: 'mail to the mailbox', host: '127.0.0.1', port: ports.smtp },
    ];
    const taken = await findTakenPorts(wanted);
    if (taken.length > 0) throw new CannotStart([...new Set(taken)].join('\n'));
  }

  private migrate(env: NodeJS.ProcessEnv): Promise<void> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [ENTRIES.migrate],
        { env: { ...env, LOG_LEVEL: 'warn' }, maxBuffer: 10_000_000 },
        (error, stdout, stderr) => {
          if (!error) return resolve();
          const last = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
          reject(new CannotStart(`The database could not be brought up to date:\n${last}`));
        },
      );
    });
  }

  private startRole(name: keyof typeof STOP_WITHIN_MS, env: NodeJS.ProcessEnv, onChange: () => void): void {
    const events: RoleEvents = {
      onLine: (role, line) => this.showLine(role, line),
      onNote: (text) => {
        if (!this.isStopping) this.say(text);
      },
      onGiveUp: (role, lastLines) => this.onFatal(`The ${role} does not stay up. Its last words:\n${lastLines}`),
      onChange,
    };
    const role = new Role(
      {
        name,
        file: ENTRIES[name],
        env,
        logFile: path.join(this.settings.dataDir, 'logs', `${name}.log`),
        stopWithinMs: STOP_WITHIN_MS[name],
      },
      events,
    );
    this.roles.push(role);
    this.stopSteps.push(() => role.stop());
    role.start();
  }

  private showLine(name: string, line: string): void {
    const words = plainWords(name, line, this.shownFrom);
    const text = words === null ? null : this.repeats.pass(words, Date.now());
    if (text !== null) console.error(text);
  }

  private async waitUntilReady(): Promise<void> {
    const { host, ports } = this.settings;
    const urls = [
      `http://${addressFor(host)}:${ports.http}/readyz`,
      `http://${addressFor(host)}:${ports.mailbox}/api/state`,
    ];
    let last = 'no answer';
    const end = Date.now() + READY_WITHIN_MS;
    while (Date.now() < end) {
      this.continueOrEnd();
      const answers = await Promise.all(
        urls.map((url) => fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null)),
      );
      if (answers.every((answer) => answer?.ok)) return;
      last = (await answers[0]?.text().catch(() => undefined)) ?? last;
      await sleep(100);
    }
    throw new CannotStart(`Not ready after ${READY_WITHIN_MS / 1000} s: ${last}. See ${this.shownDataDir()}/logs.`);
  }

  private wantsDemo(): boolean {
    return this.settings.demo && !this.settings.databaseUrl;
  }

  private async announce(isEmpty: boolean, hasRedis: boolean): Promise<void> {
    const { dataDir, host, ports, hasEmailProvider, hasTwilio, hasRealProvider } = this.settings;
    const consoleUrl = `http://${addressFor(host)}:${ports.http}`;
    if (isEmpty) this.say('Setting up the demo ...');
    const demo = this.wantsDemo()
      ? await prepareDemo({ dataDir, apiUrl: consoleUrl, isEmpty, holdBroadcast: hasRealProvider })
      : { signIns: [], notes: [] };
    this.continueOrEnd();
    this.say(
      bannerText({
        consoleUrl,
        mailboxUrl: `http://${addressFor(host)}:${ports.mailbox}`,
        opsUrl: `http://127.0.0.1:${ports.ops}`,
        hasEmailProvider,
        hasTwilio,
        hasRedis,
        dataDir: this.shownDataDir(),
        ...demo,
      }),
    );
  }

  private shownDataDir(): string {
    const relative = path.relative(this.root, this.settings.dataDir);
    return relative.startsWith('..') ? this.settings.dataDir : relative || '.';
  }

  private continueOrEnd(): void {
    if (this.isStopping) throw new CannotStart('Stopped before it was ready.');
  }
}
