import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Config, metrics, Transactions } from '@beckon/core';
import type { Outcome } from '../channels/channel';
import {
  afterSeen,
  type Breaker,
  type BreakerCause,
  FAILURES_TO_OPEN,
  isProviderFailure,
  mayPass,
  PROBES,
  type Seen,
  stopForMs,
} from '../domain/breaker';
import { BreakerRepository } from './breaker.repository';
import { Rounds } from './rounds';

/** How old what is known of a breaker may be. */
const KNOWN_FOR_MS = 500;
const SHOWN_EVERY_MS = 10_000;
const ASK_AGAIN_MS = 500;
/** Whoever tries has this many send time-outs to tell how it went. */
const TIMEOUTS_PER_TRY = 2;

const gauge = new Gauge({
  name: 'beckon_provider_breaker_state',
  help: 'Whether a provider gets anything: 0 closed (all is well), 1 half open (trying), 2 open (nothing goes)',
  labelNames: ['provider'],
  registers: [metrics],
});
const shownAs = { closed: 0, half_open: 1, open: 2 } as const;

/** How many sends a provider may get now; with none, when to ask again. */
export interface Pass {
  readonly sends: number;
  readonly againInMs: number;
  /** These sends find out whether the provider is back; give the right back when there is nothing to send. */
  readonly isTry: boolean;
}

/** Stops all workers for a provider that fails as a whole, and lets a few sends find out when it is back. */
@Injectable()
export class Breakers implements OnApplicationBootstrap {
  private readonly logger = new Logger(Breakers.name);
  private readonly known = new Map<string, { breaker: Breaker; readAt: number }>();
  /** Who has to rest by what was seen here, until the database knows it. */
  private readonly stopped = new Set<string>();
  /** Failures in a row of this process alone, since anybody saw the provider work. */
  private readonly inARow = new Map<string, number>();
  private readonly seen = new Map<string, Seen & { cause: BreakerCause | null }>();
  private readonly writing = new Map<string, Promise<void>>();
  private readonly tryForMs: number;

  constructor(
    config: Config,
    private readonly rounds: Rounds,
    private readonly transactions: Transactions,
    private readonly breakers: BreakerRepository,
  ) {
    this.tryForMs = config.sendTimeoutSeconds * 1000 * TIMEOUTS_PER_TRY;
  }

  /** Shows what other workers have found out, too. */
  onApplicationBootstrap(): void {
    this.rounds.every('breakers', SHOWN_EVERY_MS, async () => {
      for (const { provider, state } of await this.breakers.listStates()) gauge.set({ provider }, shownAs[state]);
    });
  }

  /** Asks for a pass. Cheap: PostgreSQL is asked at most every half second. */
  async ask(provider: string): Promise<Pass> {
    const breaker = await this.current(provider);
    if (this.stopped.has(provider)) return { sends: 0, againInMs: ASK_AGAIN_MS, isTry: false };
    switch (mayPass(breaker)) {
      case 'all':
        return { sends: Infinity, againInMs: 0, isTry: false };
      case 'none':
        return { sends: 0, againInMs: breaker.waitMs, isTry: false };
      case 'try': {
        const isMine = await this.breakers.claimTry(provider, this.tryForMs);
        this.known.delete(provider);
        if (!isMine) return { sends: 0, againInMs: ASK_AGAIN_MS, isTry: false };
        this.logger.log({ provider }, 'trying the provider again');
        gauge.set({ provider }, shownAs.half_open);
        return { sends: PROBES, againInMs: 0, isTry: true };
      }
    }
  }

  /** The right to try was not used. */
  async giveTryBack(provider: string): Promise<void> {
    await this.breakers.giveTryBack(provider);
    this.known.delete(provider);
  }

  /** Learns from an attempt; while all is well this does nothing. */
  note(provider: string, outcome: Outcome): void {
    const isFailure = isProviderFailure(outcome);
    const inARow = isFailure ? (this.inARow.get(provider) ?? 0) + 1 : 0;
    this.inARow.set(provider, inARow);
    const seen = this.seen.get(provider);
    if (!isFailure && seen === undefined && this.isWell(provider)) return;
    const stop = stopForMs(outcome) ?? (isFailure ? seen?.stopForMs : undefined);
    this.seen.set(provider, {
      hasWorked: !isFailure || seen?.hasWorked === true,
      failuresInARow: isFailure ? (seen?.failuresInARow ?? 0) + 1 : 0,
      ...(stop !== undefined && { stopForMs: stop }),
      cause: isFailure ? causeOf(outcome, seen?.cause ?? null) : null,
    });
    // this process need not wait for the database to know, and what others have written before it does not count
    if (isFailure && (stop !== undefined || inARow >= FAILURES_TO_OPEN)) this.stopped.add(provider);
    if (!this.writing.has(provider)) this.writing.set(provider, this.write(provider));
  }

  /** Resolves when everything noted so far is in the database. */
  async flushed(): Promise<void> {
    while (this.writing.size > 0) await Promise.all(this.writing.values());
  }

  private isWell(provider: string): boolean {
    const breaker = this.known.get(provider)?.breaker;
    return breaker?.state === 'closed' && breaker.failures === 0;
  }

  private async current(provider: string): Promise<Breaker> {
    const known = this.known.get(provider);
    const ageMs = known === undefined ? Infinity : performance.now() - known.readAt;
    if (known !== undefined && ageMs < KNOWN_FOR_MS)
      return { ...known.breaker, waitMs: Math.max(0, known.breaker.waitMs - ageMs) };
    const breaker = await this.breakers.read(provider);
    // what was written meanwhile is newer than what was read
    const newer = this.known.get(provider);
    if (newer !== undefined && newer !== known) return newer.breaker;
    this.learn(provider, breaker);
    return breaker;
  }

  private learn(provider: string, breaker: Breaker): void {
    const before = this.known.get(provider)?.breaker.state ?? 'closed';
    if (breaker.state === 'closed' && before !== 'closed') this.inARow.delete(provider);
    this.known.set(provider, { breaker, readAt: performance.now() });
    gauge.set({ provider }, shownAs[breaker.state]);
  }

  /** A breaker that cannot be written is forgotten: the next attempts show the same, and sending goes on. */
  private async write(provider: string): Promise<void> {
    for (let seen = this.seen.get(provider); seen !== undefined; seen = this.seen.get(provider)) {
      this.seen.delete(provider);
      try {
        await this.apply(provider, seen);
      } catch (error) {
        this.logger.warn({ provider, reason: (error as Error).message }, 'a breaker was not written');
      }
    }
    this.stopped.delete(provider);
    this.writing.delete(provider);
  }

  private async apply(provider: string, seen: Seen & { cause: BreakerCause | null }): Promise<void> {
    const { before, after } = await this.transactions.run(async () => {
      const before = await this.breakers.claim(provider);
      const after = afterSeen(before, seen);
      if (after !== before) await this.breakers.save(provider, after, seen.cause);
      return { before, after };
    });
    this.learn(provider, after);
    // exactly one process makes each change, so each is logged once
    if (after.state === before.state) return;
    if (after.state === 'open') {
      const { failures, waitMs } = after;
      this.logger.error(
        { provider, failures, waitMs, code: seen.cause?.code },
        'the provider fails: nothing is sent for a while',
      );
    } else this.logger.log({ provider }, 'the provider works again');
  }
}

/** What to tell people: trouble with the setup outweighs what merely went wrong. */
function causeOf(outcome: Outcome, before: BreakerCause | null): BreakerCause | null {
  if (outcome.kind === 'accepted') return null;
  const blame = outcome.kind === 'not_sent' && outcome.blame !== 'pace' ? (outcome.blame ?? 'provider') : 'provider';
  if (before !== null && before.blame !== 'provider' && blame === 'provider') return before;
  return { blame, code: outcome.code, error: outcome.error };
}
