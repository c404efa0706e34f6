import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link is good for; a link for one purpose is worth nothing for another. */
const purposes = { rsvp: 1, unsubscribe: 2, calendar: 3 } as const;
export type LinkPurpose = keyof typeof purposes;

export interface LinkSubject {
  /** A guest (`rsvp`, `calendar`) or a delivery (`unsubscribe`). */
  readonly id: string;
  /** The guest's `link_version`, so that links can be taken back; 0 where there is none. */
  readonly version: number;
}

const PAYLOAD_BYTES = 19;
const MAC_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{47}$/;

/**
 * Makes the token of a personal link: purpose, id and version with an HMAC-SHA256 cut to 128 bits.
 * It holds no personal data and is the same each time, so that a repeated rendering stays byte-identical.
 */
export function signLink(purpose: LinkPurpose, subject: LinkSubject, secret: string): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload[0] = purposes[purpose];
  payload.write(subject.id.replaceAll('-', ''), 1, 16, 'hex');
  payload.writeUInt16BE(subject.version % 65_536, 17);
  return Buffer.concat([payload, mac(payload, secret)]).toString('base64url');
}

/**
 * Reads a token back.
 *
 * @returns whom it is for, or null when it was not signed by us for this purpose
 */
export function readLink(purpose: LinkPurpose, token: string, secret: string): LinkSubject | null {
  if (!TOKEN.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const payload = bytes.subarray(0, PAYLOAD_BYTES);
  const signature = bytes.subarray(PAYLOAD_BYTES);
  if (signature.length !== MAC_BYTES || !timingSafeEqual(signature, mac(payload, secret))) return null;
  if (payload[0] !== purposes[purpose]) return null;
  const hex = payload.toString('hex', 1, 17);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { id, version: payload.readUInt16BE(17) };
}

function mac(payload: Buffer, secret: string): Buffer {
  return createHmac('sha256', secret).update('beckon-link\0').update(payload).digest().subarray(0, MAC_BYTES);
}
