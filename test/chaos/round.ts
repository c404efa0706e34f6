import { Deployment, type Size } from './deployment';
import { allDisturbances, calmDown, endsCleanly, fewDisturbances, type Scene } from './disturbances';
import { KeyedDouble } from './doubles/keyed-double';
import { PhoneDouble } from './doubles/phone-double';
import { pause, type ProviderDouble } from './doubles/provider-double';
import { SmtpDouble } from './doubles/smtp-double';
import { atTheEnd, stopEverything } from './endings';
import { type Fault, FAULTS, Strikes } from './faults';
import { judge, type Judgement, lateAnswers, together } from './judge';
import { Machine } from './machine';
import { People, PHONE_SHARE } from './people';
import { Random } from './random';
import { Receipts } from './receipts';
import { replayReceipts } from './replay';
import { Troubles } from './troubles';

/** How many mails a worker has on the wire at once, with either provider. */
const CAPACITY = 10;
/** How many SMS and WhatsApp messages together. */
const PHONE_CAPACITY = 64;
/** After the last fault nothing may wait for longer. */
const STUCK_AFTER_MS = 30_000;
/** The longest wait between two attempts that a round can lead to is a minute. */
const SETTLE_MS = 180_000;

/** How hard a round is. */
export interface Plan {
  readonly seed: number;
  /** Over both deployments. */
  readonly deliveries: number;
  readonly stormMs: number;
  readonly size: Size;
  /** Few faults and little time, for the tests. */
  readonly isShort: boolean;
}

/** What a round showed. */
export interface RoundResult {
  readonly seed: number;
  readonly deliveries: number;
  readonly isKept: boolean;
  readonly violations: readonly string[];
  readonly neverStruck: readonly Fault[];
  readonly strikes: Partial<Record<Fault, number>>;
  /** Mails through Resend, and through a mail server; SMS and WhatsApp of both deployments. */
  readonly keyed: Judgement;
  readonly unkeyed: Judgement;
  readonly sms: Judgement;
  readonly whatsapp: Judgement;
  /** What happened to deliveries that a violation names. */
  readonly histories: readonly string[];
  readonly receipts: number;
  /** Repeats that the keyed provider recognised. */
  readonly repeatsRecognised: number;
  readonly seconds: number;
  /** How long each part took, in seconds. */
  readonly phases: Readonly<Record<string, number>>;
}

/** Faults that a short round leaves out, for want of time. */
const LONG_ONLY: ReadonlySet<Fault> = new Set<Fault>([
  'worker killed after the intent',
  'worker killed in mid-request',
  'worker frozen after the claim',
  'worker frozen after the intent',
  'worker frozen between reply and record',
  'api killed',
  'api deployed with SIGTERM',
  'connections of PostgreSQL used up',
  'two schedulers claiming side by side',
  'event moved in the middle',
  'STOP written in the middle',
]);

/** One deployment with everybody around it. */
interface Side {
  readonly deployment: Deployment;
  readonly people: People;
  readonly receipts: ReadonlyMap<ProviderDouble, Receipts>;
  readonly troubles: readonly Troubles[];
}

/**
 * One round: two deployments, one with a provider that knows keys and one without, both with Twilio for phones, send over three channels at the
 * same time on the same machine while everything that can break is broken; then the providers' own lists are held against the ledgers.
 */
export async function runRound(plan: Plan): Promise<RoundResult> {
  const startedAt = Date.now();
  const phases: Record<string, number> = {};
  let phaseSince = startedAt;
  const endOf = (phase: string): void => {
    phases[phase] = Math.round((Date.now() - phaseSince) / 100) / 10;
    phaseSince = Date.now();
  };
  const strikes = new Strikes();
  const random = new Random(plan.seed);
  const slowMs = plan.size.sendTimeoutSeconds * 1600;
  const mails = [await KeyedDouble.start(slowMs), await SmtpDouble.start(slowMs, CAPACITY)] as const;
  const phones = [await PhoneDouble.open(slowMs), await PhoneDouble.open(slowMs)] as const;
  const machine = await Machine.start(['keyed', 'unkeyed']);
  const deployments: Deployment[] = [];
  atTheEnd(async () => {
    await Promise.all(deployments.map((deployment) => deployment.stop()));
    await Promise.all([...mails, ...phones].map((provider: ProviderDouble) => provider.stop()));
    await machine.stop();
  });
  try {
    const open = (name: string, n: number): Promise<Deployment> =>
      Deployment.start(name, machine, n, mails[n]!, phones[n]!, plan.size).then((deployment) => {
        deployments.push(deployment);
        return deployment;
      });
    const [keyed, unkeyed] = await Promise.all([open('keyed', 0), open('unkeyed', 1)]);
    const sides = [
      await furnish(keyed, plan, strikes, new Random(plan.seed + 1_000_003)),
      await furnish(unkeyed, plan, strikes, new Random(plan.seed + 2_000_003)),
    ] as const;
    const scene: Scene = {
      machine,
      deployments: [keyed, unkeyed],
      random,
      strikes,
      uncleanEnds: [],
      complaints: [],
      later: [],
    };
    endOf('start');
    await Promise.all([storm(scene, plan, sides), ...sides.map(({ people }) => people.live())]);
    endOf('storm');
    const stuck = await settle(scene, sides);
    endOf('settle');
    const violations = plan.isShort ? [] : await quietDeploy(scene, sides);
    violations.push(...scene.complaints);
    endOf('deploy');
    const [forKeyed, forUnkeyed] = await Promise.all(
      sides.map(({ deployment, people, receipts, troubles }, n) =>
        judge(deployment, people, receipts, {
          uncleanEnds: scene.uncleanEnds,
          lostAnswers: new Set(troubles.flatMap(({ unclear }) => [...unclear])),
          stuck: stuck[n]!,
          complaints: violations,
        }),
      ),
    );
    for (const { deployment } of sides) {
      const claimers = new Set(deployment.claims.map(({ worker }) => worker));
      if (claimers.size > 1) strikes.add('two schedulers claiming side by side', claimers.size);
      const differing = await replayReceipts(deployment);
      if (differing.length > 0)
        violations.push(`I7 ${deployment.name}: receipts in another order give another table: ${differing.join(', ')}`);
    }
    endOf('judge');
    const neverStruck = FAULTS.filter((fault) => strikes.of(fault) === 0 && !(plan.isShort && LONG_ONLY.has(fault)));
    violations.push(
      ...forKeyed!.violations.map((text) => `keyed: ${text}`),
      ...forUnkeyed!.violations.map((text) => `unkeyed: ${text}`),
    );
    const both = [forKeyed!.channels, forUnkeyed!.channels];
    return {
      seed: plan.seed,
      deliveries: together(both.flatMap((channels) => Object.values(channels))).deliveries,
      isKept: violations.length === 0 && neverStruck.length === 0,
      violations,
      neverStruck,
      strikes: strikes.asObject(),
      keyed: forKeyed!.channels.email,
      unkeyed: forUnkeyed!.channels.email,
      sms: together(both.map(({ sms }) => sms)),
      whatsapp: together(both.map(({ whatsapp }) => whatsapp)),
      histories: [...forKeyed!.histories, ...forUnkeyed!.histories],
      receipts: sides.reduce((sum, { receipts }) => sum + [...receipts.values()].reduce((n, of) => n + of.sent, 0), 0),
      repeatsRecognised: mails[0].repeats,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      phases,
    };
  } finally {
    await stopEverything();
  }
}

/** People, receipts and troubles for one deployment, and answers slow enough that the sending lasts as long as the storm. */
async function furnish(deployment: Deployment, plan: Plan, strikes: Strikes, random: Random): Promise<Side> {
  const deliveries = plan.deliveries / 2;
  const people = await People.arrive(deployment, strikes, deliveries, plan.stormMs);
  const receipts = new Map<ProviderDouble, Receipts>();
  const troubles: Troubles[] = [];
  for (const provider of deployment.providers) {
    const isPhone = provider.name === 'twilio';
    const own = new Receipts(deployment, provider, random, strikes, isPhone ? 0.6 : 0.4);
    receipts.set(provider, own);
    const count = deliveries * (isPhone ? PHONE_SHARE : 1 - PHONE_SHARE);
    const its = new Troubles(provider.name, random, strikes, Math.max(0.05, 20 / count));
    troubles.push(its);
    const wires = plan.size.workers * (isPhone ? PHONE_CAPACITY : CAPACITY);
    // an ordinary answer is never so late that the worker has given up
    const longestMs = Math.min(600, plan.size.sendTimeoutSeconds * 300);
    const meanMs = Math.min(longestMs, (plan.stormMs * 0.6 * wires) / count);
    provider.behaviour = {
      latencyMs: () => random.between(0.3, 1.7) * meanMs,
      troubleFor: (deliveryId) => its.next(deliveryId),
      isRecipientDeferred: (address) => its.isRecipientDeferred(address),
      onStage: () => 'go on',
      onTaken: (mail) => own.plan(mail),
    };
  }
  return { deployment, people, receipts, troubles };
}

/** One blow after the other in a shuffled order, spread over the time of the storm. */
async function storm(scene: Scene, plan: Plan, sides: readonly Side[]): Promise<void> {
  const { random } = scene;
  const deployments = sides.map(({ deployment }) => deployment);
  const post = (deployment: Deployment, channel?: 'sms'): Promise<unknown> =>
    sides.find((side) => side.deployment === deployment)!.people.postSmall(channel);
  const all = (plan.isShort ? fewDisturbances : allDisturbances)(deployments, post);
  const queue = [...all].sort(() => random.next() - 0.5);
  const gapMs = plan.stormMs / queue.length;
  // somebody has to be sending first
  await pause(1000);
  for (const strike of queue) {
    const next = pause(random.between(0.4, 1) * gapMs);
    if (!(await strike(scene))) await strike(scene);
    await next;
  }
}

/**
 * The faults are over: everything has to come to its end.
 *
 * @returns for each deployment what was still due or leased 30 s later
 */
async function settle(scene: Scene, sides: readonly Side[]): Promise<string[][]> {
  for (const { deployment } of sides) calmDown(deployment);
  await Promise.all(scene.later);
  const quietSince = Date.now();
  await Promise.all(sides.map(({ people }) => people.resumeAll()));
  const areOver = async (): Promise<boolean> =>
    (await Promise.all(sides.map(({ people }) => people.areOver()))).every(Boolean);
  let stuck: string[][] | null = null;
  while (!(await areOver()) && Date.now() < quietSince + SETTLE_MS) {
    if (stuck === null && Date.now() > quietSince + STUCK_AFTER_MS) {
      stuck = await findStuck(sides);
      if (stuck.some(({ length }) => length > 0)) await tellWhy(sides);
    }
    await pause(300);
  }
  await drained(sides);
  await Promise.all(sides.map(({ deployment }) => noReceiptWaits(deployment)));
  return stuck ?? sides.map(() => []);
}

async function drained(sides: readonly Side[]): Promise<void> {
  await Promise.all(sides.flatMap(({ receipts }) => [...receipts.values()].map((of) => of.drained())));
}

/** A receipt that could not be applied at once is tried again within seconds. */
async function noReceiptWaits(deployment: Deployment): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [waiting] = await deployment.rows<{ n: number }>(
      'select count(*)::int as n from provider_receipts where next_attempt_at is not null',
    );
    if (waiting!.n === 0) return;
    await pause(200);
  }
}

/** For whoever has to find out why something is stuck: what stands in the way of it just now. */
async function tellWhy(sides: readonly Side[]): Promise<void> {
  for (const { deployment } of sides) {
    const ready = deployment.workers.map(({ name, isReady }) => `${name} ${isReady ? 'up' : 'down'}`);
    const breakers = await deployment.rows('select * from provider_breakers');
    const messages = await deployment.rows(
      `select m.subject, m.status, m.rung_at, d.status as deliveries, count(*)::int as n, min(d.next_attempt_at) as due, min(d.lease_until) as lease,
              clock_timestamp() as now
         from messages m join deliveries d on d.message_id = m.id
        where m.status in ('sending', 'cancelling') and d.status in ('pending', 'dispatching') group by m.id, d.status`,
    );
    console.log(
      `  STUCK ${deployment.name} ${JSON.stringify({ ready, breakers, messages, log: deployment.lastTroubles })}`,
    );
  }
}

/**
 * Rows that somebody should have served by now. A row that waits for its next attempt is not stuck before that is due, and not while others of its
 * message are being sent: on a slow machine there is still a queue.
 */
async function findStuck(sides: readonly Side[]): Promise<string[][]> {
  return Promise.all(
    sides.map(async ({ deployment }) =>
      (
        await deployment.rows<{ id: string }>(
          `select d.id from deliveries d join messages m on m.id = d.message_id
            where (d.status = 'dispatching' and d.lease_until < clock_timestamp() - interval '10 seconds')
               or (d.status = 'pending' and m.status = 'sending' and d.next_attempt_at < clock_timestamp() - interval '10 seconds'
                   and not exists (select 1 from chaos_history h
                                    where h.message_id = m.id and h.at > clock_timestamp() - interval '10 seconds'))`,
        )
      ).map(({ id }) => id),
    ),
  );
}

/** I12: nothing else is wrong, every process is deployed anew while a message leaves, and nothing is unknown. */
async function quietDeploy(scene: Scene, sides: readonly Side[]): Promise<string[]> {
  const violations: string[] = [];
  await Promise.all(
    sides.map(async ({ deployment, people }) => {
      for (const provider of deployment.providers) provider.behaviour.latencyMs = () => 150;
      const last = (await people.postLast()).map(({ id }) => id);
      for (const process of deployment.workers) {
        await pause(150);
        if (!process.signal('SIGTERM')) violations.push(`I12 ${deployment.name} ${process.name} was not there`);
        await endsCleanly(scene, deployment, process);
        await process.start();
        scene.strikes.add('worker deployed with SIGTERM');
      }
      const limit = Date.now() + 60_000;
      while (!(await people.areOver()) && Date.now() < limit) await pause(200);
      const rows = await deployment.rows<{ id: string; was_unknown: boolean; intent_at: number }>(
        `select d.id, coalesce(bool_or(h.becomes = 'unknown'), false) as was_unknown, (extract(epoch from max(h.at) filter (where h.becomes = 'dispatching')) * 1000)::float8 as intent_at
           from deliveries d left join chaos_history h on h.delivery_id = d.id
          where d.message_id = any ($1::uuid[]) group by d.id`,
        [last],
      );
      const taken = new Set(deployment.providers.flatMap((of) => of.taken.map(({ deliveryId }) => deliveryId)));
      // an answer that is too late is the provider's, or the machine's, and none of the deploy's
      const late = deployment.providers.map((of) => lateAnswers(deployment, of));
      const isLate = (row: { id: string; intent_at: number }): boolean => late.some((is) => is(row.id, row.intent_at));
      const wrong = rows.filter((row) => (row.was_unknown || !taken.has(row.id)) && !isLate(row));
      if (wrong.length > 0)
        violations.push(
          `I12 ${deployment.name}: a deploy left ${wrong.length} of ${rows.length} not sent or unknown: ${wrong.map((row) => row.id).join(', ')}`,
        );
    }),
  );
  await drained(sides);
  return violations;
}
