import { IsPlainLine } from '@beckon/core';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class RegisterDto {
  /** @example ama@example.test */
  @IsString()
  @MaxLength(320)
  email: string;

  /** 8 to 200 characters of any kind; the most common passwords and the e-mail address are refused. */
  @IsString()
  @MaxLength(400)
  password: string;

  /** @example Ama Mensah */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name: string;

  /**
   * Name of the organization that comes with the account. Left out, it is called after the person.
   * @example Mensah Events
   */
  @IsOptional()
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  organizationName?: string;
}
