import path from 'node:path';

/** What `npm start` was asked to do, from environment variables; everything has a default. */
export interface Settings {
  /** Absolute. */
  dataDir: string;
  host: string;
  ports: { http: number; ops: number; mailbox: number; smtp: number };
  /** Absent: a private PostgreSQL is started. */
  databaseUrl?: string;
  /** Absent: a private Redis is started when there is one on the PATH. */
  redisUrl?: string;
  publicBaseUrl: string;
  /** False when the user asked for no demo (`DEMO=false`). */
  demo: boolean;
  /** An e-mail provider was named: then mail does not go to the development mailbox. */
  hasEmailProvider: boolean;
  /** Something of Twilio was named: then it is not simulated. */
  hasTwilio: boolean;
  /** Any real provider was named: then the demo must not send by itself. */
  hasRealProvider: boolean;
  /** As given; absent when not. */
  logLevel?: string;
}

/** A setting that cannot be used; the message says which and what to write instead. */
export class SettingsError extends Error {}

const EMAIL_PROVIDERS = ['RESEND_API_KEY', 'SMTP_URL', 'SES_REGION'];
const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_SMS_FROM', 'TWILIO_WHATSAPP_FROM'];

/**
 * Reads the settings. Empty variables count as not set.
 * @throws SettingsError for a port that is none, or one used twice.
 */
export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const value = (name: string) => env[name]?.trim() || undefined;
  const port = (name: string, fallback: number) => {
    const text = value(name);
    if (text === undefined) return fallback;
    const number = Number(text);
    if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
    throw new SettingsError(
      `${name} is "${text}", but a port is a whole number from 1 to 65535, for example ${name}=${fallback}.`,
    );
  };
  const ports = {
    http: port('PORT', 3000),
    ops: port('OPS_PORT', 3001),
    mailbox: port('MAILBOX_PORT', 1080),
    smtp: port('SMTP_CATCHER_PORT', 1025),
  };
  const numbers = Object.values(ports);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) {
    throw new SettingsError(
      `Port ${twice} is asked for twice. PORT, OPS_PORT, MAILBOX_PORT and SMTP_CATCHER_PORT must all differ.`,
    );
  }
  const host = value('HOST') ?? '127.0.0.1';
  const hasEmailProvider = EMAIL_PROVIDERS.some((name) => value(name));
  return {
    dataDir: path.resolve(root, value('DATA_DIR') ?? '.data'),
    host,
    ports,
    databaseUrl: value('DATABASE_URL'),
    redisUrl: value('REDIS_URL'),
    publicBaseUrl: value('PUBLIC_BASE_URL') ?? `http://${addressFor(host)}:${ports.http}`,
    demo: !/^(false|0|no|off)$/i.test(value('DEMO') ?? ''),
    hasEmailProvider,
    hasTwilio: TWILIO.some((name) => value(name)),
    hasRealProvider: hasEmailProvider || value('TWILIO_ACCOUNT_SID') !== undefined,
    logLevel: value('LOG_LEVEL'),
  };
}

/** The address under which this machine reaches something that listens on `host`; IPv6 in brackets. */
export function addressFor(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
