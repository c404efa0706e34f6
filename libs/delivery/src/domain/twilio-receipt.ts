import { isUuid } from '@beckon/core';
import type { ReceiptFact, ReceiptKind, ReceiptSubtype } from './receipt-facts';
import { type TwilioErrorClass, twilioErrorOf } from './twilio-errors';

/** The fields of a form as they came; a name that came twice has several values. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** What Twilio says of one message, in a callback or when it is asked. */
export interface TwilioStatus {
  readonly messageSid: string;
  /** One of Twilio's words; it may have new ones. */
  readonly status: string;
  readonly errorCode: number | null;
  /** E.164. */
  readonly to: string;
  readonly channel: 'sms' | 'whatsapp';
}

/** The form's fields, every one of them: the signature covers all, also those nobody here knows. */
export function readForm(body: string): FormFields {
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(body)) {
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else fields[name] = typeof before === 'string' ? [before, value] : [...before, value];
  }
  return fields;
}

/** The one value of a field; null when there is none, or several. */
export function fieldOf(fields: FormFields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * Reads a status callback. Source: twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
 *
 * @returns null when it names no message or no status
 */
export function readTwilioStatus(fields: FormFields): TwilioStatus | null {
  const messageSid = fieldOf(fields, 'MessageSid') ?? fieldOf(fields, 'SmsSid');
  const status = fieldOf(fields, 'MessageStatus') ?? fieldOf(fields, 'SmsStatus');
  if (messageSid === null || status === null) return null;
  const to = fieldOf(fields, 'To') ?? '';
  return {
    messageSid: messageSid.slice(0, 200),
    status: status.toLowerCase().slice(0, 40),
    errorCode: numberOf(fieldOf(fields, 'ErrorCode')),
    to: to.replace(/^whatsapp:/, ''),
    channel: to.startsWith('whatsapp:') ? 'whatsapp' : 'sms',
  };
}

/** Twilio gives its callbacks no id of their own: the same message, status and error are the same receipt. */
export function twilioEventId({ messageSid, status, errorCode }: TwilioStatus): string {
  return `${messageSid}:${status}:${errorCode ?? ''}`;
}

const kinds: Readonly<Record<string, ReceiptKind>> = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

const subtypes: Readonly<Record<TwilioErrorClass, ReceiptSubtype | null>> = {
  refused: null,
  not_allowed: null,
  unreachable: 'permanent',
  opted_out: 'opted_out',
  content: 'content',
  policy: 'policy',
  later: 'transient',
  pace: 'transient',
  sender_limit: 'policy',
  setup: 'policy',
};

/**
 * What a status says of a delivery.
 *
 * @param deliveryId from the callback's address, if it was in there
 * @returns null for a word that says nothing of a message we sent (received, or one that is new)
 */
export function twilioFact(status: TwilioStatus, deliveryId: string | null, occurredAt: Date): ReceiptFact | null {
  const kind = Object.hasOwn(kinds, status.status) ? kinds[status.status]! : null;
  if (kind === null) return null;
  const error = kind === 'failed' ? twilioErrorOf(status.errorCode, status.to) : null;
  return {
    kind,
    subtype: error === null ? null : subtypes[error.class],
    errorCode: kind === 'failed' ? String(status.errorCode ?? status.status).toUpperCase() : null,
    detail: kind === 'failed' ? (error?.words ?? 'The message was not delivered, and nobody says why.') : null,
    deliveryId: deliveryId !== null && isUuid(deliveryId) ? deliveryId : null,
    providerMessageId: status.messageSid,
    occurredAt,
  };
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) && Number(text) !== 0 ? Number(text) : null;
}
