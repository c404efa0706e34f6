import { commonPasswords } from './common-passwords';

export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 200;

/**
 * Why a password is refused, in words, or null when it is good enough. Length counts, composition does not
 * (NIST SP 800-63B 5.1.1.2, OWASP ASVS 6.2).
 *
 * @param email of the account; the password may not be the address or the part before its @
 */
export function passwordFault(password: string, email: string): string | null {
  const length = Array.from(password).length;
  if (length < SHORTEST_PASSWORD)
    return `Use at least ${SHORTEST_PASSWORD} characters. A few words in a row are easy to remember.`;
  if (length > LONGEST_PASSWORD) return `Use at most ${LONGEST_PASSWORD} characters.`;
  const plain = password.normalize('NFKC').trim().toLowerCase();
  const address = email.trim().toLowerCase();
  if (plain === address || plain === address.slice(0, address.lastIndexOf('@'))) {
    return 'Your e-mail address is the first thing somebody would try. Choose another password.';
  }
  if (commonPasswords.has(plain)) return 'This is one of the most common passwords. Choose another one.';
  return new Set(plain).size < 3 ? 'Use more different characters.' : null;
}
