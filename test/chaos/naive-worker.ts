/**
 * A sender as it is usually written: mark the rows as "sending", send, note the result, and put back what has been "sending" for too long.
 * It is here only to be compared with; it runs as a process of its own, settings from the environment.
 */
import { createTransport } from 'nodemailer';
import { Pool } from 'pg';

const AT_ONCE = 10;
const { DATABASE_URL: databaseUrl, RESEND_BASE_URL: httpUrl, SMTP_URL: smtpUrl } = process.env;
const timeoutMs = Number(process.env.SEND_TIMEOUT_SECONDS) * 1000;
const staleSeconds = Number(process.env.STALE_SECONDS);

interface Row {
  readonly id: string;
  readonly recipient: string;
}

const pool = new Pool({ connectionString: databaseUrl, max: 8 });
pool.on('error', () => undefined);
const transport =
  smtpUrl === undefined
    ? null
    : createTransport({ url: smtpUrl, pool: true, maxConnections: AT_ONCE, socketTimeout: timeoutMs } as object);

async function send({ id, recipient }: Row): Promise<void> {
  if (transport !== null) {
    await transport.sendMail({
      from: 'events@beckon.test',
      to: recipient,
      subject: 'Hello',
      text: 'Hello',
      messageId: `<d.${id}@beckon.test>`,
    });
    return;
  }
  const answer = await fetch(`${httpUrl!}/emails`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: recipient, tags: [{ name: 'delivery_id', value: id }] }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`refused: ${answer.status}`);
}

async function sendAndNote(row: Row): Promise<void> {
  const isSent = await send(row).then(
    () => true,
    () => false,
  );
  await pool.query(
    `update naive set status = case when $2 then 'sent' else 'pending' end, due_at = now() + interval '3 seconds' where id = $1`,
    [row.id, isSent],
  );
}

async function round(): Promise<number> {
  const { rows } = await pool.query<Row>(
    `update naive set status = 'sending', since = now()
      where id in (select id from naive where status = 'pending' and due_at <= now() order by id limit ${AT_ONCE} for update skip locked)
     returning id, recipient`,
  );
  await Promise.all(rows.map((row) => sendAndNote(row)));
  return rows.length;
}

async function main(): Promise<void> {
  const state = { isStopping: false };
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => (state.isStopping = true));
  setInterval(() => {
    pool
      .query(
        `update naive set status = 'pending' where status = 'sending' and since < now() - make_interval(secs => $1)`,
        [staleSeconds],
      )
      .catch(() => undefined);
  }, 1000).unref();
  console.log('worker is up');
  while (!state.isStopping) {
    const sent = await round().catch((error: unknown) => {
      console.log((error as Error).message);
      return 0;
    });
    if (sent === 0) await new Promise((resume) => setTimeout(resume, 200));
  }
  process.exit(0);
}

void main();
