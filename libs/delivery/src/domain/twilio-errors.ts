import { isUsNumber } from '@beckon/core';

/** What an error of Twilio is about, whether it comes with the answer or in a callback. */
export type TwilioErrorClass =
  /** This message to this person: it would be refused again. */
  | 'refused'
  /** Nobody is behind this number on this channel: never write to it again. */
  | 'unreachable'
  /** The person told the provider to stop. */
  | 'opted_out'
  /** Our text or template. */
  | 'content'
  /** Carriers or Meta do not let us; the same text again would make it worse. */
  | 'policy'
  /** Not now, perhaps later. */
  | 'later'
  /** Too fast. */
  | 'pace'
  /** The sender as a whole has reached a limit: it rests for a while. */
  | 'sender_limit'
  /** Our account may not write to this person or country yet: somebody can change that, and others are not touched. */
  | 'not_allowed'
  /** Somebody has to change the setup: nothing can be sent until then. */
  | 'setup';

export interface TwilioError {
  readonly class: TwilioErrorClass;
  /** What it means and what to do, for people. */
  readonly words: string;
}

/**
 * The codes that need more than the default. Twilio may add and split codes at any time, so this list is never complete: whatever is not here
 * is judged by its HTTP status, or in a callback as a plain failure.
 * Source: twilio.com/docs/api/errors/<code>
 */
const known: Readonly<Record<number, TwilioError>> = {
  14107: { class: 'pace', words: 'Too many messages at once. It is tried again.' },
  20003: {
    class: 'setup',
    words: 'Twilio does not accept the account and its token. Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
  },
  20005: { class: 'setup', words: 'The Twilio account is not active. Look into the Twilio console.' },
  20008: { class: 'setup', words: 'These are test credentials of Twilio, which send nothing. Use the live ones.' },
  20404: {
    class: 'setup',
    words: 'Twilio does not know this account or address. Check TWILIO_ACCOUNT_SID and TWILIO_BASE_URL.',
  },
  20429: { class: 'pace', words: 'Too many requests at once. It is tried again.' },
  21211: { class: 'refused', words: 'This is not a valid number. Correct it with the guest.' },
  21212: { class: 'setup', words: 'Twilio does not accept the sender. Check TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM.' },
  21217: { class: 'refused', words: 'This number cannot exist. Correct it with the guest.' },
  21408: {
    class: 'not_allowed',
    words:
      'This Twilio account may not send to this country. Allow the country in the Twilio console (messaging geographic permissions), then retry.',
  },
  21602: { class: 'content', words: 'The text is empty.' },
  21603: { class: 'setup', words: 'No sender is set. Check TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM.' },
  21606: { class: 'setup', words: 'The sender is no number of this account that can send. Check TWILIO_SMS_FROM.' },
  21608: {
    class: 'not_allowed',
    words: 'A trial account of Twilio sends to verified numbers only. Verify the number or upgrade the account.',
  },
  21609: { class: 'setup', words: 'Twilio does not accept the callback address. Check PUBLIC_BASE_URL.' },
  21610: { class: 'opted_out', words: 'The guest has answered STOP. Only a START from the guest lifts it.' },
  21611: { class: 'later', words: 'The queue of the number is full (ten hours of messages). It is tried again later.' },
  21612: { class: 'refused', words: 'Twilio cannot reach this number from the sender. Use another channel.' },
  21614: { class: 'refused', words: 'This is not a mobile number. Use another channel or another number.' },
  21617: { class: 'content', words: 'The text is longer than 1600 characters. Shorten it.' },
  21635: {
    class: 'unreachable',
    words: 'This is a landline, which gets no SMS. Use another channel or another number.',
  },
  21656: {
    class: 'content',
    words: 'A value of the template is empty or holds line breaks. Check the template and its values.',
  },
  21659: { class: 'setup', words: 'The sender is no number of Twilio. Check TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM.' },
  21660: { class: 'setup', words: 'The sender belongs to another Twilio account. Check TWILIO_SMS_FROM.' },
  21701: { class: 'setup', words: 'The Messaging Service does not exist. Check TWILIO_SMS_FROM.' },
  21703: { class: 'setup', words: 'The Messaging Service has no number to send from. Add one in the Twilio console.' },
  30001: { class: 'later', words: 'The queue of the sender is full. Retry later.' },
  30002: { class: 'setup', words: 'The Twilio account is suspended. Look into the Twilio console.' },
  30003: { class: 'later', words: 'The phone is off or out of reach. Retry later.' },
  30004: { class: 'policy', words: 'The message was blocked by the guest or the carrier. Use another channel.' },
  30005: { class: 'unreachable', words: 'This number does not exist any more. Ask the guest for another one.' },
  30006: { class: 'unreachable', words: 'This is a landline or a carrier that takes no SMS. Use another channel.' },
  30007: {
    class: 'policy',
    words: 'The carrier filtered the message as spam. Do not send the same text again; look at links and wording.',
  },
  30008: { class: 'later', words: 'The carrier gave no reason. It may work on a second try.' },
  30034: {
    class: 'policy',
    words: 'The sender is not registered for messages to US numbers (A2P 10DLC). Register it in the Twilio console.',
  },
  30500: { class: 'later', words: 'Twilio had trouble of its own. Retry later.' },
  63001: { class: 'setup', words: 'The WhatsApp sender is not signed in with Meta. Look into the Twilio console.' },
  63003: { class: 'refused', words: 'WhatsApp does not find this recipient. Use another channel.' },
  63005: { class: 'content', words: 'WhatsApp does not accept this content. Check the template.' },
  63007: { class: 'setup', words: 'The WhatsApp sender does not exist in this account. Check TWILIO_WHATSAPP_FROM.' },
  63013: { class: 'policy', words: "The message goes against WhatsApp's rules. Do not send it again." },
  63015: { class: 'not_allowed', words: 'The WhatsApp sandbox only reaches people who have joined it.' },
  63016: {
    class: 'content',
    words:
      'Free text reaches a guest on WhatsApp only within 24 hours of their last message. Use an approved template.',
  },
  63018: {
    class: 'sender_limit',
    words: 'The WhatsApp sender has reached its limit. Sending rests for a while and goes on by itself.',
  },
  63019: { class: 'content', words: 'WhatsApp could not load the media of this message. Check the template.' },
  63020: {
    class: 'setup',
    words: 'The WhatsApp sender is not linked to Twilio in the Meta Business Manager. Accept the invitation there.',
  },
  63021: { class: 'content', words: 'WhatsApp does not accept this content. Check the template and its values.' },
  63023: { class: 'later', words: 'WhatsApp gave no clear reason. It may work on a second try.' },
  63024: { class: 'unreachable', words: 'This number has no usable WhatsApp. Use SMS or e-mail.' },
  63032: { class: 'refused', words: 'WhatsApp does not deliver to this guest at present. Use SMS or e-mail.' },
  63038: {
    class: 'sender_limit',
    words: 'The account has reached its messages for today. Sending rests and goes on by itself.',
  },
  63049: { class: 'later', words: 'Meta holds back marketing messages to this guest for now. Use SMS or e-mail.' },
};

/**
 * What a code of Twilio means.
 *
 * @param to E.164: since 2025-04-01 marketing templates never reach US numbers (63049), elsewhere they may later
 * @returns null for a code that is not in the list
 */
export function twilioErrorOf(code: number | null, to: string): TwilioError | null {
  if (code === 63049 && isUsNumber(to))
    return { class: 'refused', words: 'WhatsApp delivers no marketing templates to US numbers. Use SMS or e-mail.' };
  return code === null || !Object.hasOwn(known, code) ? null : known[code]!;
}

const mendable: readonly TwilioErrorClass[] = ['setup', 'not_allowed', 'sender_limit'];

/**
 * Codes, as the ledger keeps them, whose trouble is ours and not the guest's: once it is over, or somebody has repaired it, the same
 * message to the same guest may well go through.
 */
export const MENDABLE_CODES: readonly string[] = Object.entries(known)
  .filter(([, error]) => mendable.includes(error.class))
  .map(([code]) => code);

/** Twilio's own words without the numbers and addresses it likes to repeat: error texts are shown and logged. */
export function withoutNumbers(text: string): string {
  return (text.split(/[\r\n]/, 1)[0] ?? '')
    .replace(/[^\s<>@]+@[^\s<>@]+/g, '[address]')
    .replace(/\+?\d(?:[\d ().-]*\d){6,}/g, '[number]')
    .slice(0, 300);
}
