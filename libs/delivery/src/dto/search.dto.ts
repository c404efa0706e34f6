import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { messageLabel } from '@beckon/messaging';
import { maskAddress } from '../domain/mask-address';
import type { FoundPerson, SearchResult } from '../search/search.service';
import { AnswerDto } from './answer.dto';

/** What to look for. */
export class SearchQueryDto {
  /**
   * Words that begin a guest's name, address or number, a message or an event, or an id. Two narrow: a guest and a message.
   * @example ama rem
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  q: string;
}

/** A person on the list of one event. */
export class FoundGuestDto {
  @ApiProperty({ format: 'uuid' })
  guestId: string;
  @ApiProperty({ format: 'uuid' })
  eventId: string;
  eventName: string;
  @ApiProperty({ enum: ['pending', 'attending', 'declined', 'maybe'] })
  rsvpStatus: string;
  /** Taken off the list. */
  isRemoved: boolean;
  /** Masked for whoever does not work on the event. */
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  @ApiProperty({ type: String, nullable: true })
  phone: string | null;
  isMasked: boolean;
}

/** One person: the same name at the same address, in one event or several. */
export class FoundPersonDto {
  name: string;
  guests: FoundGuestDto[];
  /** The messages that are asked for, or the newest few. Empty in events where you may not see messages. */
  answers: AnswerDto[];

  static from({ guests, answers }: FoundPerson): FoundPersonDto {
    const mask = (address: string | null, isMasked: boolean): string | null =>
      address !== null && isMasked ? maskAddress(address) : address;
    return {
      name: guests[0]!.name,
      guests: guests.map(({ id, eventId, eventName, rsvpStatus, isRemoved, email, phone, isMasked }) => ({
        ...{ guestId: id, eventId, eventName, rsvpStatus, isRemoved, isMasked },
        email: mask(email, isMasked),
        phone: mask(phone, isMasked),
      })),
      answers: answers.map((pair) => AnswerDto.from(pair)),
    };
  }
}

export class FoundMessageDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  eventId: string;
  eventName: string;
  label: string;
  kind: string;
  channel: string;
  status: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sendAt: string | null;
}

export class FoundEventDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  name: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  timeZone: string;
}

/** What was found in what you may see. */
export class SearchResultDto {
  people: FoundPersonDto[];
  messages: FoundMessageDto[];
  events: FoundEventDto[];
  /** There are more people: another word narrows it. */
  hasMorePeople: boolean;

  static from({ people, messages, events, hasMorePeople }: SearchResult): SearchResultDto {
    return {
      people: people.map((person) => FoundPersonDto.from(person)),
      messages: messages.map(({ subject, body, ...message }) => ({
        ...message,
        label: messageLabel({ kind: message.kind, subject, body, eventName: message.eventName }),
        sendAt: message.sendAt?.toISOString() ?? null,
      })),
      events: events.map((event) => ({ ...event, startsAt: event.startsAt.toISOString() })),
      hasMorePeople,
    };
  }
}
