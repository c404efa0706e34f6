import { csvLine } from './csv-cell';
import { joinTags } from './csv-row';
import type { GuestAttributes } from './guest-values';

/** What the export says about one guest. */
export interface ExportedGuest {
  readonly id: string;
  readonly name: string;
  readonly firstName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly rsvpStatus: string;
  readonly plusOnes: number;
  readonly tags: readonly string[];
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly attributes: GuestAttributes;
  readonly rsvpAnsweredAt: string | null;
  readonly invitationStatus: string;
}

/** The first line. The import understands each of these names. */
export function exportHeader(attributeKeys: readonly string[]): string {
  const own = attributeKeys.map((key) => `attributes.${key}`);
  return csvLine(['name', 'firstName', 'email', 'phone', 'rsvpStatus', 'plusOnes', 'tags', 'locale', 'timeZone', ...own, 'rsvpAnsweredAt', 'invitationStatus', 'id']); // prettier-ignore
}

/** One guest as a line; cells that a spreadsheet would run are defused. */
export function exportLine(guest: ExportedGuest, attributeKeys: readonly string[]): string {
  return csvLine([
    guest.name,
    guest.firstName ?? '',
    guest.email ?? '',
    guest.phone ?? '',
    guest.rsvpStatus,
    String(guest.plusOnes),
    joinTags(guest.tags),
    guest.locale ?? '',
    guest.timeZone ?? '',
    ...attributeKeys.map((key) => (Object.hasOwn(guest.attributes, key) ? String(guest.attributes[key]) : '')),
    guest.rsvpAnsweredAt ?? '',
    guest.invitationStatus,
    guest.id,
  ]);
}

/** `guests-summer-party.csv`: plain ASCII, so that no header needs escaping. */
export function exportFileName(eventName: string): string {
  const words = eventName.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().match(/[a-z0-9]+/g) ?? []; // prettier-ignore
  const name = words.join('-').slice(0, 60).replace(/-$/, '');
  return name === '' ? 'guests.csv' : `guests-${name}.csv`;
}
