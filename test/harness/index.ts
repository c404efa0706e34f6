export { startApi, type TestApi } from './api';
export { type Answer, Client } from './client';
export { testConfig } from './config';
export { createDatabase, type TestDatabase } from './database';
export { MailDouble } from './mail-double';
export { aGuest, anEvent, aPerson, daysAhead, type Person, uniqueWord } from './people';
export { until } from './wait';
export { startWorker } from './worker';
