import { EnvironmentReader, InvalidEnvironment } from './environment';
import { readTwilio, type TwilioSettings } from './twilio-settings';

export const REGISTRATION_MODES = ['open', 'invite', 'closed'] as const;
export type RegistrationMode = (typeof REGISTRATION_MODES)[number];

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Who mail comes from unless an event names a sender: `Beckon <hello@example.com>` in two parts. */
export interface MailSender {
  readonly name: string;
  readonly address: string;
}

/** Signs mail where none was named. */
const NOBODY: MailSender = { name: 'Beckon', address: 'hello@beckon.local' };

/** How mail leaves by plain SMTP. */
export interface SmtpSettings {
  readonly provider: 'smtp';
  readonly from: MailSender;
  readonly url: string;
  /** Pooled connections of one worker process; also the number of mails on the wire at once. */
  readonly maxConnections: number;
}

/** How mail leaves through Resend. */
export interface ResendSettings {
  readonly provider: 'resend';
  readonly from: MailSender;
  readonly apiKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** How mail leaves through Amazon SES. Its credentials come from where AWS programs look for them. */
export interface SesSettings {
  readonly provider: 'ses';
  readonly from: MailSender;
  readonly region: string;
  readonly configurationSet: string | null;
  /** Null: the region's own. */
  readonly endpoint: string | null;
}

/** The one way that mail leaves; `log` simulates it. */
export type MailSettings =
  ResendSettings | SmtpSettings | SesSettings | { readonly provider: 'log'; readonly from: MailSender };

/** Everything a process may know about where it runs; frozen, read once at the start. */
export class Config {
  readonly host: string;
  readonly port: number;
  /** Loopback port for metrics and the queue board; 0 switches it off. */
  readonly opsPort: number;
  readonly databaseUrl: string;
  /** Null: no Redis; the worker then rings itself from PostgreSQL. */
  readonly redisUrl: string | null;
  readonly publicBaseUrl: string;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: string | null;
  readonly registration: RegistrationMode;
  readonly pollIntervalSeconds: number;
  readonly editWindowSeconds: number;
  /** Longest wait for a provider's answer: within the 25 s of a clean stop, and less than a third of a lease. */
  readonly sendTimeoutSeconds: number;
  readonly logLevel: LogLevel;
  readonly jwtSecret: string;
  readonly linkSecret: string;
  readonly mail: MailSettings;
  /** Null: SMS and WhatsApp are only simulated. */
  readonly twilio: TwilioSettings | null;
  /** People that WhatsApp templates may go to within 24 hours; the rest of a message is planned for the days after. */
  readonly whatsAppDailyRecipients: number;
  /** Signs the webhooks of Resend; null: none are believed. */
  readonly resendWebhookSecret: string | null;
  /** The only topic whose events of SES are believed; null: none. */
  readonly sesTopicArn: string | null;
  /** Where workers take bounce mails by SMTP; null: they do not. */
  readonly dsnSmtpPort: number | null;
  /** The development mailbox that shows what the log stub "sent"; null in production. */
  readonly mailboxUrl: string | null;
  /** True under `npm start`: open registration, plain-http cookies. */
  readonly isLocal: boolean;
  readonly databasePoolSize: number;

  constructor(settings: { [K in keyof Config]: Config[K] }) {
    Object.assign(this, settings);
    Object.freeze(this);
  }
}

/**
 * Reads and checks the whole environment.
 *
 * @param env names and values, usually the process environment
 * @returns the frozen settings
 * @throws InvalidEnvironment naming every setting that is missing, out of bounds or still a sample
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = new EnvironmentReader(env);
  const isLocal = read.flag('BECKON_LOCAL', false);
  const port = read.integer('PORT', 3000, 1, 65_535);
  const publicBaseUrl = (read.url('PUBLIC_BASE_URL', ['http:', 'https:']) ?? `http://127.0.0.1:${port}`).replace(
    /\/+$/,
    '',
  );
  const settings = {
    isLocal,
    host: read.text('HOST') ?? '127.0.0.1',
    port,
    opsPort: read.integer('OPS_PORT', 3001, 0, 65_535),
    databaseUrl: read.required('DATABASE_URL'),
    databasePoolSize: read.integer('DATABASE_POOL_SIZE', 10, 2, 100),
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    publicBaseUrl,
    corsOrigins: (read.text('CORS_ORIGINS') ?? '')
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    trustProxy: read.text('TRUST_PROXY'),
    registration: read.oneOf('REGISTRATION', REGISTRATION_MODES, isLocal ? 'open' : 'invite'),
    pollIntervalSeconds: read.integer('POLL_INTERVAL_SECONDS', 30, 1, 3600),
    editWindowSeconds: read.integer('EDIT_WINDOW_SECONDS', 60, 0, 86_400),
    sendTimeoutSeconds: read.integer('SEND_TIMEOUT_SECONDS', 9, 1, 22),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    jwtSecret: read.secret('JWT_SECRET'),
    linkSecret: read.secret('LINK_SECRET'),
    mailboxUrl: read.url('MAILBOX_URL', ['http:']),
    mail: readMail(read),
    twilio: readTwilio(read, publicBaseUrl, isLocal),
    whatsAppDailyRecipients: read.integer('WHATSAPP_DAILY_RECIPIENTS', 250, 1, 10_000_000),
    resendWebhookSecret: read.matching(
      'RESEND_WEBHOOK_SECRET',
      /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/,
      'whsec_ and base64',
    ),
    sesTopicArn: read.matching(
      'SES_TOPIC_ARN',
      /^arn:aws(-cn|-us-gov)?:sns:[a-z]{2}(-[a-z]+)+-\d{1,2}:\d{12}:[\w-]{1,256}$/,
      'arn:aws:sns:eu-west-1:123456789012:name',
    ),
    dsnSmtpPort: read.integer('DSN_SMTP_PORT', 0, 0, 65_535) || null,
  };
  if (read.problems.length > 0) throw new InvalidEnvironment(read.problems);
  return new Config(settings);
}

/** The first of Resend, SMTP and SES that is named; a provider is a choice, so the others are not even read. */
function readMail(read: EnvironmentReader): MailSettings {
  const apiKey = read.text('RESEND_API_KEY');
  if (apiKey !== null) {
    const baseUrl = read.url('RESEND_BASE_URL', ['https:', 'http:']) ?? 'https://api.resend.com';
    return {
      provider: 'resend',
      from: read.requiredSender('RESEND_FROM'),
      apiKey,
      baseUrl: baseUrl.replace(/\/+$/, ''),
    };
  }
  const url = read.url('SMTP_URL', ['smtp:', 'smtps:']);
  if (url !== null) {
    const from = read.sender('SMTP_FROM', NOBODY);
    return { provider: 'smtp', from, url, maxConnections: read.integer('SMTP_MAX_CONNECTIONS', 20, 1, 200) };
  }
  const region = read.text('SES_REGION');
  if (region !== null) {
    return {
      provider: 'ses',
      from: read.requiredSender('SES_FROM'),
      region,
      configurationSet: read.text('SES_CONFIGURATION_SET'),
      endpoint: read.url('SES_ENDPOINT', ['https:', 'http:']),
    };
  }
  return { provider: 'log', from: NOBODY };
}
