// The yardstick of P2: what most people write. One Bull job per recipient, added in bulk, and three statements per job:
// mark as sending, read what to send, mark as sent. Arguments: database URL, Redis URL, SMTP port, mails, connections, sample file.
import { readFileSync } from 'node:fs';
import Queue from 'bull';
import nodemailer from 'nodemailer';
import pg from 'pg';

const [databaseUrl, redisUrl, port, mails, connections, sampleFile] = process.argv.slice(2);
const sample = JSON.parse(readFileSync(sampleFile, 'utf8'));
const total = Number(mails);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
await pool.query('drop table if exists bench_recipients');
await pool.query(
  'create table bench_recipients (id int primary key, email text, status text, provider_id text, updated_at timestamptz default now())',
);
await pool.query(
  "insert into bench_recipients (id, email, status) select n, 'guest' || n || '@guests.test', 'pending' from generate_series(1, $1) n",
  [total],
);
const transport = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(port),
  pool: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});
const queue = new Queue('bench-per-recipient', redisUrl);
await queue.empty();

let done = 0;
const finished = new Promise((resolve) => {
  void queue.process(Number(connections), async ({ data }) => {
    await pool.query("update bench_recipients set status = 'sending', updated_at = now() where id = $1", [data.id]);
    const { rows } = await pool.query('select email from bench_recipients where id = $1', [data.id]);
    const info = await transport.sendMail({
      from: 'events@beckon.test',
      to: rows[0].email,
      subject: sample.subject,
      text: sample.text,
      html: sample.html,
    });
    await pool.query(
      "update bench_recipients set status = 'sent', provider_id = $2, updated_at = now() where id = $1",
      [data.id, info.messageId],
    );
    if (++done === total) resolve();
  });
});

const started = performance.now();
for (let from = 1; from <= total; from += 1000) {
  const ids = Array.from({ length: Math.min(1000, total - from + 1) }, (_, i) => from + i);
  await queue.addBulk(ids.map((id) => ({ data: { id }, opts: { removeOnComplete: true, removeOnFail: true } })));
}
await finished;
process.stdout.write(String(performance.now() - started));
transport.close();
await queue.close();
await pool.end();
