import { Injectable } from '@nestjs/common';
import { isUuid } from '@beckon/core';
import type { Actor } from '@beckon/identity';
import { messageLabel } from '@beckon/messaging';
import { AuditReadersService } from '../audit/audit-readers.service';
import { type AuditReader, isMasked, mayRead } from '../audit/domain/audit-reader';
import { type AnsweredPair, AnswersService } from '../why/answers.service';
import { groupPeople } from './domain/group-people';
import { hasWords, readings, readSearch, type SearchTerm } from './domain/search-words';
import { type FoundEvent, type FoundGuest, type FoundMessage, SearchRepository } from './search.repository';

/** One person, on the lists of one or several events. */
export interface FoundPerson {
  readonly guests: readonly (FoundGuest & { readonly isMasked: boolean })[];
  readonly answers: readonly AnsweredPair[];
}

export interface SearchResult {
  readonly people: readonly FoundPerson[];
  readonly messages: readonly FoundMessage[];
  readonly events: readonly FoundEvent[];
  /** There are more people; another word would narrow it. */
  readonly hasMorePeople: boolean;
}

const MOST_PEOPLE = 10;
const MOST_GUESTS = 40;
/** Of one guest; fewer when many are shown, so that a few letters are answered as fast as a whole name. */
const MOST_ANSWERS = 6;
const MOST_ANSWERS_IN_ALL = 100;
const MOST_THINGS = 5;
const nothing: SearchResult = { people: [], messages: [], events: [], hasMorePeople: false };

/** A guest, and the messages that the search is about; null: the newest few. */
interface Hit {
  readonly guest: FoundGuest;
  readonly messageIds: readonly string[] | null;
}

/** One box for everything: people, messages, events, ids. */
@Injectable()
export class SearchService {
  constructor(
    private readonly readers: AuditReadersService,
    private readonly repository: SearchRepository,
    private readonly answers: AnswersService,
  ) {}

  /** What the actor may see of what is asked for, each guest and message with its answer. @throws Forbidden */
  async search(actor: Actor, q: string): Promise<SearchResult> {
    const reader = await this.readers.readerFor(actor);
    const term = readSearch(q);
    const byId = await this.hitsById(reader, term.whole);
    if (byId.length > 0) return { ...nothing, ...(await this.peopleOf(reader, byId)) };
    const message = isUuid(term.whole) ? await this.repository.findMessage(reader, term.whole) : null;
    if (message !== null) return { ...nothing, messages: [message] };
    if (term.words.length === 0) return nothing;
    // side by side: somebody is typing, and waits for the slowest only
    const [people, messages, events] = await Promise.all([
      this.hitsByWords(reader, term).then((hits) => this.peopleOf(reader, hits)),
      this.repository.listMessages(reader, term.words, MOST_THINGS),
      this.repository.listEvents(reader, term.words, MOST_THINGS),
    ]);
    return { ...people, messages, events };
  }

  /** A delivery's id, a provider's id, or a guest's. */
  private async hitsById(reader: AuditReader, id: string): Promise<Hit[]> {
    if (id.length < 4 || /\s/.test(id)) return [];
    const deliveries = await this.repository.listDeliveriesByAnyId(reader, id, MOST_GUESTS);
    const guestIds = deliveries.map(({ guestId }) => guestId).filter((guestId) => guestId !== null);
    const guests = await this.repository.listGuestsById(reader, isUuid(id) ? [...guestIds, id] : guestIds);
    return guests.map((guest) => {
      const messageIds = deliveries.filter(({ guestId }) => guestId === guest.id).map(({ messageId }) => messageId);
      return { guest, messageIds: messageIds.length === 0 ? null : messageIds };
    });
  }

  /** Every way to read the words as "this guest, that message". */
  private async hitsByWords(reader: AuditReader, term: SearchTerm): Promise<Hit[]> {
    const hits = new Map<string, Hit>();
    const messages = new Map<string, FoundMessage[]>();
    for (const reading of readings(term.words)) {
      const guests = await this.repository.listGuests(
        reader,
        { words: reading.guest, address: term.address },
        MOST_GUESTS + 1,
      );
      const unseen = guests.filter(({ id }) => !hits.has(id));
      if (reading.message.length > 0) await this.readMessages(reader, messages, unseen);
      for (const guest of unseen) {
        if (hits.size > MOST_GUESTS) return [...hits.values()];
        if (reading.message.length === 0) hits.set(guest.id, { guest, messageIds: null });
        else {
          const messageIds = matching(messages.get(guest.eventId) ?? [], reading.message);
          if (messageIds.length > 0) hits.set(guest.id, { guest, messageIds });
        }
      }
    }
    return [...hits.values()];
  }

  /** Only where the reader may see messages: what is not read cannot be guessed at by its words. */
  private async readMessages(
    reader: AuditReader,
    known: Map<string, FoundMessage[]>,
    guests: readonly FoundGuest[],
  ): Promise<void> {
    const eventIds = [...new Set(guests.map(({ eventId }) => eventId))];
    const missing = eventIds.filter((eventId) => !known.has(eventId) && mayRead(reader, eventId) === 'yes');
    for (const eventId of missing) known.set(eventId, []);
    for (const message of await this.repository.listMessagesOf(missing)) known.get(message.eventId)?.push(message);
  }

  private async peopleOf(
    reader: AuditReader,
    hits: readonly Hit[],
  ): Promise<Pick<SearchResult, 'people' | 'hasMorePeople'>> {
    const groups = groupPeople(hits.map(({ guest }) => guest));
    const shown = groups.slice(0, MOST_PEOPLE).map((guests) => guests.slice(0, MOST_PEOPLE));
    const messages = new Map<string, FoundMessage[]>();
    await this.readMessages(reader, messages, shown.flat());
    const wanted = new Map(hits.map(({ guest, messageIds }) => [guest.id, messageIds]));
    const each = Math.max(2, Math.min(MOST_ANSWERS, Math.floor(MOST_ANSWERS_IN_ALL / shown.flat().length)));
    const pairs = shown.flat().flatMap((guest) => {
      const messageIds = wanted.get(guest.id) ?? (messages.get(guest.eventId) ?? []).map(({ id }) => id);
      return messageIds.slice(0, each).map((messageId) => ({ guestId: guest.id, messageId }));
    });
    const answers = Map.groupBy(await this.answers.forPairs(pairs), ({ guest }) => guest?.id);
    return {
      people: shown.map((guests) => ({
        guests: guests.map((guest) => ({ ...guest, isMasked: isMasked(reader, guest.eventId) })),
        answers: guests.flatMap(({ id }) => answers.get(id) ?? []),
      })),
      hasMorePeople: groups.length > shown.length,
    };
  }
}

/** The messages that bear these words in their label, kind or event's name. */
function matching(messages: readonly FoundMessage[], words: readonly string[]): string[] {
  return messages
    .filter((message) => {
      const kind = message.kind.startsWith('reminder_') ? 'reminder' : '';
      return hasWords(`${messageLabel(message)} ${kind} ${message.eventName}`, words);
    })
    .map(({ id }) => id);
}
