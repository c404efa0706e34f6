import {
  aGuestList,
  dueBroadcast,
  endWorkerProcesses,
  MailDouble,
  type Person,
  startApi,
  startWorkerProcess,
  type TestApi,
  until,
} from '../harness';

const GUESTS = 600;
const CONNECTIONS = 5;

describe('a worker that goes away in the middle of a send', () => {
  let mail: MailDouble;
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    mail = await MailDouble.start();
    mail.faults = { onMessage: () => ({ delayMs: 25 }) };
    api = await startApi({
      SMTP_URL: mail.url,
      SMTP_MAX_CONNECTIONS: String(CONNECTIONS),
      SEND_TIMEOUT_SECONDS: '1',
      REDIS_URL: process.env.REDIS_URL ?? '',
    });
    owner = await api.person();
  });

  afterAll(async () => {
    endWorkerProcesses();
    await api.close();
    await mail.stop();
  });

  const byStatus = async (messageId: string): Promise<Record<string, number>> => {
    const { rows } = await api.database.pool.query(
      'select status, count(*)::int as n from deliveries where message_id = $1 group by 1',
      [messageId],
    );
    return Object.fromEntries(rows.map((row) => [row.status, row.n]));
  };
  const mailsTo = (prefix: string): Map<string, number> =>
    new Map([...mail.countByRecipient()].filter(([to]) => to.startsWith(prefix)));

  it('by SIGKILL: nobody is written to twice, nobody is lost, unknown is only what was on the wire', async () => {
    const kills = 2;
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, GUESTS, 'killed');
    const message = await dueBroadcast(owner, event.id);
    for (let kill = 0; kill < kills; kill++) {
      const before = mail.ledger.length;
      const worker = await startWorkerProcess(api.config);
      await until('some mails to leave', () => Promise.resolve(mail.ledger.length > before + 40));
      expect(await worker.end('SIGKILL')).toBe('SIGKILL');
    }
    const last = await startWorkerProcess(api.config);
    await until(
      'the message to end',
      async () => (await owner.client.get(message.path)).body.status === 'sent',
      40_000,
    );
    await last.end('SIGTERM');

    const { accepted = 0, unknown = 0, ...others } = await byStatus(message.id);
    const ledger = mailsTo('killed');
    expect(others).toEqual({});
    expect(accepted + unknown).toBe(GUESTS);
    // on the wire, or answered in the milliseconds before the kill and not yet written down
    expect(unknown).toBeLessThanOrEqual(kills * CONNECTIONS * 2);
    expect([...ledger.values()].filter((copies) => copies > 1)).toEqual([]);
    const { rows } = await api.database.pool.query<{ recipient: string }>(
      `select recipient from deliveries where message_id = $1 and status = 'accepted'`,
      [message.id],
    );
    expect(rows.filter(({ recipient }) => !ledger.has(recipient))).toEqual([]);
    expect(ledger.size).toBeGreaterThanOrEqual(GUESTS - unknown);
  });

  it('by SIGTERM, again and again: everybody gets exactly one mail and nothing is unknown', async () => {
    // no lease has to run out here, and no mail may be given up because the machine stood still
    const patient = { SEND_TIMEOUT_SECONDS: '10' };
    const event = await api.event(owner);
    await aGuestList(api, owner, event.id, GUESTS, 'deployed');
    const message = await dueBroadcast(owner, event.id);
    for (let deploy = 0; deploy < 2; deploy++) {
      const before = mail.ledger.length;
      const worker = await startWorkerProcess(api.config, patient);
      await until('some mails to leave', () => Promise.resolve(mail.ledger.length > before + 40));
      expect(await worker.end('SIGTERM')).toBe(0);
      expect(worker.log.join('\n')).toMatch(/handed over \d+, returned 0, unknown 0/);
      expect(await byStatus(message.id)).not.toHaveProperty('dispatching');
    }
    const last = await startWorkerProcess(api.config, patient);
    await until(
      'the message to end',
      async () => (await owner.client.get(message.path)).body.status === 'sent',
      40_000,
    );
    await last.end('SIGTERM');

    expect(await byStatus(message.id)).toEqual({ accepted: GUESTS });
    const ledger = mailsTo('deployed');
    expect(ledger.size).toBe(GUESTS);
    expect([...ledger.values()].filter((copies) => copies !== 1)).toEqual([]);
  });
});
