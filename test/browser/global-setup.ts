import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const READY_MS = 120_000;

/** Starts the whole product as `npm start` does, with data and ports of its own, and ends it after the last test. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'beckon-browser-'));
  const [port, ops, mailbox, smtp] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
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
  return stop;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
