import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { MAX_BODY_LENGTH, MAX_SUBJECT_LENGTH } from '@beckon/templates';

/** A text to try out on one address. */
export class TestSendDto {
  @ApiProperty({ enum: ['email', 'sms'] })
  @IsIn(['email', 'sms'], { message: 'channel must be email or sms' })
  channel: 'email' | 'sms';

  /** Needed for e-mail. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SUBJECT_LENGTH)
  subject?: string;

  @IsString()
  @MinLength(1)
  @MaxLength(MAX_BODY_LENGTH.email)
  body: string;

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
  @ApiProperty({ enum: ['email', 'sms'] })
  channel: 'email' | 'sms';
  to: string;
  status: 'queued';
}
