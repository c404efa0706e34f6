import { domainToASCII } from 'node:url';

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** RFC 5321 dot-atom without quoted strings, which no consumer mailbox uses and every second system breaks on. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;

export interface EmailAddress {
  /** As typed, without surrounding space; the domain may be international. */
  readonly address: string;
  /** What addresses are compared by: lower case, domain in punycode. */
  readonly key: string;
}

/**
 * Reads an e-mail address that a person typed.
 *
 * @returns the address and its key, or the reason it cannot be used, in words
 */
export function parseEmailAddress(input: string): EmailAddress | { readonly reason: string } {
  const address = input.trim();
  if (address === '') return { reason: 'The e-mail address is empty.' };
  if (address.length > MAX_LENGTH) return { reason: `The e-mail address is longer than ${MAX_LENGTH} characters.` };
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1 || !DOMAIN.test(domain))
    return { reason: 'This is not an e-mail address. It looks like name@example.com.' };
  if (/[^\x20-\x7e]/.test(local)) {
    return {
      reason: 'The part before the @ has characters that many mail systems refuse. Use plain letters and digits.',
    };
  }
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local)) {
    return { reason: 'The part before the @ is not valid.' };
  }
  return { address, key: `${local}@${domain}`.toLowerCase() };
}

/** The key of an address that is known to be valid, or null. */
export function emailKeyOf(input: string): string | null {
  const parsed = parseEmailAddress(input);
  return 'key' in parsed ? parsed.key : null;
}
