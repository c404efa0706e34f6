import { IsPlainLine } from '@beckon/core';
import { IsString, MaxLength, MinLength } from 'class-validator';

export class ChangeProfileDto {
  /** @example Efua Mensah */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name: string;
}

export class ChangePasswordDto {
  /** The password as it is now. */
  @IsString()
  @MinLength(1)
  @MaxLength(400)
  current: string;

  /**
   * The new one: 8 to 200 characters.
   * @example a-long-phrase-that-nobody-guesses
   */
  @IsString()
  @MaxLength(400)
  next: string;
}
