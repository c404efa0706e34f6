import { Injectable } from '@nestjs/common';
import type { Channel } from '../domain/audience';
import { laterQuotaDay, quotaDayOf, startOfQuotaDay } from './domain/quota-day';
import { FIT_DAYS, firstDayWithRoom, fitsDue, fitsPlanned, type QuotaRoom } from './domain/quota-fit';
import { QuotaExceeded } from './quota.errors';
import { type Booking, type QuotaKey, QuotaRepository, type QuotaStanding } from './quota.repository';

/** The message that wants quota; its row is locked, or was made in the running transaction. */
export interface QuotaClaimant {
  readonly id: string;
  readonly organizationId: string;
  readonly channel: Channel;
}

/** Why a due message may not leave today. */
export interface QuotaDelay {
  readonly wanted: number;
  /** The first day with room for it, else the next one: `YYYY-MM-DD` in UTC. */
  readonly day: string;
  readonly retryAt: Date;
}

interface Look {
  readonly key: QuotaKey;
  readonly standing: QuotaStanding;
  readonly room: QuotaRoom;
}

/**
 * Holds quota for messages, always in the caller's transaction and after its other locks. A message holds quota of one channel on
 * one day at most. Where no limit is set nothing is held. What is held is settled by the database when the message ends.
 */
@Injectable()
export class QuotaReservations {
  constructor(private readonly quota: QuotaRepository) {}

  /**
   * Holds what a planned message, or one that is sent now, is going to need on the day it leaves; what it held before is given
   * back. Also for a message that has ended and goes out again to some.
   *
   * @param sendAt null: now
   * @param count how many deliveries; asked only when there is a limit
   * @throws QuotaExceeded; nothing is held then
   */
  async plan(message: QuotaClaimant, sendAt: Date | null, count: () => number | Promise<number>): Promise<void> {
    const standing = await this.quota.standing(message.organizationId, message.channel, message.id);
    if (standing.limit === null && standing.holdings.length === 0) return;
    const wanted = standing.limit === null ? 0 : await count();
    const look = await this.look(message, standing, dayFor(sendAt, standing.today));
    if (!fitsPlanned(look.room, wanted)) throw await this.exceeded(message, look, wanted);
    await this.hold(message, look, wanted);
  }

  /**
   * Fits what a due message holds to what it really needs today.
   *
   * @param wanted its deliveries that are going to be sent
   * @returns null when it may leave; else when to try again, and nothing was changed
   */
  async fitDue(message: QuotaClaimant, wanted: number): Promise<QuotaDelay | null> {
    const standing = await this.quota.standing(message.organizationId, message.channel, message.id);
    if (standing.limit === null && standing.holdings.length === 0) return null;
    const look = await this.look(message, standing, standing.today);
    const { limit, used, open } = look.room;
    const isWithin = limit === null || used + open - look.room.mine + wanted <= limit;
    const running = isWithin ? 0 : await this.quota.heldByRunning(message.organizationId, look.key, message.id);
    if (fitsDue(look.room, wanted, running)) {
      await this.hold(message, look, limit === null ? 0 : wanted);
      return null;
    }
    const tomorrow = laterQuotaDay(standing.today);
    const day = (await this.firstFit(message, tomorrow, wanted)) ?? tomorrow;
    return { wanted, day, retryAt: startOfQuotaDay(day) };
  }

  /** Moves what a delayed message holds to the day it is tried again; holds nothing where that has no room. */
  async delay(message: QuotaClaimant, { day, wanted }: QuotaDelay): Promise<void> {
    await this.holdIfRoom(message, day, wanted);
  }

  /** Lets the planned messages of an event that moved hold quota of the day they leave on now, where it has room. */
  async followEvent(eventId: string): Promise<void> {
    for (const { sendAt, amount, ...message } of await this.quota.listMisplaced(eventId)) {
      await this.holdIfRoom(message, quotaDayOf(sendAt), amount);
    }
  }

  private async holdIfRoom(message: QuotaClaimant, day: string, wanted: number): Promise<void> {
    const standing = await this.quota.standing(message.organizationId, message.channel, message.id);
    if (standing.limit === null && standing.holdings.length === 0) return;
    const look = await this.look(message, standing, day);
    await this.hold(message, look, standing.limit !== null && fitsPlanned(look.room, wanted) ? wanted : 0);
  }

  /** Locks every day this is about and reads it. The limit is read before: a change of it that comes at this moment counts as later. */
  private async look(message: QuotaClaimant, standing: QuotaStanding, day: string): Promise<Look> {
    const key = { channel: message.channel, day };
    const sums = await this.quota.lockDays(message.organizationId, [key, ...standing.holdings]);
    const { used, open } = sums.find((sum) => isSame(sum, key))!;
    const mine = standing.holdings.find((holding) => isSame(holding, key))?.amount ?? 0;
    return { key, standing, room: { limit: standing.limit, used, open, mine } };
  }

  /** Writes the difference between what is held and what shall be. */
  private async hold(message: QuotaClaimant, { key, standing, room }: Look, wanted: number): Promise<void> {
    const bookings: Booking[] = standing.holdings
      .filter((holding) => !isSame(holding, key))
      .map((holding) => ({ ...holding, kind: 'refunded' }));
    if (wanted > room.mine) bookings.push({ ...key, kind: 'reserved', amount: wanted - room.mine });
    if (wanted < room.mine) bookings.push({ ...key, kind: 'refunded', amount: room.mine - wanted });
    await this.quota.book(message.organizationId, message.id, bookings);
  }

  private async exceeded(message: QuotaClaimant, { key, room }: Look, wanted: number): Promise<QuotaExceeded> {
    return new QuotaExceeded({
      ...key,
      limit: room.limit ?? 0,
      used: room.used,
      reserved: room.open - room.mine,
      needed: wanted,
      fitsOn: await this.firstFit(message, laterQuotaDay(key.day), wanted),
    });
  }

  private async firstFit(
    { organizationId, channel, id }: QuotaClaimant,
    from: string,
    wanted: number,
  ): Promise<string | null> {
    const { limit, holdings } = await this.quota.standing(organizationId, channel, id);
    const taken = new Map(
      (await this.quota.listTaken(organizationId, { channel, day: from }, FIT_DAYS)).map((row) => [row.day, row.taken]),
    );
    for (const holding of holdings) {
      if (holding.channel === channel) taken.set(holding.day, (taken.get(holding.day) ?? 0) - holding.amount);
    }
    return limit === null ? from : firstDayWithRoom(limit, wanted, from, taken);
  }
}

/** Nothing leaves on a day that is over. */
function dayFor(sendAt: Date | null, today: string): string {
  const day = sendAt === null ? today : quotaDayOf(sendAt);
  return day < today ? today : day;
}

function isSame(left: QuotaKey, right: QuotaKey): boolean {
  return left.channel === right.channel && left.day === right.day;
}
