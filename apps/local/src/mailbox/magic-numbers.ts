/** What the simulated Twilio does with messages to one number, instead of taking and delivering them. */
export interface Fate {
  /** Twilio's code. */
  readonly code: number;
  /** Refused at once with this HTTP status; else it is taken, and told later. */
  readonly refusedWith?: number;
  /** The word of the callback for what was taken. */
  readonly told?: 'undelivered' | 'failed';
  /** Only for messages over this channel. */
  readonly channel?: 'sms' | 'whatsapp';
  /** Only the first message to the number: the next one goes through. */
  readonly isPassing?: true;
  /** For people, as it stands in the list. */
  readonly words: string;
}

/** By the code that the number ends in. Source of the codes: twilio.com/docs/api/errors */
export const FATES: readonly Fate[] = [
  { code: 21211, refusedWith: 400, words: 'refused: not a valid number' },
  { code: 21408, refusedWith: 403, words: 'refused: the account may not send to this country' },
  { code: 21606, refusedWith: 400, isPassing: true, words: 'refused, the setup is wrong: the channel waits a minute' },
  { code: 21610, refusedWith: 400, words: 'refused: opted out by STOP' },
  { code: 21614, refusedWith: 400, channel: 'sms', words: 'refused: not a mobile number' },
  { code: 30003, told: 'undelivered', channel: 'sms', isPassing: true, words: 'undelivered: the phone is off' },
  { code: 30005, told: 'undelivered', channel: 'sms', words: 'undelivered: the number is gone' },
  { code: 30007, told: 'undelivered', channel: 'sms', words: 'undelivered: filtered as spam' },
  {
    ...{ code: 63018, told: 'failed', channel: 'whatsapp', isPassing: true },
    words: 'failed: a limit is reached, and WhatsApp rests for 10 minutes',
  },
  { code: 63024, told: 'failed', channel: 'whatsapp', words: 'failed: no WhatsApp there' },
  { code: 63049, told: 'undelivered', channel: 'whatsapp', words: 'undelivered: Meta holds marketing back' },
];

/** Only under Twilio's own number. */
const CANNOT_BE_REACHED: Fate = { code: 21612, refusedWith: 400, words: 'refused: cannot be reached from this sender' };

/** Twilio's own numbers for tests. Source: twilio.com/docs/iam/test-credentials#test-sms-messages */
const ownNumbers: Readonly<Record<string, number>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

/**
 * What happens to a message to a number.
 *
 * @param phone E.164
 * @returns null: nothing, it arrives
 */
export function fateOf(phone: string, channel: 'sms' | 'whatsapp'): Fate | null {
  const own = ownNumbers[phone];
  const fate =
    own === undefined
      ? FATES.find(({ code }) => phone.endsWith(String(code)))
      : [...FATES, CANNOT_BE_REACHED].find(({ code }) => code === own);
  return fate === undefined || (fate.channel ?? channel) !== channel ? null : fate;
}
