import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class LoginDto {
  /** @example demo@beckon.local */
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  email: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(400)
  password: string;
}
