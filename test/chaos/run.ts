import { parseArgs } from 'node:util';
import { Client } from '../harness/client';
import { anEvent, aPerson, type Person } from '../harness/people';
import { disturbances, FAULTS, noStrikes, type Strikes, troubleMail } from './faults';
import { judge, type Judgement } from './judge';
import { Random } from './random';
import { CONNECTIONS, pause, System } from './system';

/** Messages of one round; the deliveries are shared out between them. */
const MESSAGES = 5;
/** What a worker can have on the wire, or answered in the milliseconds before and not yet written down. */
const IN_FLIGHT = CONNECTIONS * 2;

interface Round {
  readonly owner: Person;
  readonly eventId: string;
  readonly paths: string[];
}

/**
 * One round: real processes send while everything that can break is broken, then the mail server's own list is held
 * against the ledger.
 *
 * @returns true when every promise was kept and every kind of fault struck
 */
async function runRound(seed: number, deliveries: number): Promise<boolean> {
  const random = new Random(seed);
  const strikes = noStrikes();
  const system = await System.start();
  const startedAt = Date.now();
  try {
    const round = await prepare(system, Math.ceil(deliveries / MESSAGES));
    troubleMail(system.mail, random, strikes, Math.max(0.004, 40 / deliveries));
    await Promise.all([disturb(system, random, strikes, round), meddle(round, system, random, strikes)]);
    await settle(system, round);
    const bound =
      (strikes['worker killed'] +
        strikes['worker frozen beyond its lease'] +
        3 * strikes['postgres restarted at once']) *
        IN_FLIGHT +
      strikes['connection dropped after accepting'] +
      strikes['answer slower than the time-out'];
    const judgement = await judge(system.pool, system.mail.ledger, bound);
    return report(seed, strikes, judgement, bound, Date.now() - startedAt);
  } finally {
    await system.stop();
  }
}

async function prepare(system: System, guests: number): Promise<Round> {
  const owner = await aPerson(new Client(system.apiUrls[0]!));
  const event = await anEvent(owner);
  await system.pool.query(
    `insert into guests (organization_id, event_id, name, first_name, email, email_key, rsvp_status)
     select $1, $2, 'Guest ' || n, 'Guest', 'guest' || n || '@guests.test', 'guest' || n || '@guests.test', 'attending' from generate_series(1, $3) n`,
    [owner.organizationId, event.id, guests],
  );
  const paths: string[] = [];
  for (let n = 0; n < MESSAGES; n++) {
    // the requests take turns between the two APIs
    const client = new Client(system.apiUrls[n % system.apiUrls.length]!, owner.client.token);
    const created = await client.post(`/v1/events/${event.id}/messages`, {
      mode: 'now',
      channel: 'email',
      audience: 'everyone',
      subject: `Message ${n}`,
      body: 'Hello {{guest_name}}, see you at {{venue}}.',
    });
    if (created.status !== 201) throw new Error(`compose: ${created.status} ${created.text}`);
    paths.push(`/v1/events/${event.id}/messages/${created.body.id}`);
  }
  return { owner, eventId: event.id, paths };
}

/** Breaks one thing after the other, each kind at least once, until the sending is over. */
async function disturb(system: System, random: Random, strikes: Strikes, round: Round): Promise<void> {
  let queue = [...disturbances].sort(() => random.next() - 0.5);
  while (queue.length > 0 || !(await isOver(round))) {
    if (queue.length === 0) queue = [random.pick(disturbances)];
    const disturbance = queue.shift()!;
    await pause(random.between(150, 900));
    await disturbance.strike(system, random);
    strikes[disturbance.name]++;
  }
}

/** What people do in the middle: pause and resume, cancel, suppress. */
async function meddle(round: Round, system: System, random: Random, strikes: Strikes): Promise<void> {
  const [toPause, toCancel] = round.paths;
  const act = async (what: () => Promise<{ status: number }>): Promise<boolean> =>
    (await what().catch(() => ({ status: 0 }))).status < 300;
  const insist = async (what: () => Promise<{ status: number }>): Promise<boolean> => {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await act(what)) return true;
      await pause(300);
    }
    return false;
  };
  await pause(random.between(300, 900));
  if (await insist(() => round.owner.client.post(`${toPause!}/pause`))) {
    await pause(random.between(300, 1500));
    if (await insist(() => round.owner.client.post(`${toPause!}/resume`))) strikes['message paused and resumed']++;
  }
  if (await insist(() => round.owner.client.delete(toCancel!))) strikes['message cancelled']++;
  const { rows } = await system.pool.query<{ email: string }>('select email from guests order by id desc limit 5');
  for (const { email } of rows) {
    if (await insist(() => round.owner.client.post('/v1/suppressions', { channel: 'email', address: email })))
      strikes['address suppressed']++;
  }
}

async function isOver(round: Round): Promise<boolean> {
  for (const path of round.paths) {
    const answer = await round.owner.client.get(path).catch(() => null);
    if (answer?.status !== 200 || !['sent', 'cancelled', 'failed'].includes(answer.body.status)) return false;
  }
  return true;
}

/** Every worker is up again and the faults are over: now everything has to come to its end. */
async function settle(system: System, round: Round): Promise<void> {
  system.mail.faults = {};
  const limit = Date.now() + 60_000;
  while (!(await isOver(round)) && Date.now() < limit) await pause(300);
  await pause(1000);
}

function report(seed: number, strikes: Strikes, judgement: Judgement, bound: number, ms: number): boolean {
  const missing = FAULTS.filter((name) => strikes[name] === 0);
  const { unknownSent, unknownNotSent } = judgement;
  console.log(
    `seed ${seed}: ${judgement.violations.length === 0 && missing.length === 0 ? 'kept' : 'BROKEN'}, ${(ms / 1000).toFixed(0)} s`,
  );
  console.log(`  mail server: ${judgement.mails} mails; ledger: ${JSON.stringify(judgement.byStatus)}`);
  console.log(`  unknown: ${unknownSent} had left, ${unknownNotSent} had not; at most ${bound} can be explained`);
  for (const name of FAULTS) console.log(`  ${String(strikes[name]).padStart(5)} x ${name}`);
  for (const name of missing) console.log(`  NEVER STRUCK: ${name}`);
  for (const violation of judgement.violations) console.log(`  VIOLATION ${violation}`);
  return judgement.violations.length === 0 && missing.length === 0;
}

/** `npm run chaos [-- --seed N] [--rounds N] [--deliveries N]`; ends with 1 on any broken promise. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string', default: '1' },
      deliveries: { type: 'string', default: '10000' },
    },
  });
  const first = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  let isKept = true;
  for (let n = 0; n < Number(values.rounds); n++)
    isKept = (await runRound(first + n, Number(values.deliveries))) && isKept;
  process.exit(isKept ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
