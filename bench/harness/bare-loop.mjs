// The yardstick of P1: a pooled nodemailer loop that sends the same text and records nothing.
// Arguments: port, mails, connections. Prints the milliseconds it took.
import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';

const [port, mails, connections, sampleFile] = process.argv.slice(2);
const sample = JSON.parse(readFileSync(sampleFile, 'utf8'));
const transport = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(port),
  pool: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});
const total = Number(mails);
let next = 0;

async function lane() {
  while (next < total) {
    const n = next++;
    await transport.sendMail({
      from: { name: 'Efua Mensah', address: 'events@beckon.test' },
      to: { name: '', address: `guest${n}@guests.test` },
      subject: sample.subject,
      text: sample.text,
      html: sample.html,
      messageId: `<d.${n}@beckon.test>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'List-Id': '<event.beckon.test>',
        'List-Unsubscribe': '<https://beckon.test/u/token>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, lane));
process.stdout.write(String(performance.now() - started));
transport.close();
