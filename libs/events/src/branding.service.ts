import { AuditLog, Transactions } from '@beckon/core';
import { auditActorOf, readEmail } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { sentFields } from './domain/sent-fields';
import type { EventContext } from './event-context';
import type { EventEntity } from './event.entity';
import { EventsRepository } from './events.repository';

/** How messages and pages of an event look and whom they come from; null: Beckon's own way. */
export interface Branding {
  readonly accentColour: string | null;
  readonly logoUrl: string | null;
  readonly senderName: string | null;
  readonly replyTo: string | null;
  readonly footer: string | null;
}

/** The looks of an event. */
@Injectable()
export class BrandingService {
  constructor(
    private readonly events: EventsRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  async get({ eventId }: EventContext): Promise<Branding> {
    return brandingOf(await this.events.get(eventId));
  }

  /**
   * Changes what is given; null clears.
   *
   * @throws ValidationFailed when the reply-to address cannot be used
   */
  async update({ eventId, organizationId, actor }: EventContext, change: Partial<Branding>): Promise<Branding> {
    const sent = sentFields(change);
    const looks = sent.replyTo ? { ...sent, replyTo: readEmail(sent.replyTo, 'replyTo').address } : sent;
    return this.transactions.run(async () => {
      const event = await this.events.getForUpdate(eventId);
      Object.assign(event, looks);
      await this.events.save(event);
      const entry = {
        action: 'branding.updated' as const,
        subjectType: 'event',
        subjectId: eventId,
        detail: { fields: Object.keys(looks) },
      };
      await this.audit.record({ organizationId, actor: auditActorOf(actor), ...entry });
      return brandingOf(event);
    });
  }
}

function brandingOf(event: EventEntity): Branding {
  const { accentColour = null, logoUrl = null, senderName = null, replyTo = null, footer = null } = event;
  return { accentColour, logoUrl, senderName, replyTo, footer };
}
