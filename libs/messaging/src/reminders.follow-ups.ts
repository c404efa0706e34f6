import { resolveDerived, shiftDays } from '@beckon/core';
import { type EventEntity, EventFollowUps } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import {
  decideReminderMove,
  type ExistingReminder,
  isReminder,
  planReminders,
  reminderAudiences,
  reminderExpiry,
  type ReminderKind,
  type ReminderMove,
} from './domain/reminder-rules';
import { reminderTexts } from './domain/reminder-texts';
import type { Message } from './message.entity';
import { MessagesRepository, type NewMessage } from './messages.repository';
import { QuotaReservations } from './quota/quota-reservations';

const wall = { resolveDerived, shiftDays };

interface Step {
  readonly kind: ReminderKind;
  readonly sendAt: Date;
  readonly existing: Message | null;
  readonly move: ReminderMove;
}

/** Keeps the reminders of an event in step with it, inside the transaction that changes the event. */
@Injectable()
export class RemindersFollowUps extends EventFollowUps {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly quota: QuotaReservations,
  ) {
    super();
  }

  /** Plans the reminders that are still ahead; those already past are not created. */
  override async eventCreated(event: EventEntity): Promise<void> {
    await this.follow(event, []);
  }

  /**
   * Plans every unsent reminder anew, adds those that are ahead now for the first time, brings back those that were
   * past, and cancels those that would be past with the reason `past`. Nothing is sent because of a move.
   */
  override async eventMoved(event: EventEntity): Promise<void> {
    await this.follow(event, await this.messages.listRemindersForUpdate(event.id));
    await this.quota.followEvent(event.id);
  }

  /** Stops what is running and cancels what is planned, drafts included. */
  override async eventCancelled(event: EventEntity): Promise<void> {
    await this.messages.cancelAllOf(event.id, 'event_cancelled');
  }

  override async eventDeleted(event: EventEntity): Promise<void> {
    await this.messages.cancelAllOf(event.id, 'event_cancelled');
  }

  private async follow(event: EventEntity, existing: readonly Message[]): Promise<void> {
    const now = await this.messages.now();
    const steps = planReminders(event, wall).map(({ kind, sendAt }): Step => {
      const found = existing.find((message) => message.kind === kind) ?? null;
      return {
        kind,
        sendAt,
        existing: found,
        move: decideReminderMove(found && factsOf(found), sendAt.getTime() > now.getTime()),
      };
    });
    const leaving = steps.flatMap((step) => timeItLeaves(step) ?? []);
    const expiryOf = (sendAt: Date): Date => reminderExpiry(sendAt, leaving, event.startsAt);
    await this.messages.addAll(
      steps
        .filter(({ move }) => move === 'create')
        .map(({ kind, sendAt }) => newReminder(event, kind, sendAt, expiryOf(sendAt))),
    );
    for (const step of steps) await this.apply(step, expiryOf(step.sendAt), now);
  }

  private async apply({ move, existing, sendAt }: Step, expiresAt: Date, now: Date): Promise<void> {
    if (existing === null) return;
    const guard = { version: existing.version, statuses: [existing.status] };
    if (move === 'plan' || move === 'revive') {
      const fresh = { claimAttempts: 0, claimAfter: null, claimError: null, heldUntil: null, finishedAt: null };
      await this.messages.change(existing.id, guard, {
        ...fresh,
        status: 'scheduled',
        statusReason: null,
        cancelledBy: null,
        sendAt,
        expiresAt,
      });
    } else if (move === 'skip_past') {
      await this.messages.change(existing.id, guard, {
        status: 'cancelled',
        statusReason: 'past',
        cancelledBy: 'system',
        sendAt,
        expiresAt,
        finishedAt: now,
      });
    }
  }
}

function factsOf({ status, cancelledBy, editedByHand }: Message): ExistingReminder {
  return { status, cancelledBy: cancelledBy ?? null, editedByHand };
}

/** When it is going to leave after the move; null when it is not. */
function timeItLeaves({ move, sendAt, existing }: Step): Date | null {
  if (move === 'create' || move === 'plan' || move === 'revive') return sendAt;
  return move === 'leave' && existing?.status === 'scheduled' && isReminder(existing.kind)
    ? (existing.sendAt ?? null)
    : null;
}

function newReminder(event: EventEntity, kind: ReminderKind, sendAt: Date, expiresAt: Date): NewMessage {
  return {
    organizationId: event.organizationId,
    eventId: event.id,
    kind,
    channel: 'email',
    audience: reminderAudiences[kind],
    ...reminderTexts[kind],
    status: 'scheduled',
    sendAt,
    expiresAt,
  };
}
