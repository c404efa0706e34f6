import { type Config, loadConfig } from '@beckon/core';

/** Settings of a process under test; every one can be overridden by its environment name. */
export function testConfig(databaseUrl: string, env: Readonly<Record<string, string>> = {}): Config {
  return loadConfig({
    BECKON_LOCAL: '1',
    DATABASE_URL: databaseUrl,
    JWT_SECRET: 'jwt-only-for-tests-'.repeat(3),
    LINK_SECRET: 'links-only-for-tests-'.repeat(3),
    PUBLIC_BASE_URL: 'https://beckon.test',
    SMTP_FROM: 'Beckon <events@beckon.test>',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    OPS_PORT: '0',
    POLL_INTERVAL_SECONDS: '1',
    // a mail is given up only where a test wants that, and never because the machine was slow
    SEND_TIMEOUT_SECONDS: '10',
    ...env,
  });
}
