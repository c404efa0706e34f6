import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, as 43 characters that are safe in URLs and headers. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret: with 256 random bits a plain hash cannot be guessed back. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
