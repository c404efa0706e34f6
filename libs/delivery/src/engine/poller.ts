import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@beckon/core';
import { warmUpEmailLayout } from '@beckon/templates';
import { ClaimsService } from './claims.service';
import { Rounds } from './rounds';

const CLAIMS_A_ROUND = 100;

/** Claims what is due, on every replica; each message is claimed once whoever gets there first. */
@Injectable()
export class Poller implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly rounds: Rounds,
    private readonly claims: ClaimsService,
  ) {}

  /** The mail layout is compiled once before the first claim, which would else do it within its transaction. */
  async onApplicationBootstrap(): Promise<void> {
    await warmUpEmailLayout();
    const intervalMs = this.config.pollIntervalSeconds * 1000;
    this.rounds.every('poll', intervalMs, async () => {
      await this.claims.claimDue(CLAIMS_A_ROUND);
      await this.claims.ringForSoon(intervalMs, CLAIMS_A_ROUND);
    });
  }
}
