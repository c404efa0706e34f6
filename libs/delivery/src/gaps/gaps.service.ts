import { Injectable } from '@nestjs/common';
import { Bell, Config } from '@beckon/core';
import type { Actor } from '@beckon/identity';
import { findGaps, type Gap } from './domain/find-gaps';
import { GapsRepository } from './gaps.repository';

/** Says what cannot be delivered as asked right now. */
@Injectable()
export class GapsService {
  constructor(
    private readonly config: Config,
    private readonly bell: Bell,
    private readonly gaps: GapsRepository,
  ) {}

  /** The gaps that concern somebody's organization, the worst first; none when all is well. */
  async list({ organizationId }: Actor): Promise<{ gaps: Gap[]; now: Date }> {
    const { pollIntervalSeconds } = this.config;
    const [facts, queue] = await Promise.all([
      this.gaps.read(organizationId, 2 * pollIntervalSeconds),
      this.bell.check(),
    ]);
    return { gaps: findGaps({ ...facts, queue, pollIntervalSeconds }), now: facts.now };
  }
}
