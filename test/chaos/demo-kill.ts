import path from 'node:path';
import { Client as Connection } from 'pg';
import { migrate } from '@beckon/migrations';
import { castAsCsv, type CastMember, demoCast } from '../../apps/local/src/demo/cast';
import { MailStore } from '../../apps/local/src/mailbox/mail-store';
import { MailboxServer } from '../../apps/local/src/mailbox/mailbox-server';
import { listenForMail } from '../../apps/local/src/mailbox/smtp-catcher';
import { Client } from '../harness/client';
import { anEvent, aPerson } from '../harness/people';
import { freePort } from './deployment';
import { pause } from './doubles/provider-double';
import { atTheEnd, endWith, stopEverything, stopOnSignals } from './endings';
import { Machine } from './machine';
import { RoleProcess } from './role-process';

const GUESTS = 2000;
/** A mailbox that takes its time: there has to be something to interrupt. */
const ANSWER_AFTER_MS = 30;
const CONNECTIONS = 4;
const MAILS_BETWEEN_KILLS = 150;
/** Long enough for a good dozen of kills; on a slow machine there are fewer. */
const KILL_FOR_MS = 40_000;
const PATIENCE_MS = 300_000;
const main = (role: 'api' | 'worker'): string =>
  path.resolve(__dirname, `../../dist/apps/server/apps/${role}/src/main.js`);

interface Counts {
  readonly open: number;
  readonly unknown: number;
}

/** The demo's guests, as many as are wanted, each with an address of their own. */
function guestList(): CastMember[] {
  const guests: CastMember[] = [];
  for (let seed = 1; guests.length < GUESTS; seed++)
    for (const guest of demoCast(seed).guests)
      if (guests.length < GUESTS)
        guests.push({ ...guest, phone: '', email: `guest${guests.length + 1}@example.test`, rsvpStatus: 'attending' });
  return guests;
}

/** Starts the mailbox of `npm start`, a little slower. */
async function startMailbox(folder: string): Promise<{ store: MailStore; page: number; smtp: number }> {
  const store = MailStore.open(folder);
  const append = store.append.bind(store);
  store.append = async (message, raw) => {
    await pause(ANSWER_AFTER_MS);
    return append(message, raw);
  };
  const server = new MailboxServer(store, '127.0.0.1');
  const page = await server.listen(0);
  const smtp = await listenForMail(store, 0);
  atTheEnd(async () => {
    await smtp.close();
    await server.close();
    await store.close();
  });
  return { store, page, smtp: smtp.port };
}

/** Registers somebody, makes an event, imports the guests as a file. @returns a signed-in client and the event's id */
async function prepare(apiUrl: string): Promise<{ client: Client; eventId: string }> {
  const owner = await aPerson(new Client(apiUrl), 'Demo');
  const event = await anEvent(owner, { name: 'An Evening at Harbour Hall' });
  const form = new FormData();
  form.append('file', new Blob([castAsCsv(guestList())], { type: 'text/csv' }), 'guests.csv');
  const imported = await owner.client.request('POST', `/v1/events/${event.id}/guests/import`, { raw: form });
  if (imported.body?.created !== GUESTS)
    throw new Error(`The import did not work: ${imported.status} ${imported.text}`);
  return { client: owner.client, eventId: event.id };
}

/** One line that is written again and again on a terminal, and now and then elsewhere. */
function liveLine(): (text: string, isLast?: boolean) => void {
  let shownAt = 0;
  return (text, isLast = false) => {
    if (process.stdout.isTTY) return void process.stdout.write(`\r\x1b[2K  ${text}${isLast ? '\n' : ''}`);
    if (!isLast && Date.now() - shownAt < 3000) return;
    shownAt = Date.now();
    console.log(`  ${text}`);
  };
}

/** Whom the mailbox has how many mails for. */
function ledgerOf(store: MailStore): Map<string, number> {
  const copies = new Map<string, number>();
  for (const { to } of store.list({ limit: Infinity }))
    for (const address of to) copies.set(address, (copies.get(address) ?? 0) + 1);
  return copies;
}

/** Kills the worker whenever some more mails have arrived, until the message has ended. @returns how often */
async function killAgainAndAgain(
  worker: RoleProcess,
  store: MailStore,
  look: () => Promise<Counts>,
  show: (kills: number, counts: Counts) => void,
): Promise<number> {
  const killUntil = Date.now() + KILL_FOR_MS;
  const limit = Date.now() + PATIENCE_MS;
  let kills = 0;
  let nextKillAt = MAILS_BETWEEN_KILLS;
  for (;;) {
    const counts = await look();
    show(kills, counts);
    if (counts.open === 0) return kills;
    if (Date.now() > limit) throw new Error(`After ${PATIENCE_MS / 1000} s there are still ${counts.open} to go.`);
    if (Date.now() < killUntil && store.count >= nextKillAt && worker.signal('SIGKILL')) {
      kills++;
      await worker.ended();
      await worker.start();
      nextKillAt = store.count + MAILS_BETWEEN_KILLS;
    }
    await pause(50);
  }
}

async function demo(): Promise<boolean> {
  console.log('A private installation starts: PostgreSQL, the API, one worker, a mailbox ...');
  const machine = await Machine.start(['demo']);
  atTheEnd(() => machine.stop());
  const databaseUrl = machine.databaseUrl('demo');
  await migrate(databaseUrl);
  const { store, page, smtp } = await startMailbox(path.join(machine.dir, 'mailbox'));
  const port = await freePort();
  const environment = {
    PATH: process.env.PATH ?? '',
    JWT_SECRET: 'demo-kill-jwt-'.repeat(4),
    LINK_SECRET: 'demo-kill-links-'.repeat(4),
    BECKON_LOCAL: '1',
    DATABASE_URL: databaseUrl,
    ...(machine.redisUrl(0) !== null && { REDIS_URL: machine.redisUrl(0)! }),
    PORT: String(port),
    OPS_PORT: '0',
    SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    SMTP_MAX_CONNECTIONS: String(CONNECTIONS),
    SEND_TIMEOUT_SECONDS: '2',
    POLL_INTERVAL_SECONDS: '1',
  };
  const role = (name: 'api' | 'worker', words: string): RoleProcess => {
    const process = new RoleProcess(
      name,
      [main(name)],
      () => environment,
      words,
      () => undefined,
    );
    atTheEnd(() => process.stop());
    return process;
  };
  const api = role('api', 'API and console on');
  const worker = role('worker', 'worker is up');
  await Promise.all([api.start(), worker.start()]);
  const { client, eventId } = await prepare(`http://127.0.0.1:${port}`);
  const database = new Connection({ connectionString: databaseUrl });
  database.on('error', () => undefined);
  await database.connect();
  atTheEnd(() => database.end());

  console.log(`${GUESTS} guests get one message each. Watch it arrive: http://127.0.0.1:${page}\n`);
  const sent = await client.post(`/v1/events/${eventId}/messages`, {
    mode: 'now',
    channel: 'email',
    audience: 'everyone',
    subject: 'We look forward to {{event_name}}',
    body: 'Hello {{ guest_first_name | default: "there" }}, see you at {{venue}}.',
  });
  if (sent.status !== 201) throw new Error(`The message was not taken: ${sent.text}`);
  const look = async (): Promise<Counts> => {
    const { rows } = await database.query<Counts>(
      `select (case when m.status in ('sent', 'failed', 'cancelled') then 0
                    else greatest(1, count(*) filter (where d.status in ('pending', 'dispatching'))) end)::int as open,
              (count(*) filter (where d.status = 'unknown'))::int as unknown
         from messages m left join deliveries d on d.message_id = m.id where m.id = $1 group by m.id`,
      [sent.body.id],
    );
    return rows[0]!;
  };
  const line = liveLine();
  const show = (kills: number, { open, unknown }: Counts): void =>
    line(`${store.count} mails arrived, worker killed ${kills} times, ${unknown} unconfirmed`, open === 0);
  const kills = await killAgainAndAgain(worker, store, look, show);
  const { rows } = await database.query<{ recipient: string; status: string }>(
    'select recipient, status from deliveries where message_id = $1',
    [sent.body.id],
  );
  return tell(kills, rows, ledgerOf(store));
}

/** What the mailbox has, held against what Beckon says. @returns whether nobody got two and nobody was lost */
function tell(
  kills: number,
  rows: readonly { readonly recipient: string; readonly status: string }[],
  copies: ReadonlyMap<string, number>,
): boolean {
  const twice = [...copies.values()].filter((n) => n > 1).length;
  const unconfirmed = rows.filter(({ status }) => status === 'unknown');
  const arrived = unconfirmed.filter(({ recipient }) => copies.has(recipient)).length;
  const lost = GUESTS - new Set([...copies.keys(), ...unconfirmed.map(({ recipient }) => recipient)]).size;
  const wrong = rows.filter(({ recipient, status }) => status !== 'unknown' && !copies.has(recipient)).length;
  const mails = [...copies.values()].reduce((sum, n) => sum + n, 0);
  console.log(`
The mailbox's own list, after ${kills} kills with SIGKILL:

  guests         ${GUESTS}
  mails          ${mails}
  duplicates     ${twice}
  lost           ${lost}
  unconfirmed    ${unconfirmed.length}  (of these ${arrived} are in the mailbox, ${unconfirmed.length - arrived} are not)
`);
  if (unconfirmed.length > 0)
    console.log(
      'Unconfirmed: these were on the wire when the worker died, and a plain mail server cannot be asked whether it has them. Beckon\n' +
        'does not guess and does not send them again by itself. A receipt settles them, where the provider sends any; otherwise you look,\n' +
        'and then say for each "it arrived" or "send again". With a provider that recognises repeats, as Resend does, there are none.',
    );
  const isKept = twice === 0 && lost === 0 && wrong === 0 && rows.length === GUESTS;
  console.log(isKept ? '\nNobody got two, nobody was lost.' : '\nBROKEN: somebody got two mails or was lost.');
  return isKept;
}

async function run(): Promise<void> {
  stopOnSignals();
  const isKept = await demo().catch((error: unknown) => {
    console.error(error);
    return false;
  });
  await stopEverything();
  endWith(isKept ? 0 : 1);
}

void run();
