import path from 'node:path';
import type { PostgresServer, RedisServer } from '../../../scripts/services.mjs';
import { KeptService, type ServicesScript } from './services';
import type { Settings } from './settings';

const DATABASE = 'beckon';

/** What those who start private services get and give. */
export interface ServiceOwner {
  settings: Settings;
  say: (text: string) => void;
  onFatal: (text: string) => void;
  /** Registers what has to be done at the end; called before the service is up. */
  onStop: (step: () => Promise<void>) => void;
}

/** The URL of the user's own PostgreSQL, or of a private one, started now. */
export async function openDatabase(
  services: ServicesScript,
  { settings, say, onFatal, onStop }: ServiceOwner,
): Promise<string> {
  if (settings.databaseUrl) return settings.databaseUrl;
  const folder = path.join(settings.dataDir, 'postgres');
  const kept = new KeptService<PostgresServer>(
    'PostgreSQL',
    (before, onExit) => services.startPostgres(folder, { port: before?.port, onExit, note: say }),
    say,
    onFatal,
  );
  onStop(() => kept.stop());
  const server = await kept.start();
  await services.ensureDatabase(server, DATABASE);
  return server.url(DATABASE);
}

/** The URL of the user's own Redis, or of a private one; undefined where there is none: everything works without. */
export async function openRedis(
  services: ServicesScript,
  { settings, say, onStop }: ServiceOwner,
): Promise<string | undefined> {
  if (settings.redisUrl) return settings.redisUrl;
  if (services.findRedis() === null) return undefined;
  const folder = path.join(settings.dataDir, 'redis');
  const kept = new KeptService<RedisServer>(
    'Redis',
    (before, onExit) => services.startRedis(folder, { port: before?.port, password: before?.password, onExit }),
    say,
    say,
  );
  onStop(() => kept.stop());
  try {
    return (await kept.start()).url();
  } catch (error) {
    say(`Redis could not be started, going on without: ${(error as Error).message}`);
    return undefined;
  }
}
