import { IsPlainLine } from '@beckon/core';
import { IsString, MaxLength, MinLength } from 'class-validator';

export class AcceptInvitationDto {
  /** From the invitation's link, behind `#token=`. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  token: string;

  /** @example Ama Boateng */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name: string;

  /** For a new account: 8 to 200 characters. If the address has an account already: its password. */
  @IsString()
  @MinLength(1)
  @MaxLength(400)
  password: string;
}
