// The yardstick of P11: a loop over fetch with kept connections that sends the same form and records nothing.
// Arguments: port, messages, lanes, prefix of numbers. Prints the milliseconds it took.
import { URLSearchParams } from 'node:url';

const [port, messages, lanes, prefix] = process.argv.slice(2);
const account = `AC${'0a'.repeat(16)}`;
const url = `http://127.0.0.1:${port}/2010-04-01/Accounts/${account}/Messages.json`;
const authorization = `Basic ${Buffer.from(`${account}:token-of-the-bench`).toString('base64')}`;
const total = Number(messages);
let next = 0;

async function lane() {
  while (next < total) {
    const n = next++;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization, accept: 'application/json' },
      body: new URLSearchParams({
        To: `${prefix}+1555${String(n).padStart(7, '0')}`,
        From: `${prefix}+15550100123`,
        Body: `Dear Guest Number ${n}, doors open at six. Will you come? https://beckon.test/r/AQGiAHDoXXfNmm-sUNmqCRoAAdizlGyzkb3pBwCwTveZAtY`,
        StatusCallback: 'https://beckon.test/webhooks/twilio/status?d=019a7c1e-0000-7000-8000-000000000001',
      }),
      signal: AbortSignal.timeout(9000),
    });
    const { sid } = await answer.json();
    if (answer.status !== 201 || !sid) throw new Error(`answered with ${answer.status}`);
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: Number(lanes) }, lane));
process.stdout.write(String(performance.now() - started));
process.exit(0);
