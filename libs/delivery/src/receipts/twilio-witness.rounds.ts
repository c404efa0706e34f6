import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@beckon/core';
import { Rounds } from '../engine/rounds';
import { TwilioWitnessService } from './twilio-witness.service';

const ASK_MS = 15_000;
/** With several workers this is what each asks. */
const ASKED_A_ROUND = 20;

/** Asks Twilio again and again, a few at a time. */
@Injectable()
export class TwilioWitnessRounds implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly rounds: Rounds,
    private readonly witness: TwilioWitnessService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.twilio === null) return;
    this.rounds.every('twilio-witness', ASK_MS, async () => {
      await this.witness.ask(ASKED_A_ROUND);
    });
  }
}
