import { IsPlainLine } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { TEMPLATE_CATEGORIES } from '../domain/template-approval';
import type { TemplateCategory } from '../domain/template-approval';

const CONTENT_SID = /^HX[0-9a-fA-F]{32}$/;
const SID_FAULT = { message: 'twilioContentSid must be HX and 32 hexadecimal digits, as the Twilio console shows it.' };
const CONTENT = { example: 'Hi {{guest_name}}! {{event_name}} starts at {{event_time}}. See you there!' } as const;

const given = (_object: object, value: unknown): boolean => value !== undefined;
const notNull = (_object: object, value: unknown): boolean => value !== undefined && value !== null;

/** What may be said of a template besides name and text. */
class WhatsAppTemplateDetailsDto {
  /** The placeholders in the order of Twilio's {{1}}, {{2}}, ...; left out: the order of the content. Each once, all of them. */
  @ValidateIf(given)
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @ApiProperty({ type: [String], required: false, example: ['guest_name', 'event_name', 'event_time'] })
  variables?: string[];

  /** What WhatsApp takes it for; its own answer replaces this. */
  @ValidateIf(given)
  @IsIn(TEMPLATE_CATEGORIES)
  @ApiProperty({ enum: TEMPLATE_CATEGORIES, enumName: 'WhatsAppTemplateCategory', required: false })
  category?: TemplateCategory;

  /** Of the same text in Twilio's Content Template Builder. */
  @ValidateIf(notNull)
  @IsString()
  @Matches(CONTENT_SID, SID_FAULT)
  @ApiProperty({ type: String, nullable: true, required: false, example: 'HX0123456789abcdef0123456789abcdef' })
  twilioContentSid?: string | null;

  /** Approves by hand. Only while Twilio is not set up; with Twilio it is WhatsApp that approves. */
  @ValidateIf(given)
  @IsBoolean()
  @ApiProperty({ required: false })
  isApproved?: boolean;

  /** False: it stays, and nothing is sent with it. */
  @ValidateIf(given)
  @IsBoolean()
  @ApiProperty({ required: false, default: true })
  isActive?: boolean;
}

/** A template to keep. */
export class CreateWhatsAppTemplateDto extends WhatsAppTemplateDetailsDto {
  /** Unique in the organization, whatever the case. */
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ example: 'doors_open' })
  name: string;

  /** What people see. */
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ example: 'Doors open' })
  displayName: string;

  /** With placeholders, none of them at the start or the end: WhatsApp would not approve it. At most 1,600 characters. */
  @IsString()
  @MaxLength(20_000)
  @ApiProperty(CONTENT)
  content: string;
}

/** What to change; what is left out stays. */
export class UpdateWhatsAppTemplateDto extends WhatsAppTemplateDetailsDto {
  /** Unique in the organization, whatever the case. */
  @ValidateIf(given)
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ required: false, example: 'doors_open' })
  name?: string;

  @ValidateIf(given)
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ required: false, example: 'Doors open' })
  displayName?: string;

  /** Another text takes the approval away. */
  @ValidateIf(given)
  @IsString()
  @MaxLength(20_000)
  @ApiProperty({ ...CONTENT, required: false })
  content?: string;

  /** The version your change is based on: if somebody was faster, the answer is 409 `STALE_VERSION`. */
  @ValidateIf(given)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  @ApiProperty({ required: false })
  version?: number;
}
