import { Injectable } from '@nestjs/common';
import type { EventContext } from '@beckon/events';
import { type MessageStatus, SendingAgain } from '@beckon/messaging';
import type { ResolveAs } from '../domain/unconfirmed';
import { Reopenings } from './reopenings.service';
import { contextOf } from './resends.service';
import { UnconfirmedRepository, type WhichUnconfirmed } from './unconfirmed.repository';

/** What was decided. */
export interface Decided {
  readonly resolved: number;
  /** Of the message now. */
  readonly status: MessageStatus;
  /** Rows that go out because of it: ring for them after the commit. */
  readonly rows: number;
}

/** Carries a decision about what nobody can know out, inside the transaction of its caller. */
@Injectable()
export class UnknownDecisions {
  constructor(
    private readonly sendingAgain: SendingAgain,
    private readonly unconfirmed: UnconfirmedRepository,
    private readonly reopenings: Reopenings,
  ) {}

  /** @throws NotFound; for `resend` MessageCancelled, NotRunning, MessageExpired */
  async decide(event: EventContext, which: WhichUnconfirmed, as: ResolveAs): Promise<Decided> {
    const by = event.actor.userId;
    const context = contextOf(event);
    if (as === 'delivered') {
      const { message } = await this.sendingAgain.look(context, which.messageId);
      return { resolved: await this.unconfirmed.assumeDelivered(which, by), status: message.status, rows: 0 };
    }
    const message = await this.sendingAgain.getForUpdate(context, which.messageId);
    const resolved = await this.unconfirmed.copyUnknown(which, by);
    if (resolved === 0) return { resolved, status: message.status, rows: 0 };
    const act = { added: 0, action: 'message.unconfirmed_resolved' as const, detail: { as, resolved } };
    return { resolved, status: await this.reopenings.reopen(context, message, resolved, act), rows: resolved };
  }
}
