export { startApi, type TestApi } from './api';
export { postAsTwilio } from './as-twilio';
export { type Answer, Client } from './client';
export { testConfig } from './config';
export { createDatabase, type TestDatabase } from './database';
export { daytimeZone } from './daytime-zone';
export { CountingProxy } from './counting-proxy';
export { EventStream } from './event-stream';
export { MailDouble } from './mail-double';
export { type Gate, RowGates } from './row-gate';
export { OwnRedis } from './own-redis';
export { aGuest, anEvent, aPerson, daysAhead, type Person, uniqueWord } from './people';
export { ResendDouble } from './resend-double';
export { SesDouble } from './ses-double';
export {
  CERTIFICATE_URL,
  receiptSettings,
  resendBody,
  type Said,
  sesEvent,
  signedBySvix,
  snsBody,
  TOPIC_ARN,
  trustSns,
} from './signed-receipts';
export {
  signedByTwilio,
  TWILIO_ACCOUNT,
  TWILIO_TOKEN,
  TwilioDouble,
  type TwilioFault,
  type TwilioMessage,
} from './twilio-double';
export { TestSystem } from './system';
export { until } from './wait';
export { startWorker } from './worker';
export { endWorkerProcesses, startWorkerProcess, type WorkerProcess } from './worker-process';
export { aGuestList, dueBroadcast } from './audience';
export { claimed } from './claimed';
