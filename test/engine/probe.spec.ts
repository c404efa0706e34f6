import { spawn } from 'node:child_process';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { MailDouble, type Person, startApi, startWorker, type TestApi } from '../harness';

const root = path.resolve(__dirname, '../..');

/** Runs the probe as its own process, as an operator does. */
function probe(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  const script = `import('./scripts/probe.mjs').then(({ probe }) => probe(process.argv.slice(1))).then((ok) => process.exit(ok ? 0 : 1))`;
  const child = spawn(process.execPath, ['-e', script, '--', ...args], { cwd: root, env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

describe('the probe of a deployment', () => {
  let mail: MailDouble;
  let api: TestApi;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    mail = await MailDouble.start();
    api = await startApi({ SMTP_URL: mail.url, REDIS_URL: process.env.REDIS_URL ?? '' });
    worker = await startWorker(api.config);
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
    await mail.stop();
  });
  beforeEach(() => {
    mail.faults = {};
  });

  const leftovers = async (): Promise<number> =>
    (await api.database.pool.query('select 1 from events where deleted_at is null')).rows.length;

  it('needs nothing but the address on this machine, and leaves no event behind', async () => {
    const { code, output } = await probe(['--url', api.url]);
    expect([code, output]).toEqual([0, expect.stringContaining('409 NO_RECIPIENTS')]);
    expect(output).toContain('the message is sent');
    expect(mail.ledger.map(({ to }) => to)).toEqual(['probe@example.test']);
    expect(await leftovers()).toBe(0);
  });

  it('signs in with an account or a key, and writes to the address it is told', async () => {
    const admin: Person = await api.person();
    const withAccount = await probe(['--url', api.url, '--email', admin.email, '--password', admin.password]);
    expect([withAccount.code, withAccount.output]).toEqual([0, expect.stringContaining(`signed in as ${admin.email}`)]);
    const scopes = ['events:write', 'guests:write', 'messages:write', 'deliveries:read'];
    const key = await admin.client.post('/v1/api-keys', { name: 'Probe', scopes, roleCeiling: 'owner' });
    expect(key.status).toBe(201);
    const withKey = await probe(['--url', api.url, '--to', 'ops@people.test'], {
      BECKON_PROBE_API_KEY: key.body.key,
    });
    expect([withKey.code, withKey.output]).toEqual([0, expect.stringContaining('an API key')]);
    expect(mail.ledger.map(({ to }) => to).slice(-2)).toEqual([admin.email, 'ops@people.test']);
    expect(await leftovers()).toBe(0);
  });

  it('fails with what it saw when the mail is refused, and still cleans up', async () => {
    mail.faults.onRecipient = () => '550 5.1.1 no such user';
    const { code, output } = await probe(['--url', api.url, '--to', 'dead@people.test']);
    expect([code, output]).toEqual([1, expect.stringContaining('the message is "failed"')]);
    expect(output).toContain('5.1.1');
    expect(await leftovers()).toBe(0);
  });

  it('fails with what it saw when nobody is there to send', async () => {
    const other = await startApi();
    const { code, output } = await probe(['--url', other.url, '--timeout', '2']);
    expect([code, output]).toEqual([1, expect.stringContaining('Nothing is being sent')]);
    await other.close();
  });

  it.each([
    ['nothing answers there', ['--url', 'http://127.0.0.1:1'], /no answer/],
    ['no address is named for a deployment elsewhere', ['--url', 'https://beckon.example.com'], /--to/],
    ['no deployment is named', [], /--url/],
    ['an option is not known', ['--url', 'http://127.0.0.1:1', '--nonsense'], /nonsense/],
  ])('fails in plain words when %s', async (_what, args, words) => {
    const { code, output } = await probe(args);
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toContain('    at ');
  });

  it('says so where nobody may register', async () => {
    const closed = await startApi({ REGISTRATION: 'closed' });
    const { code, output } = await probe(['--url', closed.url]);
    expect([code, output]).toEqual([1, expect.stringContaining('give --email and --password')]);
    await closed.close();
  });
});
