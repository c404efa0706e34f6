import { escapeHtml } from '@beckon/core';
import type { AccentColours } from './accent-colour';
import { bodyHtml } from './body-html';
import type { EmailLayout, LayoutShape, LayoutSlot } from './email-layout';
import type { FrozenPart, FrozenSlot } from './frozen-content';
import { cleanBody, cleanValue, isWebUrl } from './safe-text';
import { joinLiterals } from './template-text';

/** How an event wants its mails to look. Every member may be absent. */
export interface Branding {
  /** `#rrggbb` */
  readonly accentColour?: string | null;
  readonly logoUrl?: string | null;
  /** Printed above the text. */
  readonly senderName?: string | null;
  /** A few lines under the text, for example an address. */
  readonly footer?: string | null;
}

/** The texts around a body, the same for every guest. */
export interface MailFrame {
  readonly language: string;
  readonly title: string;
  readonly logoUrl: string | null;
  readonly senderName: string | null;
  /** Why somebody gets this mail, in one sentence. */
  readonly why: string;
  readonly footer: string | null;
  readonly hasUnsubscribe: boolean;
}

/** The frame of a mail out of what is known of its event. Unusable pieces (a logo that is no web address) are left out. */
export function mailFrame(
  event: { name: string; hostName: string | null },
  language: string,
  branding: Branding,
  isBroadcast: boolean,
): MailFrame {
  const title = cleanValue(event.name);
  const host = cleanValue(event.hostName ?? '');
  const logoUrl = branding.logoUrl ?? '';
  return {
    language,
    title,
    logoUrl: isWebUrl(logoUrl) ? logoUrl : null,
    senderName: cleanValue(branding.senderName ?? '') || null,
    why: `You get this because you are on the guest list of ${title}${host ? `, hosted by ${host}` : ''}.`,
    footer: cleanBody(branding.footer ?? '').trim() || null,
    hasUnsubscribe: isBroadcast,
  };
}

export function shapeOf(frame: MailFrame): LayoutShape {
  return {
    hasLogo: frame.logoUrl !== null,
    hasSender: frame.senderName !== null,
    hasFooter: frame.footer !== null,
    hasUnsubscribe: frame.hasUnsubscribe,
  };
}

/** A complete HTML document around a body. */
export function emailHtml(
  layout: EmailLayout,
  frame: MailFrame,
  body: readonly FrozenPart[],
  colours: AccentColours,
): FrozenPart[] {
  const places: Record<LayoutSlot, readonly FrozenPart[]> = {
    LANGUAGE: [escapeHtml(frame.language)],
    TITLE: [escapeHtml(frame.title)],
    ACCENT: [colours.accent],
    LINKDARK: [colours.linkOnDark],
    LINKCOLOUR: [colours.link],
    LOGO: [escapeHtml(frame.logoUrl ?? '')],
    SENDER: [escapeHtml(frame.senderName ?? '')],
    BODY: bodyHtml(body, colours),
    WHY: [escapeHtml(frame.why)],
    FOOTER: [escapeHtml(frame.footer ?? '').replaceAll('\n', '<br>')],
    UNSUBSCRIBE: [{ token: 'unsubscribe_link' }],
  };
  return joinLiterals<FrozenSlot>(
    layout.flatMap((piece) => (typeof piece === 'string' ? [piece] : places[piece.slot])),
  );
}

/** The same mail as plain text. */
export function emailText(frame: MailFrame, body: readonly FrozenPart[]): FrozenPart[] {
  const below = ['\n\n--\n', frame.why, ...(frame.footer === null ? [] : ['\n', frame.footer])];
  const stop: FrozenPart[] = frame.hasUnsubscribe ? ['\nUnsubscribe: ', { token: 'unsubscribe_link' }] : [];
  return joinLiterals<FrozenSlot>([...body, ...below, ...stop, '\n']);
}
