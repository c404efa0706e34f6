import { IsPlainLine, PageQueryDto } from '@beckon/core';
import { INVITATION_STATUSES } from '@beckon/guests';
import type { InvitationStatus } from '@beckon/guests';
import { AUDIENCES } from '@beckon/messaging';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  ValidateIf,
} from 'class-validator';

const given = (_object: object, value: unknown): boolean => value !== undefined;
const notNull = (_object: object, value: unknown): boolean => value !== undefined && value !== null;
const split = ({ value }: { value: unknown }): unknown =>
  value === undefined || value === ''
    ? undefined
    : [value].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part]));

/** Whom to invite: either guests by id, or an audience. */
export class InviteGuestsDto {
  @IsIn(['email', 'whatsapp'])
  @ApiProperty({ enum: ['email', 'whatsapp'] })
  channel: 'email' | 'whatsapp';

  /** At most 1,000; for more name an audience. */
  @ValidateIf(given)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  @ApiProperty({ type: [String], required: false })
  guestIds?: string[];

  @ValidateIf(given)
  @IsString()
  @ApiProperty({ enum: AUDIENCES, enumName: 'Audience', required: false })
  audience?: string;

  @ValidateIf(notNull)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  segmentId?: string | null;

  /** WhatsApp: a WhatsApp template, `rsvp_invitation` unless named. E-mail: a saved e-mail text, the shipped one unless named. */
  @ValidateIf(given)
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ required: false, example: 'rsvp_invitation' })
  templateName?: string;

  /** Also those who are invited already. */
  @ValidateIf(given)
  @IsBoolean()
  @ApiProperty({ required: false, default: false })
  again?: boolean;
}

/** Which invitations to list. */
export class InvitationsQueryDto extends PageQueryDto {
  /** One or several, comma-separated. */
  @IsOptional()
  @Transform(split)
  @IsIn(INVITATION_STATUSES, { each: true })
  @ApiProperty({
    enum: INVITATION_STATUSES,
    enumName: 'InvitationStatus',
    isArray: true,
    required: false,
    explode: false,
    style: 'form',
  } as never)
  status?: InvitationStatus[];
}
