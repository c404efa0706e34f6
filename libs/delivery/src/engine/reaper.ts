import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Bell } from '@beckon/core';
import { keyedProviders } from '../domain/providers';
import { LeasesRepository } from './leases.repository';
import { Rounds } from './rounds';

const REAP_MS = 5000;

/** Takes over deliveries whose sender did not come back. */
@Injectable()
export class Reaper implements OnApplicationBootstrap {
  private readonly logger = new Logger(Reaper.name);

  constructor(
    private readonly rounds: Rounds,
    private readonly leases: LeasesRepository,
    private readonly bell: Bell,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.every('reap', REAP_MS, async () => {
      const { again, unknown, messageIds } = await this.leases.reap(keyedProviders);
      if (again + unknown > 0)
        this.logger.warn({ again, unknown }, 'took over deliveries whose sender did not come back');
      for (const messageId of messageIds) await this.bell.ring(messageId);
    });
  }
}
