// The private services of one machine, for `npm start` and for the tests.
export { dropDatabases, ensureDatabase, prepareTemplate, withConnection } from './databases.mjs';
export { startPostgres } from './postgres.mjs';
export { endProcess, identityOf, isRunning, takeLock } from './processes.mjs';
export { findRedis, startRedis } from './redis.mjs';
