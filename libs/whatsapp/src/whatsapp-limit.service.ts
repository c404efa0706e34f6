import { Config } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { WhatsAppLimitRepository } from './whatsapp-limit.repository';
import { dailyRecipientsOf } from './whatsapp-setup';

/** How many people WhatsApp templates may still go to within the day. */
export interface WhatsAppLimit {
  /** Null: there is none here, because no WhatsApp is set up, not even a simulated one. */
  readonly limit: number | null;
  readonly used: number;
  readonly remaining: number | null;
}

/** Tells those who write what WhatsApp allows the whole business within 24 hours. */
@Injectable()
export class WhatsAppLimitService {
  private readonly limit: number | null;

  constructor(
    config: Config,
    private readonly repository: WhatsAppLimitRepository,
  ) {
    this.limit = dailyRecipientsOf(config);
  }

  async get(): Promise<WhatsAppLimit> {
    const { limit } = this;
    const used = await this.repository.countUsed();
    return { limit, used, remaining: limit === null ? null : Math.max(0, limit - used) };
  }
}
