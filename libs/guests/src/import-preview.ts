import type { ImportRow } from './domain/csv-row';
import type { GuestValues } from './domain/guest-values';
import { keysOf, type StoredGuest } from './domain/import-plan';

/**
 * What a dry run would have written so far, laid over what is stored. It is kept here and not in an open transaction, because a slow
 * upload would then hold a connection and the rows of guests who want to answer. Takes some hundred bytes for each changed line.
 */
export class ImportPreview {
  private readonly guests = new Map<string, string>();
  private readonly idsByKey = new Map<string, string[]>();
  private added = 0;

  /** The stored guests as the dry run has changed them, and those it has added, as far as one of the lines may mean them. */
  over(stored: readonly StoredGuest[], rows: readonly ImportRow[]): StoredGuest[] {
    const meant = new Map(stored.map((guest) => [guest.id, this.read(guest.id) ?? guest]));
    for (const { id, given } of rows) {
      const { name, emailKey = null, phone = null } = given;
      const ids = keysOf({ name, emailKey, phone }).flatMap((key) => this.idsByKey.get(key) ?? []);
      for (const one of id === null ? ids : [id, ...ids]) {
        const guest = this.read(one);
        if (guest !== null) meant.set(one, guest);
      }
    }
    return [...meant.values()];
  }

  add(guests: readonly GuestValues[]): void {
    this.change(guests.map((guest) => ({ ...guest, id: `new ${++this.added}` })));
  }

  change(guests: readonly StoredGuest[]): void {
    for (const guest of guests) {
      this.guests.set(guest.id, JSON.stringify(guest));
      for (const key of keysOf(guest)) {
        const ids = this.idsByKey.get(key);
        if (ids === undefined) this.idsByKey.set(key, [guest.id]);
        else if (!ids.includes(guest.id)) ids.push(guest.id);
      }
    }
  }

  private read(id: string): StoredGuest | null {
    const text = this.guests.get(id);
    return text === undefined ? null : (JSON.parse(text) as StoredGuest);
  }
}
