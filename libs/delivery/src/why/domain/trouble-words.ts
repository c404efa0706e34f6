import { twilioErrorOf } from '../../domain/twilio-errors';

/** What is known of why something did not arrive. */
export interface Trouble {
  /** The provider's or the connection's code: `550`, `5.1.1`, `ECONNREFUSED`, `daily_quota_exceeded`. */
  readonly code: string | null;
  /** The provider's own words. */
  readonly error: string | null;
  /** Ours, as it stands in the ledger: `bounce:permanent`. */
  readonly reason: string | null;
}

/** Enhanced mail system status codes without their class. Source: RFC 3463 section 3, and the IANA registry of them. */
const byDetail: Readonly<Record<string, string>> = {
  '1.0': 'the address does not work',
  '1.1': 'the mailbox does not exist',
  '1.2': 'the mail domain does not exist',
  '1.3': 'the address is not valid',
  '1.6': 'the mailbox has moved',
  '1.10': 'the domain takes no mail',
  '2.0': 'the mailbox takes no mail',
  '2.1': 'the mailbox is switched off',
  '2.2': 'the mailbox is full',
  '2.3': 'the message is too large for the mailbox',
  '3.1': 'the mail system is full',
  '3.2': 'the mail server takes no mail now',
  '3.4': 'the message is too large',
  '4.1': 'the mail server did not answer',
  '4.4': 'the mail domain leads nowhere',
  '4.7': 'it took too long',
  '7.1': 'blocked by the mail server',
  '7.26': 'blocked by the mail server: our mail is not signed as it asks',
};
const bySubject: Readonly<Record<string, string>> = {
  '1': 'the address does not work',
  '2': 'the mailbox takes no mail',
  '3': 'the mail system takes no mail',
  '4': 'the mail server could not be reached',
  '5': 'the mail server did not understand it',
  '6': 'the mail server refused what it says',
  '7': 'blocked by the mail server',
};

/** Codes that mean one thing whoever says them: replies of SMTP (RFC 5321 4.2.3), Node's, and those of providers. */
const byCode: Readonly<Record<string, string>> = {
  '421': 'the mail server was closing',
  '450': 'the mailbox was busy',
  '451': 'the mail server had trouble',
  '452': 'the mailbox is full',
  '550': 'the mailbox was refused',
  '551': 'the mailbox is elsewhere',
  '552': 'the mailbox is full',
  '553': 'the address is not allowed',
  '554': 'refused by the mail server',
  EAUTH: 'our sign-in at the mail server is not accepted',
  ECONNREFUSED: 'the provider could not be reached',
  ECONNRESET: 'the connection broke',
  ENOTFOUND: 'the provider could not be found',
  EAI_AGAIN: 'the provider could not be found',
  EHOSTUNREACH: 'the provider could not be reached',
  ENETUNREACH: 'the provider could not be reached',
  ESOCKET: 'the connection broke',
  ECONNECTION: 'the connection broke',
  ETIMEDOUT: 'the provider did not answer in time',
  ETIMEOUT: 'the provider did not answer in time',
  NO_ANSWER: 'the provider did not answer',
  SENDER_LOST: 'the process that was sending it died',
  CONTENT_CHANGED: 'what would be sent now differs from what may have left before',
  SUPPRESSED: 'the provider no longer writes to this address',
  REJECTED: 'the provider refused what it says',
  rate_limit_exceeded: 'the provider asked us to slow down',
  daily_quota_exceeded: "the provider's daily limit is used up",
  monthly_quota_exceeded: "the provider's monthly limit is used up",
  missing_api_key: 'our account at the provider is not set up',
  invalid_api_key: 'our account at the provider is not set up',
  restricted_api_key: 'our account at the provider is not set up',
  invalid_from_address: 'our sender address is not set up at the provider',
  MessageRejected: 'the provider refused what it says',
  TooManyRequestsException: 'the provider asked us to slow down',
  ThrottlingException: 'the provider asked us to slow down',
  AccountSuspendedException: 'our account at the provider is suspended',
  SendingPausedException: 'sending is paused at the provider',
};

/** Kinds of bounces and failures as `receipt-facts.ts` sorts them. */
const bySubtype: Readonly<Record<string, string>> = {
  permanent: 'the mailbox does not exist',
  transient: 'the mailbox could not take it',
  undetermined: 'it came back without a reason',
  content: 'the mail server refused what it says',
  policy: 'blocked by the mail server',
  on_bounce_list: 'the provider no longer writes to this address, because mail to it came back before',
  opted_out: 'the guest told the provider to stop',
  on_complaint_list: 'the provider no longer writes to this address, because of a complaint',
};

/**
 * Why something did not arrive, in plain words with the code behind them: `the mailbox does not exist (550)`.
 * The most exact source wins: an enhanced status code, then the code, then the kind of bounce, then the provider's own words.
 */
export function troubleWords({ code, error, reason }: Trouble): string {
  const words = wordsOf(code, error, reason);
  const shown = code ?? '';
  if (words === null) return shown === '' ? 'nobody said why' : `nobody said why (${shown})`;
  return shown === '' || words.includes(shown) ? words : `${words} (${shown})`;
}

function wordsOf(code: string | null, error: string | null, reason: string | null): string | null {
  const [, subject, detail] = /\b[245]\.(\d{1,3})\.(\d{1,3})\b/.exec(`${code ?? ''} ${error ?? ''}`) ?? [];
  if (subject !== undefined) {
    const exact = byDetail[`${subject}.${detail}`] ?? (subject === '0' ? undefined : bySubject[subject]);
    if (exact !== undefined) return exact;
  }
  const twilio = /^\d{5}$/.test(code ?? '') ? twilioErrorOf(Number(code), '') : null;
  if (twilio !== null) return inSentence(twilio.words);
  if (code !== null && Object.hasOwn(byCode, code)) return byCode[code]!;
  const subtype = reason?.split(':')[1];
  if (subtype !== undefined && Object.hasOwn(bySubtype, subtype)) return bySubtype[subtype]!;
  const own = error?.trim().replace(/[.\s]+$/, '') ?? '';
  return own === '' ? null : own;
}

/** The first sentence, to go on after a comma; what is to be done stands on the status page. */
function inSentence(words: string): string {
  const first = words.split('. ')[0]!.replace(/\.$/, '');
  return /^(The|This|These|Too|No|Free) /.test(first) ? first[0]!.toLowerCase() + first.slice(1) : first;
}

const providerNames: Readonly<Record<string, string>> = {
  resend: 'Resend',
  ses: 'Amazon SES',
  smtp: 'the mail server',
  twilio: 'Twilio',
  log: 'the log stub',
};

/** A provider as people call it. */
export function providerWords(provider: string | null): string {
  return provider === null ? 'the provider' : (providerNames[provider] ?? provider);
}
