import type { ProviderDouble, Trouble } from './doubles/provider-double';
import type { Fault, Strikes } from './faults';
import type { Random } from './random';

const named: Readonly<Record<Exclude<Trouble, 'none'>, Fault>> = {
  'recipient deferred': 'recipient deferred (451)',
  'mail deferred': 'mail deferred after the dot (451)',
  'too many requests': 'too many requests (429, Retry-After)',
  'error before accepting': 'error before accepting (500)',
  'error after accepting': 'error after accepting (500)',
  'dropped before accepting': 'connection dropped before accepting',
  'dropped after accepting': 'connection dropped after accepting',
  'slower than the time-out': 'answer slower than the time-out',
  'malformed answer': 'malformed answer after accepting',
  refused: 'Twilio: number refused for good (400)',
};
const namedAtTwilio: Readonly<Partial<Record<Trouble, Fault>>> = {
  'too many requests': 'Twilio: too many requests (429, Retry-After)',
  'error before accepting': 'Twilio: error before accepting (500)',
  'error after accepting': 'Twilio: error after accepting (500)',
  'dropped before accepting': 'Twilio: connection dropped before accepting',
  'dropped after accepting': 'Twilio: connection dropped after accepting',
  'slower than the time-out': 'Twilio: answer slower than the time-out',
  'malformed answer': 'Twilio: malformed answer after accepting',
};

/** What each provider can do wrong, and how often compared with the others. */
const menus: Readonly<Record<ProviderDouble['name'], readonly (readonly [Exclude<Trouble, 'none'>, number])[]>> = {
  resend: [
    ['too many requests', 4],
    ['error before accepting', 4],
    ['error after accepting', 4],
    ['dropped before accepting', 2],
    ['dropped after accepting', 4],
    ['malformed answer', 2],
    ['slower than the time-out', 2],
  ],
  // a mail server that has taken a mail never says 4yz: what it can do is to vanish, to be late, or to talk nonsense
  smtp: [
    ['mail deferred', 6],
    ['dropped before accepting', 2],
    ['dropped after accepting', 3],
    ['malformed answer', 2],
    ['slower than the time-out', 2],
  ],
  twilio: [
    ['too many requests', 6],
    ['refused', 4],
    ['error before accepting', 2],
    ['error after accepting', 3],
    ['dropped before accepting', 2],
    ['dropped after accepting', 3],
    ['malformed answer', 2],
    ['slower than the time-out', 2],
  ],
};

/** What follows for a mail whose answer is lost or says nothing: without a key nobody can know. */
const unclearWithoutKey = new Set<Trouble>([
  'error before accepting',
  'error after accepting',
  'dropped before accepting',
  'dropped after accepting',
  'malformed answer',
  'slower than the time-out',
]);

/** Troubles of one provider, by chance for each delivery. Each delivery is troubled at most once, so that a round ends. */
export class Troubles {
  /** Deliveries of which nobody could know after what was done to them. */
  readonly unclear = new Set<string>();
  private readonly troubled = new Set<string>();
  private readonly menu: readonly (readonly [Exclude<Trouble, 'none'>, number])[];
  private readonly due: Exclude<Trouble, 'none'>[];

  /** @param rate share of deliveries that get into trouble, 0 to 1 */
  constructor(
    private readonly provider: ProviderDouble['name'],
    private readonly random: Random,
    private readonly strikes: Strikes,
    private readonly rate: number,
  ) {
    this.menu = menus[provider];
    // each kind strikes early once, whatever chance says later
    this.due = this.menu.map(([trouble]) => trouble);
  }

  /** What happens to a delivery now. */
  next(deliveryId: string): Trouble {
    if (this.troubled.has(deliveryId)) return 'none';
    const isDue = this.due.length > 0 && this.random.next() < 0.05;
    if (!isDue && this.random.next() >= this.rate) return 'none';
    const trouble = isDue ? this.due.pop()! : this.pick();
    this.troubled.add(deliveryId);
    this.strikes.add((this.provider === 'twilio' ? namedAtTwilio[trouble] : undefined) ?? named[trouble]);
    if (unclearWithoutKey.has(trouble)) this.unclear.add(deliveryId);
    return trouble;
  }

  /** Whether a mail server defers this recipient. */
  isRecipientDeferred(address: string): boolean {
    const isEarly = this.strikes.of('recipient deferred (451)') === 0;
    if (this.troubled.has(address) || this.random.next() >= (isEarly ? 0.05 : this.rate / 2)) return false;
    this.troubled.add(address);
    this.strikes.add('recipient deferred (451)');
    return true;
  }

  private pick(): Exclude<Trouble, 'none'> {
    const total = this.menu.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.random.next() * total;
    for (const [trouble, weight] of this.menu) if ((left -= weight) < 0) return trouble;
    return this.menu[0]![0];
  }
}
