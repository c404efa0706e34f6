import { undefuseCell } from './csv-cell';
import { ATTRIBUTE_KEY } from './guest-limits';

/** What a column of an imported file holds. */
export type CsvField =
  | 'id'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'phone'
  | 'rsvpStatus'
  | 'plusOnes'
  | 'tags'
  | 'locale'
  | 'timeZone'
  | `attributes.${string}`;

export interface CsvColumn {
  /** Position in the line, from 0. */
  readonly index: number;
  /** As the file writes it, for messages. */
  readonly header: string;
  readonly field: CsvField;
}

export type CsvHeader =
  | { readonly columns: readonly CsvColumn[]; readonly width: number; readonly ignored: readonly string[] }
  | { readonly code: string; readonly reason: string };

/** Names people give their columns, without spaces, dots, dashes and underscores and in lower case. */
const aliases: Readonly<Record<string, CsvField>> = {
  id: 'id', guestid: 'id',
  name: 'name', fullname: 'name', guestname: 'name', guest: 'name', displayname: 'name',
  firstname: 'firstName', forename: 'firstName', givenname: 'firstName', first: 'firstName',
  lastname: 'lastName', surname: 'lastName', familyname: 'lastName', last: 'lastName',
  email: 'email', mail: 'email', emailaddress: 'email', mailaddress: 'email',
  phone: 'phone', phonenumber: 'phone', mobile: 'phone', mobilenumber: 'phone', mobilephone: 'phone', telephone: 'phone', tel: 'phone', cell: 'phone', whatsapp: 'phone',
  rsvpstatus: 'rsvpStatus', rsvp: 'rsvpStatus', status: 'rsvpStatus', answer: 'rsvpStatus', response: 'rsvpStatus',
  plusones: 'plusOnes', plusone: 'plusOnes', '+1': 'plusOnes', '+1s': 'plusOnes', companions: 'plusOnes',
  tags: 'tags', tag: 'tags', groups: 'tags', group: 'tags', labels: 'tags',
  locale: 'locale', language: 'locale', lang: 'locale',
  timezone: 'timeZone', tz: 'timeZone', zone: 'timeZone',
}; // prettier-ignore

/** Columns of the export that only inform: they come back without a word and change nothing. */
const informing: ReadonlySet<string> = new Set([
  'rsvpansweredat',
  'invitationstatus',
  'invitationmethod',
  'createdat',
  'updatedat',
]);

/**
 * Finds out what the columns of a file hold. Unknown ones are ignored and named; `attributes.<key>` is an own column.
 *
 * @param cells the first line
 * @returns the columns, or why the file cannot be used
 */
export function readCsvHeader(cells: readonly string[]): CsvHeader {
  const columns: CsvColumn[] = [];
  const ignored: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const header = undefuseCell(cell.trim()).slice(0, 100);
    const field = fieldOf(header);
    if (field === null) {
      if (header !== '' && !informing.has(plain(header))) ignored.push(header);
      continue;
    }
    const first = columns.find((column) => column.field === field);
    if (first !== undefined) {
      return {
        code: 'DUPLICATE_COLUMN',
        reason: `The columns "${first.header}" and "${header}" both hold ${field}. Keep one of them.`,
      };
    }
    columns.push({ index, header, field });
  }
  const has = (field: CsvField): boolean => columns.some((column) => column.field === field);
  if (!has('name') && !(has('firstName') && has('lastName'))) {
    return { code: 'MISSING_COLUMN', reason: 'The first line must name the columns, and one of them must be "name".' };
  }
  return { columns, width: cells.length, ignored };
}

function fieldOf(header: string): CsvField | null {
  const attribute = /^attributes?\.(.+)$/i.exec(header)?.[1]?.trim();
  if (attribute !== undefined) return ATTRIBUTE_KEY.test(attribute) ? `attributes.${attribute}` : null;
  const name = plain(header);
  return Object.hasOwn(aliases, name) ? (aliases[name] ?? null) : null;
}

function plain(header: string): string {
  return header.toLowerCase().replace(/[\s_.-]/g, '');
}
