import { IsPlainLine } from '@beckon/core';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { MAX_PLUS_ONES } from '../domain/guest-limits';
import { RSVP_STATUSES, type RsvpStatus } from '../domain/rsvp-status';

const attributes: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
  nullable: true,
  description:
    'Own columns: up to 30 keys (a letter, then letters, digits, - or _) with a text of up to 500 characters, an ordinary number, true or false. ' +
    'Replaces what was there.',
  example: { table: 'A4', vegetarian: true },
};

/** What can be said about a guest besides the name. Null clears. */
class GuestDetailsDto {
  /** What messages call the guest; without it, the first word of the name. */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(100)
  @ApiPropertyOptional({ example: 'Ama', type: String, nullable: true })
  firstName?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(254)
  @ApiPropertyOptional({ example: 'ama@example.com', type: String, nullable: true })
  email?: string | null;

  /** With its country code, or national when `locale` names a country. Kept as E.164. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional({ example: '+44 7700 900123', type: String, nullable: true })
  phone?: string | null;

  @IsOptional()
  @IsIn(RSVP_STATUSES)
  @ApiPropertyOptional({ enum: RSVP_STATUSES, enumName: 'RsvpStatus' })
  rsvpStatus?: RsvpStatus | null;

  /** How many people the guest brings along. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_PLUS_ONES)
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 0, maximum: MAX_PLUS_ONES })
  plusOnes?: number | null;

  /** Up to 20 words of up to 40 characters, without semicolons. Replaces what was there. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @ApiPropertyOptional({ type: [String], nullable: true, example: ['family', 'vip'] })
  tags?: string[] | null;

  /** BCP 47. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @ApiPropertyOptional({ example: 'en-GB', type: String, nullable: true })
  locale?: string | null;

  /** IANA name. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @ApiPropertyOptional({ example: 'Europe/London', type: String, nullable: true })
  timeZone?: string | null;

  @IsOptional()
  @IsObject()
  @ApiPropertyOptional(attributes)
  attributes?: Record<string, unknown> | null;
}

/** A new guest. */
export class CreateGuestDto extends GuestDetailsDto {
  @IsPlainLine()
  @Length(1, 200)
  @ApiProperty({ example: 'Ama Mensah' })
  name: string;
}

/** What to change about a guest; what is left out stays, null clears. */
export class UpdateGuestDto extends GuestDetailsDto {
  @ValidateIf((dto: UpdateGuestDto) => dto.name !== undefined)
  @IsPlainLine()
  @Length(1, 200)
  @ApiPropertyOptional({ example: 'Ama Mensah' })
  name?: string;

  /** `manual`: the host has invited this guest in person. News of earlier invitations change nothing any more. */
  @ValidateIf((dto: UpdateGuestDto) => dto.invitationMethod !== undefined)
  @IsIn(['manual'])
  @ApiPropertyOptional({ enum: ['manual'] })
  invitationMethod?: 'manual';
}
