/** What a provider says of its rate limit. */
export interface RateFacts {
  /** Requests in a window. */
  readonly limit: number | null;
  /** Requests left in this window. */
  readonly remaining: number | null;
  readonly resetInMs: number | null;
}

/** Never ask again sooner than this. */
const SHORTEST_WAIT_MS = 50;

/**
 * What a provider's rate limit leaves to this process. It follows what the provider says with each answer and what it refused;
 * other processes are not known here, their share shows in the next answer. Times are milliseconds of one steady clock.
 */
export class RateWindow {
  private limit = Infinity;
  private remaining = Infinity;
  private resetsAtMs = 0;
  private heldUntilMs = 0;
  private inFlight = 0;

  /** @param firstSends how many may start before the provider has said anything */
  constructor(firstSends: number) {
    this.limit = firstSends;
  }

  started(): void {
    this.inFlight++;
  }

  /** An answer came, or none ever will. */
  ended(facts: RateFacts | null, nowMs: number): void {
    this.inFlight--;
    if (facts === null) return;
    this.limit = facts.limit ?? Infinity;
    this.remaining = facts.remaining ?? Infinity;
    this.resetsAtMs = nowMs + (facts.resetInMs ?? 0);
  }

  /** Nothing more for this time. */
  hold(forMs: number, nowMs: number): void {
    this.heldUntilMs = Math.max(this.heldUntilMs, nowMs + forMs);
  }

  /** How many may start now, and with none when to ask again. */
  room(nowMs: number): { sends: number; againInMs: number } {
    if (this.heldUntilMs > nowMs) return { sends: 0, againInMs: this.heldUntilMs - nowMs };
    const left = nowMs >= this.resetsAtMs ? this.limit : this.remaining;
    return { sends: Math.max(0, left - this.inFlight), againInMs: Math.max(SHORTEST_WAIT_MS, this.resetsAtMs - nowMs) };
  }
}
