import { Clock, Config, emailKeyOf, RateLimited, Transactions } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import {
  accountPolicy,
  addressPolicy,
  decideAttempt,
  registrationPolicy,
  throttleAddress,
  type ThrottlePolicy,
} from '../domain/throttle';
import { hashOfToken } from './secret-token';
import { ThrottleRepository } from './throttle.repository';

/** Slows down guessing, per account and per address. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly throttle: ThrottleRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Runs one check of a password. The account's counter is raised before the check and cleared after a success, so that
   * many attempts at once count as many; the address's counter only rises with failures, because many people share one.
   *
   * @param check true when the password was right
   * @returns what `check` returned
   * @throws RateLimited while the account or the address is in a pause; `check` is then not run
   */
  async guard(email: string, ip: string | null, check: () => Promise<boolean>): Promise<boolean> {
    const account = accountKey(email);
    const address = ip === null ? null : `ip:${throttleAddress(ip)}`;
    await this.transactions.run(async () => {
      if (address !== null) await this.refuseIfPaused(address, addressPolicy);
      await this.count(account, accountPolicy);
    });
    const passed = await check();
    await this.transactions.run(async () => {
      if (passed) await this.throttle.forget(account);
      else if (address !== null) await this.count(address, addressPolicy).catch(ignorePause);
      await this.throttle.purge();
    });
    return passed;
  }

  /**
   * Counts a registration from an address. Not on one's own machine.
   *
   * @throws RateLimited after 300 within an hour
   */
  async countRegistration(ip: string | null): Promise<void> {
    if (ip === null || this.config.isLocal) return;
    await this.transactions.run(() => this.count(`register:${throttleAddress(ip)}`, registrationPolicy));
  }

  private async count(key: string, policy: ThrottlePolicy): Promise<void> {
    const decision = decideAttempt(await this.throttle.claim(key), this.clock.now(), policy);
    if (decision.kind === 'refuse') throw tooMany(decision.retryAfterSeconds);
    await this.throttle.save(key, decision.next);
  }

  private async refuseIfPaused(key: string, policy: ThrottlePolicy): Promise<void> {
    const decision = decideAttempt(await this.throttle.find(key), this.clock.now(), policy);
    if (decision.kind === 'refuse') throw tooMany(decision.retryAfterSeconds);
  }
}

/** Addresses are not stored here: unknown ones would pile up in clear text. */
function accountKey(email: string): string {
  return `account:${hashOfToken(emailKeyOf(email) ?? email.trim().toLowerCase()).toString('base64url')}`;
}

function tooMany(retryAfterSeconds: number): RateLimited {
  const wait = retryAfterSeconds < 90 ? `${retryAfterSeconds} seconds` : `${Math.ceil(retryAfterSeconds / 60)} minutes`;
  return new RateLimited(`Too many attempts. Try again in ${wait}.`, retryAfterSeconds);
}

/** Somebody else's failure started the pause a moment earlier; this attempt was already judged. */
function ignorePause(error: unknown): void {
  if (!(error instanceof RateLimited)) throw error;
}
