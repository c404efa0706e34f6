import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bell, Config } from '@beckon/core';
import { ClaimsService } from './claims.service';
import { FinishingRepository } from './finishing.repository';
import { Rounds } from './rounds';

const SWEEP_MS = 5000;
/** Without Redis no bell of the API is heard: look often enough that nobody notices. */
const SWEEP_ALONE_MS = 500;
/** A message that was served or rung for within this time is not rung for again. Longer than a slice. */
const QUIET_MS = 4000;
const MESSAGES_A_ROUND = 50;

/** Rings for whatever PostgreSQL says needs somebody: a lost queue costs seconds, never messages. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly rounds: Rounds,
    private readonly claims: ClaimsService,
    private readonly finishing: FinishingRepository,
    private readonly bell: Bell,
  ) {}

  onApplicationBootstrap(): void {
    const isAlone = this.config.redisUrl === null;
    this.rounds.every('sweep', isAlone ? SWEEP_ALONE_MS : SWEEP_MS, async () => {
      if (isAlone) await this.claims.claimDue(MESSAGES_A_ROUND);
      for (const { messageId, isUrgent } of await this.finishing.claimUnserved(QUIET_MS, MESSAGES_A_ROUND)) {
        await this.bell.ring(messageId, { urgent: isUrgent });
      }
      for (const messageId of await this.finishing.listPausedAndOver(MESSAGES_A_ROUND)) await this.bell.ring(messageId);
    });
  }
}
