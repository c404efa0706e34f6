import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Config, MailSettings } from '@beckon/core';

const MAIN = path.resolve(__dirname, '../../dist/apps/server/apps/worker/src/main.js');

const running = new Set<ChildProcess>();

/** Ends whatever a failed test left running. */
export function endWorkerProcesses(): void {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  running.clear();
}

/** A built worker in a process of its own, so that it can be killed. */
export interface WorkerProcess {
  readonly pid: number;
  /** Its log lines so far. */
  readonly log: string[];
  /** Sends a signal and waits for the end; answers the exit code, or the signal that ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string>;
  freeze(): void;
  thaw(): void;
}

/** Starts the built worker with the settings of a test; resolves when it is up. */
export async function startWorkerProcess(
  config: Config,
  env: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      BECKON_LOCAL: '1',
      DATABASE_URL: config.databaseUrl,
      ...(config.redisUrl !== null && { REDIS_URL: config.redisUrl }),
      JWT_SECRET: config.jwtSecret,
      LINK_SECRET: config.linkSecret,
      PUBLIC_BASE_URL: config.publicBaseUrl,
      OPS_PORT: '0',
      POLL_INTERVAL_SECONDS: String(config.pollIntervalSeconds),
      SEND_TIMEOUT_SECONDS: String(config.sendTimeoutSeconds),
      ...mailEnvironment(config.mail),
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const log: string[] = [];
  const gone = new Promise<number | string>((resolve) =>
    // its last lines have been read then, too
    child.once('close', (code, signal) => resolve(signal ?? code ?? -1)),
  );
  await isUp(child, log, gone);
  return {
    pid: child.pid!,
    log,
    end(signal) {
      child.kill('SIGCONT');
      child.kill(signal);
      return gone;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

/** The settings of the mail provider, written as an environment again. */
function mailEnvironment(mail: MailSettings): Record<string, string> {
  const from = `${mail.from.name} <${mail.from.address}>`;
  switch (mail.provider) {
    case 'resend':
      return { RESEND_API_KEY: mail.apiKey, RESEND_BASE_URL: mail.baseUrl, RESEND_FROM: from };
    case 'smtp':
      return { SMTP_URL: mail.url, SMTP_FROM: from, SMTP_MAX_CONNECTIONS: String(mail.maxConnections) };
    case 'ses':
      return {
        SES_REGION: mail.region,
        SES_FROM: from,
        ...(mail.configurationSet !== null && { SES_CONFIGURATION_SET: mail.configurationSet }),
        ...(mail.endpoint !== null && { SES_ENDPOINT: mail.endpoint }),
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      };
    case 'log':
      return {};
  }
}

function isUp(child: ChildProcess, log: string[], gone: Promise<number | string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log.push(...chunk.toString().split('\n').filter(Boolean));
      if (log.some((line) => line.includes('worker is up'))) resolve();
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    void gone.then((code) => reject(new Error(`the worker ended with ${String(code)}: ${log.slice(-5).join('\n')}`)));
  });
}
