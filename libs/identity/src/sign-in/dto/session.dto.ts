import { ProfileDto } from '../../organizations/dto/profile.dto';
import type { Session } from '../sessions.service';

/** What a sign-in gives. The refresh token comes beside it, as an HttpOnly cookie. */
export class SessionDto {
  /** Send it as `Authorization: Bearer ...`. */
  accessToken: string;
  /**
   * Seconds until the access token ends.
   * @example 900
   */
  expiresIn: number;
  user: ProfileDto;

  static from({ accessToken, expiresIn, user }: Session): SessionDto {
    return { accessToken, expiresIn, user: ProfileDto.from(user) };
  }
}
