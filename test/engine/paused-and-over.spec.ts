import type { INestApplicationContext } from '@nestjs/common';
import {
  aGuestList,
  dueBroadcast,
  endWorkerProcesses,
  MailDouble,
  type Person,
  startApi,
  startWorker,
  startWorkerProcess,
  type TestApi,
  until,
} from '../harness';

const GUESTS = 6;

describe('a message that is paused while its last mails are on the wire', () => {
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;
  let worker: INestApplicationContext | null = null;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({ SMTP_URL: mail.url, SMTP_MAX_CONNECTIONS: '10', SEND_TIMEOUT_SECONDS: '2' });
    owner = await api.person();
  });
  afterEach(async () => {
    await worker?.close();
    worker = null;
  });
  afterAll(async () => {
    endWorkerProcesses();
    await api.close();
    await mail.stop();
  });

  const shown = async (path: string) => (await owner.client.get(path)).body;
  /** Sends to a few, and pauses when all of them are on the wire. */
  const pausedOnTheWire = async (prefix: string): Promise<string> => {
    mail.faults = { onMessage: () => ({ delayMs: 1000 }) };
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, GUESTS, prefix);
    const { path } = await dueBroadcast(owner, event.id);
    await until('all on the wire', async () => (await shown(path)).counts.sending === GUESTS, 20_000);
    expect((await owner.client.post(`${path}/pause`)).body.status).toBe('paused');
    return path;
  };

  it('ends when they have arrived: there is nothing to resume', async () => {
    worker = await startWorker(api.config);
    const path = await pausedOnTheWire('over');
    await until('its end', async () => (await shown(path)).status === 'sent', 10_000);
    expect(await shown(path)).toMatchObject({ statusReason: null, counts: { sent: GUESTS } });
  });

  it('ends as well when its worker died meanwhile', async () => {
    const first = await startWorkerProcess(api.config);
    const path = await pausedOnTheWire('died');
    await first.end('SIGKILL');
    worker = await startWorker(api.config);
    await until('its end', async () => (await shown(path)).status === 'sent', 30_000);
    expect((await shown(path)).counts).toMatchObject({ unknown: GUESTS, queued: 0, sending: 0 });
  });
});
