import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { MAX_BODY_LENGTH, MAX_SUBJECT_LENGTH } from '@beckon/templates';

/** A text to try out on one address. */
export class TestSendDto {
  @ApiProperty({ enum: ['email', 'sms', 'whatsapp'] })
  @IsIn(['email', 'sms', 'whatsapp'], { message: 'channel must be email, sms or whatsapp' })
  channel: 'email' | 'sms' | 'whatsapp';

  /** WhatsApp: the template to try. Without one WhatsApp takes nothing from a business that was not written to. */
  @ValidateIf((_object, value) => value !== undefined && value !== null)
  @IsUUID('all')
  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  templateId?: string | null;

  /** Needed for e-mail. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SUBJECT_LENGTH)
  subject?: string;

  /** Left out for WhatsApp: the template says it. */
  @ValidateIf(({ channel }: TestSendDto, value) => channel !== 'whatsapp' || value !== undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_BODY_LENGTH.email)
  @ApiProperty({ required: false, minLength: 1, maxLength: MAX_BODY_LENGTH.email })
  body?: string;

  /**
   * An e-mail address, or a phone number with its country code.
   * @example me@example.com
   */
  @IsString()
  @MinLength(3)
  @MaxLength(320)
  to: string;
}

/** The test message that is on its way. */
export class TestSendResultDto {
  /** Its delivery. */
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['email', 'sms', 'whatsapp'] })
  channel: 'email' | 'sms' | 'whatsapp';
  to: string;
  status: 'queued';
}
