import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@beckon/core';
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

  onApplicationBootstrap(): void {
    this.rounds.every('poll', this.config.pollIntervalSeconds * 1000, async () => {
      await this.claims.claimDue(CLAIMS_A_ROUND);
    });
  }
}
