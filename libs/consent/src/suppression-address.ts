import { parseEmailAddress, parsePhoneNumber, ValidationFailed } from '@beckon/core';
import type { SuppressionChannel } from './domain/suppression-rule';

export interface SuppressedAddress {
  /** For people. */
  readonly address: string;
  /** What addresses are compared by: lower-cased e-mail, E.164 number. */
  readonly addressKey: string;
}

/**
 * Reads an address as the channel knows it.
 *
 * @throws ValidationFailed at `address`, with the reason
 */
export function readSuppressedAddress(channel: SuppressionChannel, address: string): SuppressedAddress {
  if (channel === 'email') {
    const parsed = parseEmailAddress(address);
    if ('reason' in parsed) throw ValidationFailed.at('address', 'INVALID_EMAIL', parsed.reason);
    return { address: parsed.address, addressKey: parsed.key };
  }
  const parsed = parsePhoneNumber(address);
  if ('reason' in parsed) throw ValidationFailed.at('address', 'INVALID_PHONE', parsed.reason);
  return { address: parsed.phone, addressKey: parsed.phone };
}
