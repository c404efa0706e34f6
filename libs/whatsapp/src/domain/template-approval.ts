export const TEMPLATE_CATEGORIES = ['marketing', 'utility', 'authentication'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** What WhatsApp says of a template. */
export interface Approval {
  /** Its own word: received, pending, approved, rejected, paused, disabled, or `unsubmitted`. */
  readonly status: string;
  /** Null unless it was rejected. */
  readonly reason: string | null;
  /** Null where the answer names none that we know. WhatsApp may change it at any time. */
  readonly category: TemplateCategory | null;
}

/**
 * Reads the answer to `GET content.twilio.com/v1/Content/{HX}/ApprovalRequests`.
 * Source: twilio.com/docs/content/content-types-api#fetch-an-approval-request
 *
 * @param body the parsed JSON, not trusted
 * @returns null when it is not such an answer
 */
export function readApproval(body: unknown): Approval | null {
  if (typeof body !== 'object' || body === null) return null;
  if (!('whatsapp' in body)) return null;
  const { whatsapp } = body;
  if (whatsapp === null) return { status: 'unsubmitted', reason: null, category: null };
  if (typeof whatsapp !== 'object') return null;
  const { status, rejection_reason: reason, category } = whatsapp as Record<string, unknown>;
  if (typeof status !== 'string' || status === '') return null;
  const word = typeof category === 'string' ? category.toLowerCase() : '';
  return {
    status: status.slice(0, 40).toLowerCase(),
    reason: typeof reason === 'string' && reason.trim() !== '' ? reason.trim().slice(0, 500) : null,
    category: TEMPLATE_CATEGORIES.find((known) => known === word) ?? null,
  };
}

/** What decides whether a template may be sent. */
export interface Sendable {
  readonly isApproved: boolean;
  readonly isActive: boolean;
  readonly twilioContentSid: string | null;
  readonly approvalStatus: string | null;
  readonly displayName: string;
}

/**
 * Why a template must not be sent now, in words with what to do; null when it may be.
 *
 * @param isTwilio whether Twilio carries WhatsApp here; without it nothing leaves the machine, and no Content SID is needed
 */
export function reasonNotToSend(template: Sendable, isTwilio: boolean): string | null {
  const name = `The WhatsApp template "${template.displayName}"`;
  if (!template.isActive) return `${name} is switched off. Switch it on, or choose another one.`;
  if (isTwilio && template.twilioContentSid === null)
    return `${name} has no Twilio Content SID. Make the same text in Twilio's Content Template Builder and enter its SID (HX...) here.`;
  if (template.isApproved) return null;
  if (!isTwilio) return `${name} is not approved. An admin can approve it by hand while Twilio is not set up.`;
  return `${name} is not approved by WhatsApp${saying(template.approvalStatus)}`;
}

function saying(status: string | null): string {
  switch (status) {
    case 'received':
    case 'pending':
      return ' yet. Approval takes up to 48 hours; it is looked up by itself.';
    case 'rejected':
      return ': it was rejected. Change the text in Twilio, submit it again and enter the new Content SID.';
    case 'paused':
      return ' at the moment: it is paused, because people blocked or reported it. Wait, or use another template.';
    case 'disabled':
      return ' any more: it was disabled. Use another template.';
    case 'unsubmitted':
      return ': it was never submitted. Submit it for approval in Twilio.';
    default:
      return ' as far as is known here. Check its approval again.';
  }
}
