import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Rounds } from '../engine/rounds';
import { ConversationsService } from '../inbound/conversations.service';
import { ReceiptsService } from './receipts.service';

const APPLY_MS = 1000;
const RECEIPTS_A_ROUND = 200;
const PRUNE_MS = 10 * 60_000;
const PRUNED_A_ROUND = 5000;

/** Applies receipts and guests' messages that could not be applied when they came, and forgets old ones. */
@Injectable()
export class ReceiptsRounds implements OnApplicationBootstrap {
  constructor(
    private readonly rounds: Rounds,
    private readonly receipts: ReceiptsService,
    private readonly conversations: ConversationsService,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.every('receipts', APPLY_MS, async () => {
      await this.receipts.applyDue(RECEIPTS_A_ROUND);
      await this.conversations.applyDue(RECEIPTS_A_ROUND);
    });
    this.rounds.every('receipts-prune', PRUNE_MS, async () => {
      await this.receipts.prune(PRUNED_A_ROUND);
      await this.conversations.prune(PRUNED_A_ROUND);
    });
  }
}
