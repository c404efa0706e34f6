import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openMailGate } from './mail-gate';
import { demoPerson, signedInPerson } from './product';
import { makeWorld } from './world';

const root = path.resolve(__dirname, '../..');
const READY_MS = 120_000;

/**
 * Starts the whole product as `npm start` does, with data and ports of its own, and ends it after the last test. Its mail goes
 * through a gate that can refuse it, and from there into its mailbox.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'beckon-browser-'));
  chmodSync(folder, 0o711); // PostgreSQL refuses to run as root; the user it runs as then has to get in
  const [port, ops, mailbox, smtp] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const gate = await openMailGate(smtp);
  const product = spawn(process.execPath, [path.join(root, 'dist/apps/server/apps/local/src/main.js')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: folder,
      PORT: String(port),
      OPS_PORT: String(ops),
      MAILBOX_PORT: String(mailbox),
      SMTP_CATCHER_PORT: String(smtp),
      SMTP_URL: gate.url,
      SMTP_FROM: 'Beckon <hello@beckon.local>',
      POLL_INTERVAL_SECONDS: '1',
      REGISTRATION: 'open',
    },
  });
  let said = '';
  for (const stream of [product.stdout, product.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => product.on('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    product.kill('SIGTERM');
    await ended;
    await gate.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + READY_MS;
  while (!said.includes('Sign in to the demo')) {
    if (product.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`The product did not start:\n${said.slice(-3000)}`);
    }
    await new Promise((resume) => setTimeout(resume, 200));
  }
  process.env.BECKON_URL = `http://127.0.0.1:${port}`;
  process.env.BECKON_MAILBOX = `http://127.0.0.1:${mailbox}`;
  const passwords = [...said.matchAll(/(\w+)@beckon\.local\s+password: (\S+)/g)].map(([, who, word]) => [who, word]);
  process.env.BECKON_PASSWORDS = JSON.stringify(Object.fromEntries(passwords));
  process.env.BECKON_DATABASE = databaseIn(path.join(folder, 'postgres'));
  try {
    await sendDemoBroadcast();
    process.env.BECKON_WORLD = JSON.stringify(await makeWorld());
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** The gate is a mail provider like any other, so the demo has kept its broadcast as a draft: here it may leave. */
async function sendDemoBroadcast(): Promise<void> {
  const owner = await signedInPerson(demoPerson('demo'));
  const { items: events } = await owner.call<{ items: { id: string }[] }>('GET', '/v1/events');
  const at = `/v1/events/${events[0]!.id}/messages`;
  const { items } = await owner.call<{ items: { id: string; kind: string }[] }>('GET', `${at}?status=draft`);
  const broadcast = items.find(({ kind }) => kind === 'broadcast');
  await owner.call('POST', `${at}/${broadcast!.id}/send-now`, {});
}

/** The address of the private database, from what its starter has left in its folder. */
function databaseIn(folder: string): string {
  const text = (file: string): string => readFileSync(file, 'utf8');
  const remembered = path.join(folder, 'place');
  const place = existsSync(remembered) ? text(remembered).trim() : folder;
  const { password } = JSON.parse(text(path.join(folder, 'credentials.json'))) as { password: string };
  const port = text(path.join(place, 'pgdata/postmaster.pid')).split('\n')[3];
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/beckon`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
