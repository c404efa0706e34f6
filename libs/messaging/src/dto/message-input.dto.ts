import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, IsUUID, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { AUDIENCES, type Channel, CHANNELS, type Dedupe, DEDUPES } from '../domain/audience';
import { IsInstant } from './instant';

export const COMPOSE_MODES = ['draft', 'schedule', 'now'] as const;
export type ComposeMode = (typeof COMPOSE_MODES)[number];

/** Longer than any channel takes; the exact limit depends on the channel. */
const MAX_BODY = 60_000;

const given = (_object: object, value: unknown): boolean => value !== undefined;
const notNull = (_object: object, value: unknown): boolean => value !== undefined && value !== null;

/** A new message. */
export class CreateMessageDto {
  /** `draft` keeps it, `schedule` sends it at `sendAt`, `now` sends it at once (or after `holdSeconds`). */
  @IsIn(COMPOSE_MODES)
  @ApiProperty({ enum: COMPOSE_MODES, enumName: 'ComposeMode' })
  mode: ComposeMode;

  /** `whatsapp` is not available for messages yet. */
  @IsIn(CHANNELS)
  @ApiProperty({ enum: CHANNELS, enumName: 'Channel' })
  channel: Channel;

  /** Whom it is for. A `segmentId` alone is enough for a segment. */
  @ValidateIf(given)
  @IsString()
  @ApiProperty({ enum: AUDIENCES, enumName: 'Audience', required: false })
  audience?: string;

  /** The segment it is for. */
  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  segmentId?: string | null;

  /** Needed for e-mail unless a template gives it. May hold placeholders. */
  @ValidateIf(notNull)
  @IsString()
  @MaxLength(2000)
  @ApiProperty({ type: String, nullable: true, required: false, example: 'News about {{event_name}}' })
  subject?: string | null;

  /** Needed unless a template gives it. May hold placeholders. */
  @ValidateIf(
    (input: CreateMessageDto) =>
      input.body !== undefined || input.templateId === undefined || input.templateId === null,
  )
  @IsString()
  @MaxLength(MAX_BODY)
  @ApiProperty({ required: false, example: 'Hello {{ guest_first_name | default: "there" }}, see you at {{venue}}.' })
  body?: string;

  /** A saved template: gives subject and body where they are left out. */
  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  templateId?: string | null;

  /** When to send. Needed for `schedule`. */
  @ValidateIf(notNull)
  @IsInstant()
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  sendAt?: string | null;

  /** When it may leave at the latest; by default the event's start, or 24 hours after `sendAt` if that is later. */
  @ValidateIf(notNull)
  @IsInstant()
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  expiresAt?: string | null;

  /** The `snapshot` of the recipient count that was looked at: if the audience has changed since, nothing is sent. */
  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  snapshot?: string | null;

  /** `contact`: guests who share an address get one message together. `guest`: one each. */
  @ValidateIf(given)
  @IsIn(DEDUPES)
  @ApiProperty({ enum: DEDUPES, enumName: 'Dedupe', required: false, default: 'contact' })
  dedupe?: Dedupe;

  /** For `now`: how long it can be undone before it leaves. */
  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(60)
  @ApiProperty({ required: false, default: 0, minimum: 0, maximum: 60, example: 10 })
  holdSeconds?: number;
}

/** What to change about a draft or a scheduled message; what is left out stays. */
export class UpdateMessageDto {
  /** The version you have seen. If it is not the current one, nothing is changed. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;

  /** `schedule` plans a draft for its `sendAt`. */
  @ValidateIf(given)
  @IsIn(['schedule'])
  @ApiProperty({ enum: ['schedule'], required: false })
  mode?: 'schedule';

  @ValidateIf(given)
  @IsIn(CHANNELS)
  @ApiProperty({ enum: CHANNELS, enumName: 'Channel', required: false })
  channel?: Channel;

  @ValidateIf(given)
  @IsString()
  @ApiProperty({ enum: AUDIENCES, enumName: 'Audience', required: false })
  audience?: string;

  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  segmentId?: string | null;

  @ValidateIf(notNull)
  @IsString()
  @MaxLength(2000)
  @ApiProperty({ type: String, nullable: true, required: false })
  subject?: string | null;

  @ValidateIf(given)
  @IsString()
  @MaxLength(MAX_BODY)
  body?: string;

  /** Remembered with the message; the text is not replaced. */
  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  templateId?: string | null;

  /** A reminder whose time is changed no longer follows its event. */
  @ValidateIf(notNull)
  @IsInstant()
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  sendAt?: string | null;

  @ValidateIf(notNull)
  @IsInstant()
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  expiresAt?: string | null;

  @ValidateIf(given)
  @IsIn(DEDUPES)
  @ApiProperty({ enum: DEDUPES, enumName: 'Dedupe', required: false })
  dedupe?: Dedupe;
}

/** How to send a message now. */
export class SendNowDto {
  /** The `snapshot` of the recipient count that was looked at: if the audience has changed since, nothing is sent. */
  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  snapshot?: string | null;

  /** How long it can be undone before it leaves. */
  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(60)
  @ApiProperty({ required: false, default: 0, minimum: 0, maximum: 60 })
  holdSeconds?: number;
}
