import { type Page, PageQueryDto } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, IsUUID, Matches, ValidateIf } from 'class-validator';
import { AUDIENCES, type Channel, CHANNELS, type Dedupe, DEDUPES } from '../domain/audience';
import { EXCLUSION_REASONS, exclusionInWords, type ExclusionReason } from '../domain/exclusion-words';
import type { GuestChoices, ListedRecipient } from '../recipient-lists.repository';

const given = (_object: object, value: unknown): boolean => value !== undefined;
const blank = ({ value }: { value: unknown }): unknown => (value === '' ? undefined : value);
const REASONS = ['suppressed', ...EXCLUSION_REASONS] as const;

/** Which guests of an audience to list. */
export class RecipientListQueryDto extends PageQueryDto {
  @Transform(blank)
  @ValidateIf(given)
  @IsString()
  @ApiProperty({ enum: AUDIENCES, enumName: 'Audience', required: false })
  audience?: string;

  @Transform(blank)
  @ValidateIf(given)
  @IsUUID('all')
  @ApiProperty({ format: 'uuid', required: false })
  segmentId?: string;

  @Transform(blank)
  @ValidateIf(given)
  @IsIn(CHANNELS)
  @ApiProperty({ enum: CHANNELS, enumName: 'Channel', required: false, default: 'email' })
  channel: Channel = 'email';

  @Transform(blank)
  @ValidateIf(given)
  @IsIn(DEDUPES)
  @ApiProperty({ enum: DEDUPES, enumName: 'Dedupe', required: false, default: 'contact' })
  dedupe: Dedupe = 'contact';

  /** WhatsApp: the template, or `none` for free text. Left out, some marketing template is assumed. */
  @Transform(blank)
  @ValidateIf(given)
  @Matches(/^(none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, { message: 'templateId must be an id, or none' })
  @ApiProperty({ required: false, example: 'none' })
  templateId?: string;

  /** Those who would get it, or those who would not. */
  @Transform(blank)
  @ValidateIf(given)
  @IsIn(['included', 'excluded'])
  @ApiProperty({ enum: ['included', 'excluded'], required: false, default: 'excluded' })
  show: 'included' | 'excluded' = 'excluded';

  /** Only those who are excluded for this reason. */
  @Transform(blank)
  @ValidateIf(given)
  @IsIn(REASONS)
  @ApiProperty({ enum: REASONS, required: false })
  reason?: ExclusionReason | 'suppressed';
}

/** A guest by id and name. */
export class NamedGuestDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  name: string;
}

/** One guest of an audience. */
export class ListedRecipientDto {
  @ApiProperty({ format: 'uuid' })
  guestId: string;
  name: string;
  /** Of the channel; null without one. */
  @ApiProperty({ type: String, nullable: true })
  address: string | null;
  /** Why they would not get it; null for those who would. */
  @ApiProperty({ type: String, enum: EXCLUSION_REASONS, nullable: true })
  reason: ExclusionReason | null;
  /** The reason in words. */
  @ApiProperty({ type: String, nullable: true, example: 'Unsubscribed.' })
  words: string | null;
  /** Since when the address is suppressed; null for other reasons. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  suppressedSince: string | null;
  /** Who gets it, when guests share an address. */
  @ApiProperty({ type: NamedGuestDto, nullable: true })
  goesTo: NamedGuestDto | null;

  static from(recipient: ListedRecipient): ListedRecipientDto {
    const { guestId, name, address, reason, suppressedSince, goesTo } = recipient;
    return {
      ...{ guestId, name, address, reason },
      words: reason === null ? null : exclusionInWords(reason),
      suppressedSince: suppressedSince?.toISOString() ?? null,
      goesTo: goesTo === null ? null : { id: goesTo.id, name: goesTo.name },
    };
  }
}

/** One page of them, in the order in which guests were added. */
export class RecipientListDto {
  items: ListedRecipientDto[];
  /** Null on the last page. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<ListedRecipient>): RecipientListDto {
    return { items: items.map((item) => ListedRecipientDto.from(item)), nextCursor };
  }
}

/** Guests of an audience whose preview shows most; null where there is none such. */
export class PreviewGuestsDto {
  /** The first who has a first name. */
  @ApiProperty({ type: NamedGuestDto, nullable: true })
  typical: NamedGuestDto | null;
  @ApiProperty({ type: NamedGuestDto, nullable: true })
  longestName: NamedGuestDto | null;
  /** For them the fallback stands. */
  @ApiProperty({ type: NamedGuestDto, nullable: true })
  withoutFirstName: NamedGuestDto | null;

  static from({ typical, longestName, withoutFirstName }: GuestChoices): PreviewGuestsDto {
    return { typical, longestName, withoutFirstName };
  }
}
