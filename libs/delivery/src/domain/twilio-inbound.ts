import { storableText } from './receipt-json';
import { fieldOf, type FormFields } from './twilio-receipt';

/** What a guest's message asks for. */
export type InboundMeaning = 'stop' | 'start' | 'help' | 'yes' | 'no' | 'text';

/** A message that a guest wrote to us. */
export interface InboundMessage {
  readonly providerMessageId: string;
  readonly channel: 'sms' | 'whatsapp';
  /** E.164. */
  readonly fromPhone: string;
  readonly toAddress: string;
  readonly body: string;
  readonly mediaCount: number;
  readonly meaning: InboundMeaning;
}

const MAX_BODY = 10_000;

/**
 * Twilio's own words, and those that the FCC's rule of 2025 names (47 CFR 64.1200(a)(10)): stop, quit, end, revoke, opt out, cancel,
 * unsubscribe. Source: twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const startWords = new Set(['START', 'UNSTOP']);
const judgements: Readonly<Record<string, InboundMeaning>> = { STOP: 'stop', START: 'start', HELP: 'help' };
const helpWords = new Set(['HELP', 'INFO']);

/**
 * What a message means. Only the word alone counts, as at Twilio: "STOP PLEASE" is a sentence. Case, blanks and punctuation do not matter.
 *
 * @param optOutType Twilio's own judgement, where Advanced Opt-Out is on: it has acted already, so it decides
 */
export function meaningOf(body: string, optOutType: string | null): InboundMeaning {
  const judged = judgements[optOutType?.toUpperCase() ?? ''];
  if (judged !== undefined) return judged;
  const word = body
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toUpperCase();
  if (stopWords.has(word)) return 'stop';
  if (startWords.has(word)) return 'start';
  if (helpWords.has(word)) return 'help';
  if (word === 'YES') return 'yes';
  return word === 'NO' ? 'no' : 'text';
}

/**
 * Reads an inbound message. Source: twilio.com/docs/messaging/guides/webhook-request
 *
 * @returns null when it is none, or comes from no number
 */
export function readTwilioInbound(fields: FormFields): InboundMessage | null {
  const sid = fieldOf(fields, 'MessageSid') ?? fieldOf(fields, 'SmsMessageSid');
  const from = fieldOf(fields, 'From');
  const phone = /^(whatsapp:)?(\+[1-9]\d{6,14})$/.exec(from ?? '')?.[2];
  if (sid === null || phone === undefined) return null;
  // a button of a WhatsApp template says what its author wrote on it
  const body = storableText(fieldOf(fields, 'Body') ?? fieldOf(fields, 'ButtonText') ?? '').slice(0, MAX_BODY);
  const mediaCount = Number(fieldOf(fields, 'NumMedia') ?? 0);
  return {
    providerMessageId: sid.slice(0, 200),
    channel: from?.startsWith('whatsapp:') === true ? 'whatsapp' : 'sms',
    fromPhone: phone,
    toAddress: storableText(fieldOf(fields, 'To') ?? '').slice(0, 200),
    body,
    mediaCount: Number.isInteger(mediaCount) && mediaCount >= 0 && mediaCount < 1000 ? mediaCount : 0,
    meaning: meaningOf(body, fieldOf(fields, 'OptOutType')),
  };
}
