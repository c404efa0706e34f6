import {
  aGuestList,
  dueBroadcast,
  type MailDouble,
  type Person,
  startWorkerProcess,
  type TestApi,
  until,
  TestSystem,
} from '../harness';

const GUESTS = 6;

describe('a message that is paused while its last mails are on the wire', () => {
  let system: TestSystem;
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    // what is held on the wire is not given up meanwhile
    system = await TestSystem.start({ redis: false, env: { SMTP_MAX_CONNECTIONS: '10', SEND_TIMEOUT_SECONDS: '20' } });
    ({ mail, api, owner } = system);
  });
  afterEach(() => system.endWorkers());
  afterAll(() => system.stop());

  const shown = async (path: string) => (await owner.client.get(path)).body;
  /** Sends to a few, and pauses when all of them are on the wire, where they stay. @returns how to let them arrive, too */
  const pausedOnTheWire = async (prefix: string): Promise<{ path: string; arrive: () => void }> => {
    const { promise: arrived, resolve } = Promise.withResolvers<null>();
    mail.faults = { onMessage: () => ({ after: arrived }) };
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, GUESTS, prefix);
    const { path } = await dueBroadcast(owner, event.id);
    await until('all on the wire', async () => (await shown(path)).counts.sending === GUESTS, 20_000);
    expect((await owner.client.post(`${path}/pause`)).body.status).toBe('paused');
    return { path, arrive: () => resolve(null) };
  };

  it('ends when they have arrived: there is nothing to resume', async () => {
    await system.addWorkers();
    const { path, arrive } = await pausedOnTheWire('over');
    arrive();
    await until('its end', async () => (await shown(path)).status === 'sent');
    expect(await shown(path)).toMatchObject({ statusReason: null, counts: { sent: GUESTS } });
  });

  it('ends as well when its worker died meanwhile', async () => {
    const first = await startWorkerProcess(api.config);
    const { path } = await pausedOnTheWire('died');
    await first.end('SIGKILL');
    // as after a minute: the time is over in which it could have come back
    await system.rows(`update deliveries set lease_until = now() where status = 'dispatching'`);
    await system.addWorkers();
    await until('its end', async () => (await shown(path)).status === 'sent', 30_000);
    expect((await shown(path)).counts).toMatchObject({ unknown: GUESTS, queued: 0, sending: 0 });
  });
});
