import { isUuid } from '@beckon/core';
import { deliveryIdInMessageId } from './dsn';
import { bounceOf, type ReceiptFact } from './receipt-facts';
import { instantAt, memberAt, textAt } from './receipt-json';
import { firstLine } from './smtp-outcome';

/**
 * Reads an event of Amazon SES, from a configuration set (`eventType`) or an identity's feedback (`notificationType`).
 * Source: docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 *
 * @param event the parsed `Message` of the SNS notification
 * @param receivedAt stands in for a time that cannot be read
 * @returns null for what says nothing about a mail that we sent
 */
export function readSesReceipt(event: unknown, receivedAt: Date): ReceiptFact | null {
  const type = textAt(event, 'eventType') ?? textAt(event, 'notificationType');
  const what = whatOf(type, event);
  if (what === null) return null;
  const { section, detail = null, errorCode = null, ...kind } = what;
  const sentAt = instantAt(event, receivedAt, 'mail', 'timestamp');
  return {
    ...kind,
    errorCode,
    detail: detail === null ? null : firstLine(detail),
    deliveryId: deliveryIdOf(event),
    providerMessageId: textAt(event, 'mail', 'messageId'),
    occurredAt: section === null ? sentAt : instantAt(event, sentAt, section, 'timestamp'),
  };
}

interface What extends Pick<ReceiptFact, 'kind' | 'subtype'> {
  /** The member that has the time of what happened. */
  readonly section: string | null;
  readonly detail?: string | null;
  readonly errorCode?: string | null;
}

function whatOf(type: string | null, event: unknown): What | null {
  switch (type) {
    case 'Send':
      return { kind: 'sent', subtype: null, section: null };
    case 'Delivery':
      return { kind: 'delivered', subtype: null, section: 'delivery' };
    case 'DeliveryDelay': {
      const errorCode = textAt(event, 'deliveryDelay', 'delayType');
      return { kind: 'delayed', subtype: null, section: 'deliveryDelay', errorCode };
    }
    case 'Open':
      return { kind: 'opened', subtype: null, section: 'open' };
    case 'Click':
      return { kind: 'clicked', subtype: null, section: 'click' };
    case 'Bounce':
      return bounce(event);
    case 'Complaint':
      return complaint(event);
    case 'Reject':
      return {
        kind: 'failed',
        subtype: 'content',
        section: null,
        detail: textAt(event, 'reject', 'reason'),
        errorCode: 'REJECTED',
      };
    case 'Rendering Failure': {
      const detail = textAt(event, 'failure', 'errorMessage');
      return { kind: 'failed', subtype: 'content', section: null, detail, errorCode: 'RENDERING_FAILURE' };
    }
    default:
      return null;
  }
}

function bounce(event: unknown): What {
  const type = textAt(event, 'bounce', 'bounceType');
  const subType = textAt(event, 'bounce', 'bounceSubType');
  const recipient = memberAt(event, 'bounce', 'bouncedRecipients', 0);
  return {
    ...bounceOf(type, subType),
    section: 'bounce',
    detail: textAt(recipient, 'diagnosticCode') ?? subType ?? type,
    errorCode: textAt(recipient, 'status') ?? type,
  };
}

/** A complaint about a mail that was never sent is SES' own list speaking. */
function complaint(event: unknown): What {
  if (textAt(event, 'complaint', 'complaintSubType') === 'OnAccountSuppressionList') {
    return { kind: 'failed', subtype: 'on_complaint_list', section: 'complaint', errorCode: 'SUPPRESSED' };
  }
  const detail = textAt(event, 'complaint', 'complaintFeedbackType');
  return { kind: 'complaint', subtype: null, section: 'complaint', detail };
}

/** The tag that we gave; else, when the mail went through the SMTP door of SES, our Message-ID among the headers. */
function deliveryIdOf(event: unknown): string | null {
  const tag = textAt(event, 'mail', 'tags', 'delivery_id', 0);
  if (tag !== null && isUuid(tag)) return tag;
  const headers = memberAt(event, 'mail', 'headers');
  if (!Array.isArray(headers)) return null;
  const messageId = headers.find((header) => textAt(header, 'name')?.toLowerCase() === 'message-id') as unknown;
  return deliveryIdInMessageId(textAt(messageId, 'value') ?? '');
}
