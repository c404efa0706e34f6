import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** Argon2id with the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CURRENT = '$argon2id$v=19$m=19456,t=2,p=1$';

/** Turns passwords into hashes and back into yes or no. Equal passwords typed in different Unicode forms are equal. */
@Injectable()
export class PasswordHasher {
  private nobody: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return hash(password.normalize('NFKC'), PARAMETERS);
  }

  /**
   * @param storedHash of the account, or null when there is none: that takes just as long and is always false,
   *   so that nobody can tell by the clock which addresses have an account
   */
  async verify(storedHash: string | null, password: string): Promise<boolean> {
    this.nobody ??= this.hash('nobody has this password');
    const matches = await verify(storedHash ?? (await this.nobody), password.normalize('NFKC'));
    return matches && storedHash !== null;
  }

  /** True when a hash was made with older parameters and should be made again at the next sign-in. */
  isOutdated(storedHash: string): boolean {
    return !storedHash.startsWith(CURRENT);
  }
}
