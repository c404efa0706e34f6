import { DomainError } from '@beckon/core';
import type { Channel } from '../domain/audience';
import { startOfQuotaDay } from './domain/quota-day';
import { remainingOf } from './domain/quota-fit';

/** The numbers behind a refusal. */
export interface QuotaShortage {
  readonly channel: Channel;
  /** `YYYY-MM-DD` in UTC. */
  readonly day: string;
  readonly limit: number;
  readonly used: number;
  /** By other messages. */
  readonly reserved: number;
  /** How many this message needs. */
  readonly needed: number;
  /** The first day with room for it; null: none within a year. */
  readonly fitsOn: string | null;
}

const names: Readonly<Record<Channel, string>> = { email: 'e-mails', sms: 'SMS', whatsapp: 'WhatsApp messages' };

/** The daily quota does not cover what somebody wants to send or to plan. */
export class QuotaExceeded extends DomainError {
  readonly code = 'QUOTA_EXCEEDED';
  readonly kind = 'conflict';
  readonly title = 'The quota is used up';

  constructor(shortage: QuotaShortage) {
    const { channel, day, limit, used, reserved, needed, fitsOn } = shortage;
    const remaining = remainingOf({ limit, used, open: reserved }) ?? 0;
    const what = `This message goes to ${needed === 1 ? '1 guest' : `${needed} guests`}, but on ${day} only ${remaining} of ${limit} ${names[channel]} are left (${used} used, ${reserved} reserved; days in UTC).`;
    const todo =
      fitsOn === null
        ? 'No day has room for so many: choose fewer guests, or ask an admin for a higher quota.'
        : `Plan it for ${fitsOn}, choose fewer guests, or ask an admin for a higher quota.`;
    super(`${what} ${todo}`, {
      extra: {
        ...{ channel, day, limit, used, reserved, remaining, needed },
        fitsAt: fitsOn === null ? null : startOfQuotaDay(fitsOn).toISOString(),
      },
    });
  }
}
