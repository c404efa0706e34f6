import { Injectable } from '@angular/core';
import { type Draft, EMPTY_DRAFT } from './compose-draft';

/** A draft as this browser keeps it. */
export interface ShelvedDraft {
  readonly draft: Draft;
  /** ISO 8601. */
  readonly keptAt: string;
  /** The version of the saved message it was written on; null for a new one. */
  readonly version: number | null;
}

const key = (eventId: string, messageId: string | null): string => `beckon.draft.${eventId}.${messageId ?? 'new'}`;

/** Keeps what somebody writes in this browser, so that a lost connection or a closed tab loses nothing. */
@Injectable({ providedIn: 'root' })
export class DraftShelf {
  keep(eventId: string, messageId: string | null, shelved: ShelvedDraft): void {
    try {
      localStorage.setItem(key(eventId, messageId), JSON.stringify(shelved));
    } catch {
      // a full or forbidden store: the server's draft is the other copy
    }
  }

  find(eventId: string, messageId: string | null): ShelvedDraft | null {
    try {
      const found = JSON.parse(localStorage.getItem(key(eventId, messageId)) ?? 'null') as ShelvedDraft | null;
      return found === null ? null : { ...found, draft: { ...EMPTY_DRAFT, ...found.draft } };
    } catch {
      return null;
    }
  }

  clear(eventId: string, messageId: string | null): void {
    localStorage.removeItem(key(eventId, messageId));
  }
}
