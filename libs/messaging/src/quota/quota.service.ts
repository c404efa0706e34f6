import { AuditLog, Transactions } from '@beckon/core';
import { type Actor, auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { type Channel, CHANNELS } from '../domain/audience';
import { laterQuotaDay, startOfQuotaDay } from './domain/quota-day';
import { remainingOf } from './domain/quota-fit';
import { QuotaRepository } from './quota.repository';

/** The quota of one channel today. */
export interface ChannelQuota {
  /** Null: unlimited. */
  readonly limit: number | null;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number | null;
  readonly day: string;
  readonly resetsAt: Date;
}

/** What an organization may send in a day, and how much of it is left. */
@Injectable()
export class QuotaService {
  constructor(
    private readonly quota: QuotaRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  async get({ organizationId }: Actor): Promise<Record<Channel, ChannelQuota>> {
    const { today, channels } = await this.quota.listToday(organizationId);
    const resetsAt = startOfQuotaDay(laterQuotaDay(today));
    return Object.fromEntries(
      channels.map(({ channel, limit, used, open }) => [
        channel,
        { limit, used, reserved: open, remaining: remainingOf({ limit, used, open }), day: today, resetsAt },
      ]),
    ) as Record<Channel, ChannelQuota>;
  }

  /**
   * Sets the daily limits of the named channels; null: unlimited. Messages that wait for quota try again at once. A lower limit
   * takes nothing back: what no longer fits waits for another day when it is due.
   */
  async set(
    actor: Actor,
    limits: Readonly<Partial<Record<Channel, number | null>>>,
  ): Promise<Record<Channel, ChannelQuota>> {
    const { organizationId } = actor;
    await this.transactions.run(async () => {
      const named = CHANNELS.filter((channel) => limits[channel] !== undefined);
      for (const channel of named) await this.quota.wakeWaiting(organizationId, channel);
      const changed: Partial<Record<Channel, number | null>> = {};
      for (const channel of named) {
        const limit = limits[channel] ?? null;
        if (await this.quota.setLimit(organizationId, channel, limit)) changed[channel] = limit;
      }
      if (Object.keys(changed).length === 0) return;
      await this.audit.record({
        organizationId,
        actor: auditActorOf(actor),
        action: 'quota.changed',
        subjectType: 'organization',
        subjectId: organizationId,
        detail: changed,
      });
    });
    return this.get(actor);
  }
}
