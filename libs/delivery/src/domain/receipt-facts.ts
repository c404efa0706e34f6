import type { DeliveryStatus } from './delivery-state';

/** What a receipt can say about one delivery. */
export const RECEIPT_KINDS = [
  /** The provider has it and has not passed it on yet. */
  'accepted',
  'sent',
  'delayed',
  'delivered',
  /** WhatsApp: the guest has seen it. */
  'read',
  'opened',
  'clicked',
  'bounce',
  'failed',
  'complaint',
] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/** What kind of bounce or failure; null where there is nothing to tell apart. */
export const RECEIPT_SUBTYPES = [
  /** The mailbox or its domain does not exist. */
  'permanent',
  /** Not now: full, away, unreachable for days. */
  'transient',
  /** It came back and nobody says why. */
  'undetermined',
  /** This message was refused (size, content, attachment), not the mailbox. */
  'content',
  /** We were refused (reputation, authentication), not the mailbox. */
  'policy',
  /** Never sent: the provider itself no longer writes to this address, because it bounced before. */
  'on_bounce_list',
  /** Never sent: the provider itself no longer writes to this address, because of a complaint. */
  'on_complaint_list',
  /** Never sent: the person told the provider to stop. */
  'opted_out',
] as const;
export type ReceiptSubtype = (typeof RECEIPT_SUBTYPES)[number];

/** A receipt in our own words, whoever sent it. */
export interface ReceiptFact {
  /** The delivery it names: a tag or a Message-ID that we gave. The better of the two ways to find it. */
  readonly deliveryId: string | null;
  readonly providerMessageId: string | null;
  readonly kind: ReceiptKind;
  readonly subtype: ReceiptSubtype | null;
  readonly errorCode: string | null;
  /** One line for people, without addresses. */
  readonly detail: string | null;
  readonly occurredAt: Date;
}

/** What follows from a receipt. */
export interface ReceiptEffect {
  /** The state that the delivery has at least. Facts without a state of their own prove that the provider took it. */
  readonly status: Extract<DeliveryStatus, 'accepted' | 'sent' | 'delivered' | 'read' | 'bounced' | 'failed'>;
  /** Why the address is suppressed, at once or when it happens again and again. */
  readonly suppress: 'bounce' | 'complaint' | 'stop' | 'bounce_when_repeated' | null;
}

const plain = {
  accepted: { status: 'accepted', suppress: null },
  sent: { status: 'sent', suppress: null },
  delayed: { status: 'accepted', suppress: null },
  delivered: { status: 'delivered', suppress: null },
  read: { status: 'read', suppress: null },
  opened: { status: 'accepted', suppress: null },
  clicked: { status: 'accepted', suppress: null },
  complaint: { status: 'accepted', suppress: 'complaint' },
} as const satisfies Partial<Record<ReceiptKind, ReceiptEffect>>;

const bounces = {
  permanent: 'bounce',
  transient: 'bounce_when_repeated',
  undetermined: null,
  content: null,
  policy: null,
  on_bounce_list: 'bounce',
  on_complaint_list: 'complaint',
  opted_out: 'stop',
} as const satisfies Record<ReceiptSubtype, ReceiptEffect['suppress']>;

/** What a receipt does to its delivery and to the address. */
export function effectOf(kind: ReceiptKind, subtype: ReceiptSubtype | null): ReceiptEffect {
  if (kind !== 'bounce' && kind !== 'failed') return plain[kind];
  // only mail that came back again and again speaks of a dead mailbox; a phone that is off does not
  const isPassing = kind === 'failed' && subtype === 'transient';
  return {
    status: kind === 'bounce' ? 'bounced' : 'failed',
    suppress: subtype === null || isPassing ? null : bounces[subtype],
  };
}

/** So many soft bounces of one address within so long a time are one dead mailbox. */
export const SOFT_BOUNCES = 3;
export const SOFT_BOUNCE_DAYS = 30;

/**
 * Sorts a bounce as Amazon SES names it; Resend, which sends through it, uses the same words.
 * Source: docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
export function bounceOf(type: string | null, subType: string | null): Pick<ReceiptFact, 'kind' | 'subtype'> {
  const detail = subType?.toLowerCase() ?? '';
  if (detail === 'onaccountsuppressionlist' || detail === 'suppressed')
    return { kind: 'failed', subtype: 'on_bounce_list' };
  if (detail === 'messagetoolarge' || detail === 'contentrejected' || detail === 'attachmentrejected')
    return { kind: 'bounce', subtype: 'content' };
  switch (type?.toLowerCase()) {
    case 'permanent':
      return { kind: 'bounce', subtype: 'permanent' };
    case 'transient':
      return { kind: 'bounce', subtype: 'transient' };
    default:
      return { kind: 'bounce', subtype: 'undetermined' };
  }
}
