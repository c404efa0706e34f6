import { addressFor, type Settings } from './settings';

/** Where the private services are and what the secrets are; `redisUrl` is absent when there is no Redis. */
export interface Connections {
  databaseUrl: string;
  redisUrl?: string;
  jwtSecret: string;
  linkSecret: string;
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
  const { host, ports, publicBaseUrl, hasEmailProvider } = settings;
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
    MAILBOX_URL: `http://${addressFor(host)}:${ports.mailbox}`,
    JWT_SECRET: connections.jwtSecret,
    LINK_SECRET: connections.linkSecret,
    ...(hasEmailProvider
      ? {}
      : {
          SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
          SMTP_FROM: env['SMTP_FROM']?.trim() || 'Beckon <hello@beckon.local>',
        }),
  };
}
