import type { Stage } from './doubles/provider-double';

/** Every kind of fault; a round that did not strike with one of those it set out to fails. */
export const FAULTS = [
  'worker killed after the claim',
  'worker killed after the intent',
  'worker killed in mid-request',
  'worker killed between reply and record',
  'worker frozen after the claim',
  'worker frozen after the intent',
  'worker frozen in mid-request',
  'worker frozen between reply and record',
  'worker deployed with SIGTERM',
  'api killed',
  'api deployed with SIGTERM',
  'two schedulers claiming side by side',
  'Redis emptied',
  'Redis killed and restarted empty',
  'PostgreSQL restarted at once',
  'connections of PostgreSQL used up',
  'recipient deferred (451)',
  'mail deferred after the dot (451)',
  'too many requests (429, Retry-After)',
  'error before accepting (500)',
  'error after accepting (500)',
  'connection dropped before accepting',
  'connection dropped after accepting',
  'answer slower than the time-out',
  'malformed answer after accepting',
  'Twilio: worker killed while it talks to it',
  'Twilio: worker frozen while it talks to it',
  'Twilio: too many requests (429, Retry-After)',
  'Twilio: error before accepting (500)',
  'Twilio: error after accepting (500)',
  'Twilio: connection dropped before accepting',
  'Twilio: connection dropped after accepting',
  'Twilio: answer slower than the time-out',
  'Twilio: malformed answer after accepting',
  'Twilio: number refused for good (400)',
  'Twilio: failed after it was taken',
  'Twilio: callback three times',
  'Twilio: callbacks in the wrong order',
  'Twilio: callback before its own reply',
  'Twilio: callback forged',
  'Twilio: callback with another address',
  'Twilio: callback for another account',
  'receipt three times',
  'receipts in the wrong order',
  'receipt before our own reply',
  'receipt forged',
  'message paused and resumed',
  'message cancelled in the middle',
  'address suppressed in the middle',
  'STOP written in the middle',
  'invitations paused and resumed',
  'event moved in the middle',
  'event cancelled in the middle',
] as const;
export type Fault = (typeof FAULTS)[number];

/** How often each kind really struck. */
export class Strikes {
  private readonly counts = new Map<Fault, number>();

  add(fault: Fault, times = 1): void {
    this.counts.set(fault, this.of(fault) + times);
  }

  of(fault: Fault): number {
    return this.counts.get(fault) ?? 0;
  }

  asObject(): Partial<Record<Fault, number>> {
    return Object.fromEntries(FAULTS.filter((fault) => this.of(fault) > 0).map((fault) => [fault, this.of(fault)]));
  }
}

export const killed: Readonly<Record<Stage, Fault>> = {
  intent: 'worker killed after the intent',
  midway: 'worker killed in mid-request',
  answered: 'worker killed between reply and record',
};
export const frozen: Readonly<Record<Stage, Fault>> = {
  intent: 'worker frozen after the intent',
  midway: 'worker frozen in mid-request',
  answered: 'worker frozen between reply and record',
};
