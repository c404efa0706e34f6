import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a JSON file that only this user may read, whole or not at all. */
export function writePrivateJson(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

/** The parsed JSON file, or null when there is none. */
export function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

const NAMES = ['JWT_SECRET', 'LINK_SECRET', 'SIMULATED_TWILIO_TOKEN'] as const;

/**
 * The secrets of this installation: from the environment where set, else generated once and kept in `secrets.json`,
 * so that sign-ins and links in old mails survive a restart.
 */
export function secretsIn(dataDir: string, env: NodeJS.ProcessEnv): Record<(typeof NAMES)[number], string> {
  const file = path.join(dataDir, 'secrets.json');
  const kept = (readJson(file) ?? {}) as Record<string, string>;
  const missing = NAMES.filter((name) => !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = randomBytes(48).toString('base64url');
    writePrivateJson(file, kept);
  }
  const pick = (name: (typeof NAMES)[number]): string => env[name]?.trim() || (kept[name] ?? '');
  return {
    JWT_SECRET: pick('JWT_SECRET'),
    LINK_SECRET: pick('LINK_SECRET'),
    SIMULATED_TWILIO_TOKEN: kept['SIMULATED_TWILIO_TOKEN'] ?? '',
  };
}
