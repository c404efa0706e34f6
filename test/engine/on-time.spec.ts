import { aGuest, MailDouble, startApi, startWorker, until } from '../harness';

const POLL_SECONDS = 20;

it('a planned message leaves at its time, not at the next poll and not before', async () => {
  const mail = await MailDouble.start();
  const api = await startApi({
    SMTP_URL: mail.url,
    POLL_INTERVAL_SECONDS: String(POLL_SECONDS),
    REDIS_URL: process.env.REDIS_URL ?? '',
  });
  const owner = await api.person();
  const event = await api.event(owner);
  await aGuest(owner, event.id, { name: 'Punctual', email: 'punctual@guests.test' });
  const created = await owner.client.post(`/v1/events/${event.id}/messages`, {
    mode: 'schedule',
    channel: 'email',
    audience: 'everyone',
    subject: 'On time',
    body: 'Hello',
    sendAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  // moved past the API, so that no bell of its own rings: only the poll at the worker's start can see it coming
  const sendAt = new Date(Date.now() + 6000);
  await api.database.pool.query('update messages set send_at = $2 where id = $1', [created.body.id, sendAt]);
  const worker = await startWorker(api.config);
  try {
    await until('the mail', () => Promise.resolve(mail.ledger.length === 1));
    const lateMs = mail.ledger[0]!.at - sendAt.getTime();
    expect(lateMs).toBeGreaterThanOrEqual(0);
    // the next poll would have been at least 14 s late
    expect(lateMs).toBeLessThan(10_000);
  } finally {
    await worker.close();
    await api.close();
    await mail.stop();
  }
});
