import { isTimeZone, parseEmailAddress, parsePhoneNumber, plainLineFault, plainTextFault } from '@beckon/core';
import type { SharedRules } from './domain/guest-values';

const MAX_REMEMBERED_ZONES = 600;
const zones = new Map<string, boolean>();

/** Beckon's rules for addresses and texts, for the pure readers of guests. */
export const sharedRules: SharedRules = {
  email: parseEmailAddress,
  phone: parsePhoneNumber,
  isTimeZone: isTimeZoneRemembered,
  lineFault: plainLineFault,
  textFault: plainTextFault,
};

/** Asking the platform costs a formatter each time, too much for every line of a big import. */
function isTimeZoneRemembered(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const answer = isTimeZone(zone);
  if (zones.size < MAX_REMEMBERED_ZONES) zones.set(zone, answer);
  return answer;
}
