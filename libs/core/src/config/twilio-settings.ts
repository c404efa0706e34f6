import type { EnvironmentReader } from './environment';

/** How SMS and WhatsApp leave through Twilio. */
export interface TwilioSettings {
  readonly accountSid: string;
  /** The first signs in. A callback may be signed with either, so that a token can be changed without a gap. */
  readonly authTokens: readonly string[];
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** A number, a short code or a Messaging Service (`MG...`); null: SMS is only simulated. */
  readonly smsFrom: string | null;
  /** `whatsapp:+...` or a Messaging Service; null: WhatsApp is only simulated. */
  readonly whatsappFrom: string | null;
  /** It is the simulated Twilio of `npm start`: nothing leaves this machine, and the ledger calls the provider `log`. */
  readonly isSimulated: boolean;
}

const TWILIO = 'https://api.twilio.com';
const SETTINGS = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_SMS_FROM', 'TWILIO_WHATSAPP_FROM'];
const SERVICE = 'MG[0-9a-zA-Z]{32}';
const NUMBER = '\\+[1-9]\\d{6,14}';

/**
 * Reads the settings of Twilio.
 *
 * @param isLocal whether this runs under `npm start`: only there Twilio may be simulated
 * @param publicBaseUrl where Twilio shall send callbacks: it refuses every message that names an address it does not like
 * @returns null when none of them is set; problems are noted in `read`
 */
export function readTwilio(read: EnvironmentReader, publicBaseUrl: string, isLocal: boolean): TwilioSettings | null {
  const isSimulated = read.flag('TWILIO_SIMULATED', false);
  if (isSimulated && !isLocal) read.problems.push('TWILIO_SIMULATED is for `npm start` alone: take it out');
  const given = SETTINGS.filter((name) => read.text(name) !== null);
  const first = given[0];
  if (first === undefined) return null;
  const accountSid = read.matching('TWILIO_ACCOUNT_SID', /^AC[0-9a-zA-Z]{32}$/, 'AC and 32 characters');
  if (accountSid === null) read.problems.push(`TWILIO_ACCOUNT_SID is missing: it goes with ${first}`);
  else if (/^AC[xX]+$/.test(accountSid)) read.problems.push('TWILIO_ACCOUNT_SID is still the sample value');
  const smsFrom = read.matching(
    'TWILIO_SMS_FROM',
    new RegExp(`^(${NUMBER}|\\d{3,8}|${SERVICE})$`),
    '+15550100123, or MG and 32 characters for a Messaging Service',
  );
  const whatsappFrom = read.matching(
    'TWILIO_WHATSAPP_FROM',
    new RegExp(`^((whatsapp:)?${NUMBER}|${SERVICE})$`),
    'whatsapp:+15550100123, or MG and 32 characters for a Messaging Service',
  );
  if (smsFrom === null && whatsappFrom === null)
    read.problems.push('TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM is missing: who shall messages come from?');
  const baseUrl = (read.url('TWILIO_BASE_URL', ['https:', 'http:']) ?? TWILIO).replace(/\/+$/, '');
  const callbackProblem = isSimulated ? null : unreachableForCallbacks(publicBaseUrl, baseUrl);
  if (callbackProblem !== null) read.problems.push(callbackProblem);
  return {
    accountSid: accountSid ?? '',
    authTokens: readTokens(read, first),
    baseUrl,
    smsFrom,
    whatsappFrom: whatsappFrom?.startsWith('+') === true ? `whatsapp:${whatsappFrom}` : whatsappFrom,
    isSimulated,
  };
}

/** One token, or the new and the old one parted by a comma while a token is being changed. */
function readTokens(read: EnvironmentReader, because: string): string[] {
  const text = read.text('TWILIO_AUTH_TOKEN');
  if (text === null) {
    read.problems.push(`TWILIO_AUTH_TOKEN is missing: it goes with ${because}`);
    return [];
  }
  const tokens = text.split(',').map((token) => token.trim());
  if (tokens.length > 2 || tokens.some((token) => !/^[\w-]{8,128}$/.test(token)))
    read.problems.push('TWILIO_AUTH_TOKEN must be one token, or the new and the old one parted by a comma');
  if (tokens.some((token) => /change-?me|sample|example|your[-_]?|x{16}/i.test(token)))
    read.problems.push('TWILIO_AUTH_TOKEN is still the sample value');
  return tokens;
}

/**
 * Why callbacks could not come, or null. The host must be a valid name, which has no underscore, and for the real Twilio it must be
 * one of the outside. Source: twilio.com/docs/messaging/api/message-resource (StatusCallback)
 */
function unreachableForCallbacks(publicBaseUrl: string, twilioUrl: string): string | null {
  if (!URL.canParse(publicBaseUrl)) return null;
  const { hostname } = new URL(publicBaseUrl);
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)$/i.test(hostname))
    return `PUBLIC_BASE_URL has the host "${hostname}", and Twilio takes no callback address with such a name: use letters, digits and hyphens, no underscores`;
  const isHere = hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname);
  if (isHere && twilioUrl === TWILIO)
    return 'PUBLIC_BASE_URL must be an address that Twilio can reach: its callbacks and the answers of guests come there';
  return null;
}
