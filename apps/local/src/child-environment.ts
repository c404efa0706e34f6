import { addressFor, type Settings } from './settings';
import { simulatedTwilio } from './simulated-twilio';

/** Where the private services are and what the secrets are; `redisUrl` is absent when there is no Redis. */
export interface Connections {
  databaseUrl: string;
  redisUrl?: string;
  jwtSecret: string;
  linkSecret: string;
  /** Signs in at the simulated Twilio and signs what it sends. */
  simulatedTwilioToken: string;
}

/**
 * The environment of api, worker and migration: everything the supervisor got, and what it has set up itself.
 * Roles know nothing but their environment.
 */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  connections: Connections,
): NodeJS.ProcessEnv {
  const { host, ports, publicBaseUrl, hasEmailProvider, hasTwilio } = settings;
  const mailboxUrl = `http://${addressFor(host)}:${ports.mailbox}`;
  const { REDIS_URL: _ownRedis, ...inherited } = env;
  return {
    ...inherited,
    BECKON_LOCAL: '1',
    HOST: host,
    PORT: String(ports.http),
    OPS_PORT: String(ports.ops),
    DATABASE_URL: connections.databaseUrl,
    ...(connections.redisUrl ? { REDIS_URL: connections.redisUrl } : {}),
    PUBLIC_BASE_URL: publicBaseUrl,
    MAILBOX_URL: mailboxUrl,
    JWT_SECRET: connections.jwtSecret,
    LINK_SECRET: connections.linkSecret,
    ...(hasEmailProvider
      ? {}
      : {
          SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
          SMTP_FROM: env['SMTP_FROM']?.trim() || 'Beckon <hello@beckon.local>',
        }),
    ...(hasTwilio ? {} : simulatedTwilio(mailboxUrl, connections.simulatedTwilioToken)),
  };
}
