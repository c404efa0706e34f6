import type { Outgoing } from '../channels/channel';

/** A header that the mail library shall write as it is, in one line. */
interface PreparedHeader {
  readonly prepared: true;
  readonly value: string;
}

export interface MailHeaders {
  readonly from?: { name: string; address: string };
  readonly to: { name: string; address: string };
  readonly replyTo?: string;
  readonly messageId: string;
  readonly headers: Record<string, string | PreparedHeader>;
}

/**
 * The headers of one mail.
 *
 * Message-ID holds the delivery's id: the only key that SMTP has, and the same on every attempt.
 * List-Unsubscribe and List-Unsubscribe-Post: one click per RFC 8058; kept in one line because folding it has broken
 * signatures at relays. List-Id: RFC 2919. Auto-Submitted: RFC 3834, so that out-of-office answers stay away.
 */
export function mailHeaders(outgoing: Outgoing, messageIdDomain: string): MailHeaders {
  const { envelope, unsubscribeUrl } = outgoing;
  return {
    ...(envelope.from && { from: { name: envelope.from.name, address: envelope.from.address } }),
    to: { name: '', address: outgoing.to },
    ...(envelope.replyTo !== null && { replyTo: envelope.replyTo }),
    messageId: `<d.${outgoing.deliveryId}@${messageIdDomain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(envelope.listId !== null && { 'List-Id': `<${envelope.listId}.${messageIdDomain}>` }),
      ...(unsubscribeUrl !== null && {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` } as const,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}
