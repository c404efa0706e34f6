import type { MailDouble } from '../harness/mail-double';
import type { Random } from './random';
import { pause, type System } from './system';

/** How often each kind of fault really struck. A kind that never struck fails the run. */
export type Strikes = Record<FaultName, number>;

export const FAULTS = [
  'worker killed',
  'worker frozen beyond its lease',
  'worker stopped cleanly',
  'redis flushed',
  'redis killed and restarted empty',
  'postgres restarted at once',
  'recipient deferred',
  'message deferred after the dot',
  'connection dropped after accepting',
  'answer slower than the time-out',
  'message paused and resumed',
  'message cancelled',
  'address suppressed',
] as const;
export type FaultName = (typeof FAULTS)[number];

export const noStrikes = (): Strikes => Object.fromEntries(FAULTS.map((name) => [name, 0])) as Strikes;

/** The mail server's own troubles, by chance for each mail; each recipient is troubled at most once, so that a run ends. */
export function troubleMail(mail: MailDouble, random: Random, strikes: Strikes, rate: number): void {
  const troubled = new Set<string>();
  const strike = (name: FaultName, address: string, chance: number): boolean => {
    // every kind strikes early at least once, however rare it is later
    if (troubled.has(address) || random.next() >= (strikes[name] === 0 ? 0.05 : chance)) return false;
    troubled.add(address);
    strikes[name]++;
    return true;
  };
  mail.faults = {
    onRecipient: (address) => (strike('recipient deferred', address, rate) ? '451 4.7.1 try again later' : null),
    onMessage: (address) => {
      if (strike('message deferred after the dot', address, rate)) return { reply: '451 4.3.0 try again later' };
      if (strike('connection dropped after accepting', address, rate / 8)) return 'drop';
      if (strike('answer slower than the time-out', address, rate / 16)) return { delayMs: 3500 };
      return { delayMs: 2 };
    },
  };
}

/** One disturbance from outside. */
export interface Disturbance {
  readonly name: FaultName;
  strike(system: System, random: Random): Promise<void>;
}

/** Faults of processes and stores, each leaving the system able to go on. */
export const disturbances: readonly Disturbance[] = [
  {
    name: 'worker killed',
    async strike(system, random) {
      const place = Math.floor(random.next() * system.workers.length);
      await system.signal(place, 'SIGKILL');
      await system.startWorker(place);
    },
  },
  {
    name: 'worker frozen beyond its lease',
    async strike(system, random) {
      const place = Math.floor(random.next() * system.workers.length);
      await system.signal(place, 'SIGSTOP');
      await pause(8000);
      await system.signal(place, 'SIGCONT');
    },
  },
  {
    name: 'worker stopped cleanly',
    async strike(system, random) {
      const place = Math.floor(random.next() * system.workers.length);
      await system.signal(place, 'SIGTERM');
      await system.startWorker(place);
    },
  },
  { name: 'redis flushed', strike: (system) => system.flushRedis() },
  {
    name: 'redis killed and restarted empty',
    strike: (system, random) => system.restartRedis(random.between(200, 1500)),
  },
  { name: 'postgres restarted at once', strike: (system) => system.restartPostgres() },
];
