import { isUuid } from '@beckon/core';
import { bounceOf, type ReceiptFact } from './receipt-facts';
import { instantAt, memberAt, textAt } from './receipt-json';
import { firstLine } from './smtp-outcome';

/**
 * Reads a webhook of Resend. Source: resend.com/docs/dashboard/webhooks/event-types
 *
 * @param payload the parsed body, already verified
 * @param receivedAt stands in for a time that cannot be read
 * @returns null for what says nothing about a mail that we sent (contacts, domains, inbound mail, planned mail)
 */
export function readResendReceipt(payload: unknown, receivedAt: Date): ReceiptFact | null {
  const what = whatOf(payload);
  if (what === null) return null;
  const { detail = null, errorCode = null, ...kind } = what;
  return {
    ...kind,
    errorCode,
    detail: detail === null ? null : firstLine(detail),
    deliveryId: deliveryIdOf(memberAt(payload, 'data', 'tags')),
    providerMessageId: textAt(payload, 'data', 'email_id'),
    occurredAt: instantAt(payload, receivedAt, 'created_at'),
  };
}

type What = Pick<ReceiptFact, 'kind' | 'subtype'> & { detail?: string | null; errorCode?: string | null };

function whatOf(payload: unknown): What | null {
  switch (textAt(payload, 'type')) {
    case 'email.sent':
      return { kind: 'sent', subtype: null };
    case 'email.delivery_delayed':
      return { kind: 'delayed', subtype: null };
    case 'email.delivered':
      return { kind: 'delivered', subtype: null };
    case 'email.opened':
      return { kind: 'opened', subtype: null };
    case 'email.clicked':
      return { kind: 'clicked', subtype: null };
    case 'email.complained':
      return { kind: 'complaint', subtype: null };
    case 'email.bounced': {
      const type = textAt(payload, 'data', 'bounce', 'type');
      const subType = textAt(payload, 'data', 'bounce', 'subType');
      const detail = textAt(payload, 'data', 'bounce', 'message');
      return { ...bounceOf(type, subType), detail, errorCode: subType ?? type };
    }
    case 'email.failed':
      return {
        kind: 'failed',
        subtype: null,
        detail: textAt(payload, 'data', 'failed', 'reason'),
        errorCode: 'FAILED',
      };
    case 'email.suppressed': {
      const detail = textAt(payload, 'data', 'suppressed', 'message');
      return { kind: 'failed', subtype: 'on_bounce_list', detail, errorCode: 'SUPPRESSED' };
    }
    default:
      return null;
  }
}

/** Tags come as an object; as a list of names and values they are sent. */
function deliveryIdOf(tags: unknown): string | null {
  const id = Array.isArray(tags)
    ? textAt(
        tags.find((tag) => textAt(tag, 'name') === 'delivery_id'),
        'value',
      )
    : textAt(tags, 'delivery_id');
  return id !== null && isUuid(id) ? id : null;
}
