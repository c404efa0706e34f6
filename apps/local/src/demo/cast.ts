import { NAME_LISTS, type NameList } from './names';

export type RsvpStatus = 'attending' | 'pending' | 'maybe' | 'declined';

/** One made-up guest. Nobody of them exists: example.test addresses and telephone numbers reserved for fiction. */
export interface CastMember {
  name: string;
  firstName: string;
  email: string;
  phone: string;
  rsvpStatus: RsvpStatus;
  plusOnes: number;
  tags: readonly string[];
  locale: string;
}

/** What the demo shows, and to whom of the cast it happens. */
export interface Cast {
  guests: readonly CastMember[];
  /** E-mail addresses that must not be written to, and why. */
  suppressed: readonly { address: string; reason: 'bounce' | 'complaint' | 'unsubscribe' | 'manual' }[];
}

const SIZE = 250;
/** Out of 20 guests each; the order is shuffled by the generator. */
const STATUSES: readonly RsvpStatus[] = [
  ...Array<RsvpStatus>(9).fill('attending'),
  ...Array<RsvpStatus>(6).fill('pending'),
  ...Array<RsvpStatus>(2).fill('maybe'),
  ...Array<RsvpStatus>(3).fill('declined'),
];
const TAGS = ['family', 'friends', 'work', 'press', 'vip'] as const;

/** A repeatable source of numbers from 0 to below 1 (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', Ł: 'l', đ: 'd', Đ: 'd', ı: 'i', ø: 'o', æ: 'ae' };

/** Lower case letters and digits only, as the part before the @ of an address. */
export const plainLetters = (text: string): string =>
  text
    .replace(/[ßłŁđĐıøæ]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Reserved for drama and fiction: +44 7700 900000 to 900999 and +1 202 555 0100 to 0199. */
const fictionalPhone = (index: number): string =>
  index % 4 === 3
    ? `+1202555${String(100 + (index % 100)).padStart(4, '0')}`
    : `+447700900${String(index % 1000).padStart(3, '0')}`;

/** The guest list of the demo: the same for the same seed. */
export function demoCast(seed = 1): Cast {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const addresses = new Set<string>();
  const names = new Set<string>();
  const guests: CastMember[] = [];
  while (guests.length < SIZE) {
    const index = guests.length;
    const person = makeName(pick(NAME_LISTS), random);
    if (names.has(person.name)) continue;
    names.add(person.name);
    let local = `${person.givenLatin}.${person.familyLatin}`;
    if (addresses.has(local)) local += String(index);
    addresses.add(local);
    const rsvpStatus = pick(STATUSES);
    guests.push({
      name: person.name,
      firstName: index % 17 === 5 ? '' : person.given, // some lists lack it
      email: `${local}@example.test`,
      phone: index % 3 === 0 ? '' : fictionalPhone(index),
      rsvpStatus,
      plusOnes: rsvpStatus === 'attending' ? Math.floor(random() * 3) : 0,
      tags: random() < 0.7 ? [pick(TAGS)] : [],
      locale: person.locale,
    });
  }
  return withSpecialCases(guests);
}

function makeName(list: NameList, random: () => number) {
  const givenAt = Math.floor(random() * list.given.length);
  const familyAt = Math.floor(random() * list.family.length);
  const given = list.given[givenAt] as string;
  const family = list.family[familyAt] as string;
  return {
    given,
    name: list.familyFirst ? `${family} ${given}` : `${given} ${family}`,
    givenLatin: plainLetters(list.latin?.given[givenAt] ?? given),
    familyLatin: plainLetters(list.latin?.family[familyAt] ?? family),
    locale: list.locale,
  };
}

/** What real lists have: guests without an address, only with a telephone, two sharing an address, blocked addresses. */
function withSpecialCases(plain: readonly CastMember[]): Cast {
  const guests = plain.map((guest, index) => {
    if (index % 40 === 11) return { ...guest, email: '', phone: '' };
    if (index % 50 === 21) return { ...guest, email: '', phone: fictionalPhone(index) };
    return guest;
  });
  const [first, second] = [guests[60], guests[61]] as [CastMember, CastMember];
  guests[61] = { ...second, email: first.email, rsvpStatus: first.rsvpStatus };
  const at = (index: number) => (guests[index] as CastMember).email;
  return {
    guests,
    suppressed: [
      { address: at(30), reason: 'bounce' },
      { address: at(95), reason: 'bounce' },
      { address: at(140), reason: 'complaint' },
      { address: at(182), reason: 'unsubscribe' },
      { address: at(220), reason: 'manual' },
    ],
  };
}

const COLUMNS = ['name', 'firstName', 'email', 'phone', 'rsvpStatus', 'plusOnes', 'tags', 'locale'] as const;

const cell = (text: string): string => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The list as a CSV file for the product's own import; several tags are joined with a semicolon. */
export function castAsCsv(guests: readonly CastMember[]): string {
  const line = (guest: CastMember) =>
    COLUMNS.map((column) => {
      const value = guest[column];
      return cell(typeof value === 'object' ? value.join(';') : String(value));
    }).join(',');
  return `${[COLUMNS.join(','), ...guests.map(line)].join('\r\n')}\r\n`;
}
