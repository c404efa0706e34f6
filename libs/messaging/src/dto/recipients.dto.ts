import { UpdateBrandingDto } from '@beckon/events';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AUDIENCES, type Channel, CHANNELS, type Dedupe, DEDUPES } from '../domain/audience';
import { exclusionInWords } from '../domain/exclusion-words';
import type { KeptCount } from '../audiences.service';
import type { MessagePreview } from '../previews.service';

const given = (_object: object, value: unknown): boolean => value !== undefined;
const notNull = (_object: object, value: unknown): boolean => value !== undefined && value !== null;

/** `?segmentId=` is the same as leaving it out. */
const blank = ({ value }: { value: unknown }): unknown => (value === '' ? undefined : value);

/** Whose count is asked for. */
export class RecipientCountQueryDto {
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
}

/** Criteria that are not saved yet, and the channel to count them for. */
export class CountCriteriaDto {
  @IsDefined()
  @IsObject()
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As in a segment.' })
  criteria: Record<string, unknown>;

  @ValidateIf(given)
  @IsIn(CHANNELS)
  @ApiProperty({ enum: CHANNELS, enumName: 'Channel', required: false, default: 'email' })
  channel: Channel = 'email';

  @ValidateIf(given)
  @IsIn(DEDUPES)
  @ApiProperty({ enum: DEDUPES, enumName: 'Dedupe', required: false, default: 'contact' })
  dedupe: Dedupe = 'contact';
}

/** Guests of the audience who would not get it, by reason. */
export class ExcludedDto {
  /** The address must not be written to: it bounced, complained, unsubscribed, or somebody blocked it. */
  suppressed: number;
  /** No e-mail address, or no phone number. */
  noAddress: number;
  /** Another guest with the same address gets it. */
  duplicate: number;
  /** WhatsApp: no marketing template reaches a number of the United States. Given where it occurs. */
  @ApiProperty({ type: Number, required: false })
  notReachableUs?: number;
  /** WhatsApp without a template: the guest has not written within 24 hours. Given where it occurs. */
  @ApiProperty({ type: Number, required: false })
  outsideWindow?: number;
}

/** Who would get a message right now. */
export class RecipientCountDto {
  /** Guests who would get it. */
  count: number;
  excluded: ExcludedDto;
  /** The suppressed ones by reason; only reasons that occur. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { bounce: 2, unsubscribe: 5 } })
  suppressedBy: Record<string, number>;
  /** Guests of the audience: `count` and all excluded ones. */
  total: number;
  /** How many of those who would get it were handed another message of this event within the last hour. */
  recentlyWritten: number;
  @ApiProperty({ type: String, format: 'date-time' })
  asOf: string;
  /** For editors: name it when you send, and nothing leaves if the audience has changed. Kept for an hour. */
  @ApiProperty({ type: String, format: 'uuid', required: false })
  snapshot?: string;

  static from({ count, excluded, suppressedBy, total, recentlyWritten, asOf, snapshot }: KeptCount): RecipientCountDto {
    return {
      count,
      excluded: { ...excluded },
      suppressedBy: { ...suppressedBy },
      total,
      recentlyWritten,
      asOf: asOf.toISOString(),
      ...(snapshot && { snapshot }),
    };
  }
}

/** A text to look at as a guest would. */
export class PreviewMessageDto {
  @ValidateIf(given)
  @IsString()
  @ApiProperty({ enum: AUDIENCES, enumName: 'Audience', required: false })
  audience?: string;

  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  segmentId?: string | null;

  @IsIn(CHANNELS)
  @ApiProperty({ enum: CHANNELS, enumName: 'Channel' })
  channel: Channel;

  @ValidateIf(notNull)
  @IsString()
  @MaxLength(2000)
  @ApiProperty({ type: String, nullable: true, required: false })
  subject?: string | null;

  @IsString()
  @MaxLength(60_000)
  body: string;

  /** As the message will have it: guests who share an address are called together, or each by their own name. */
  @ValidateIf(given)
  @IsIn(DEDUPES)
  @ApiProperty({ enum: DEDUPES, enumName: 'Dedupe', required: false, default: 'contact' })
  dedupe: Dedupe = 'contact';

  /** WhatsApp: the template, or `none` for free text; it decides whom WhatsApp lets it reach. */
  @IsOptional()
  @Matches(/^(none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, { message: 'templateId must be an id, or none' })
  @ApiProperty({ type: String, nullable: true, required: false, example: 'none' })
  templateId?: string | null;

  /** Looks to try that are not saved; what is left out is as it is saved. */
  @IsOptional()
  @ValidateNested()
  @Type(() => UpdateBrandingDto)
  branding?: UpdateBrandingDto;

  /** Whose eyes to use; by default the first guest who would get it, and without one an invented guest. */
  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  guestId?: string | null;
}

/** A placeholder that stands for a value this guest does not have. */
export class FallbackDto {
  token: string;
  value: string;
}

/** A place in the text that needs the author. */
export class PreviewProblemDto {
  path: string;
  code: string;
  message: string;
}

/** Why the chosen guest would not get the message. */
export class PreviewExclusionDto {
  @ApiProperty({ example: 'no_address' })
  reason: string;
  @ApiProperty({ example: 'Has no address for this channel.' })
  words: string;
}

/** A text with an invisible separator (U+2063) on both sides of each fallback, so that a page can show what stands for a missing value. */
export class MarkedPreviewDto {
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
  text: string;
  @ApiProperty({ type: String, nullable: true })
  html: string | null;
}

/** A message as one guest would see it. Nothing is sent. */
export class MessagePreviewDto {
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
  text: string;
  @ApiProperty({ type: String, nullable: true })
  html: string | null;
  /** SMS: how many text messages one costs; null for other channels. */
  @ApiProperty({ type: Number, nullable: true })
  segments: number | null;
  /** SMS: the character that makes it expensive (70 instead of 160 characters for each text message); null where there is none. */
  @ApiProperty({ type: String, nullable: true, example: '’' })
  expensiveCharacter: string | null;
  /** Placeholders without a value. The message cannot be saved with them. */
  unresolved: string[];
  problems: PreviewProblemDto[];
  fallbacks: FallbackDto[];
  /** The same message with its fallbacks marked; null when there is none. */
  @ApiProperty({ type: MarkedPreviewDto, nullable: true })
  marked: MarkedPreviewDto | null;
  /** Null for an invented guest. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  guestId: string | null;
  guestName: string;
  /** Null for somebody who would get it; else why the chosen guest would not. */
  @ApiProperty({ type: PreviewExclusionDto, nullable: true })
  exclusion: PreviewExclusionDto | null;

  static from({ preview, guestId, guestName, exclusion }: MessagePreview): MessagePreviewDto {
    const { subject, text, html, segments, expensiveCharacter, marked } = preview;
    return {
      ...{ subject, text, html, segments, expensiveCharacter, guestId, guestName },
      unresolved: [...preview.unresolved],
      problems: preview.problems.map(({ path, code, message }) => ({ path, code, message })),
      exclusion: exclusion === null ? null : { reason: exclusion, words: exclusionInWords(exclusion) },
      fallbacks: preview.fallbacks.map(({ token, value }) => ({ token, value })),
      marked,
    };
  }
}
