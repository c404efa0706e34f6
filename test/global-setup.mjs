// Starts the private services of one test run and makes the migrated template database. Runs outside Jest's sandbox, once.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { inRoot, root } from '../scripts/paths.mjs';
import { dropDatabases, findRedis, prepareTemplate, startPostgres, startRedis } from '../scripts/services.mjs';
import { takeSlot } from './slots.mjs';

const TEMPLATE = 'test_template';
/** Each Jest worker has a Redis database of its own, by its number. */
const REDIS_DATABASES = 512;
/** Brings the database in DATABASE_URL to the newest schema; TypeScript, so it runs in a child with a loader. */
const MIGRATE = `require('./migrations').migrate(process.env.DATABASE_URL).catch((error) => { console.error(error); process.exit(1); })`;

/** What the template is made from: the same text, the same schema. */
function migrationsStamp() {
  const hash = createHash('sha256');
  const folder = inRoot('migrations');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(`\0${entry.name}\0`).update(readFileSync(path.join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}

const migrate = (url) =>
  promisify(execFile)(process.execPath, ['-r', 'tsx/cjs', '-e', MIGRATE], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
  });

async function startDatabase(dir) {
  const folder = path.join(dir, 'postgres');
  const start = () => startPostgres(folder, { fast: true });
  // Without fsync a killed run can leave damaged data behind; it is only test data, so begin anew.
  const server = await start().catch(() => {
    rmSync(folder, { recursive: true, force: true });
    return start();
  });
  await dropDatabases(server, 'test_', [TEMPLATE]);
  await prepareTemplate(server, TEMPLATE, migrationsStamp(), migrate);
  return server;
}

export default async function globalSetup() {
  const { dir, lock } = takeSlot();
  const started = [];
  globalThis.beckonTestServices = {
    async stop() {
      await Promise.all(started.map((service) => service.stop()));
      lock.release();
    },
  };
  try {
    const [server, redis] = await Promise.all([
      startDatabase(dir),
      findRedis() === null ? null : startRedis(path.join(dir, 'redis'), { databases: REDIS_DATABASES }),
    ]);
    started.push(server, ...(redis ? [redis] : []));
    process.env.TEST_DATABASE_SERVER_URL = server.url('postgres');
    process.env.TEST_TEMPLATE_DATABASE = TEMPLATE;
    if (redis) process.env.TEST_REDIS_URL = redis.url();
  } catch (error) {
    await globalThis.beckonTestServices.stop();
    throw error;
  }
}
