import type { Outgoing } from '../channels/channel';

/** RFC 5322 2.1.1 allows 998; some relays break earlier. */
const LONGEST_PLAIN_LINE = 900;
const ENCODED_LINE = 76;

/** What a mail has besides its message: who sees to it that it is the same on every attempt. */
export interface MimeFrame {
  /** The domain of Message-ID and List-Id: our own. */
  readonly domain: string;
  readonly date: Date;
}

/**
 * Writes one mail as it goes over the wire, in ASCII with CRLF line ends.
 *
 * Written here and not by the mail library because it is the hottest piece of a send; a test compares the two over thousands
 * of hostile guests. Standards: RFC 5322 (message), 2045 to 2047 (MIME, quoted-printable, encoded words), 2919 (List-Id),
 * 3834 (Auto-Submitted), 8058 (one click). Message-ID holds the delivery's id: the only key that SMTP has. List-Unsubscribe
 * stays in one line, because folding it has broken signatures at relays.
 */
export function composeMime(outgoing: Outgoing, { domain, date }: MimeFrame): string {
  const { envelope, unsubscribeUrl } = outgoing;
  const headers = [
    ...(envelope.from === null
      ? []
      : [`From: ${displayName('From: '.length, envelope.from.name)}<${envelope.from.address}>`]),
    `To: ${outgoing.to}`,
    ...(envelope.replyTo === null ? [] : [`Reply-To: ${envelope.replyTo}`]),
    `Subject: ${unstructured('Subject: '.length, outgoing.subject ?? '')}`,
    `Message-ID: <d.${outgoing.deliveryId}@${domain}>`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Auto-Submitted: auto-generated',
    ...(envelope.listId === null ? [] : [`List-Id: <${envelope.listId}.${domain}>`]),
    ...(unsubscribeUrl === null
      ? []
      : [`List-Unsubscribe: <${unsubscribeUrl}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']),
  ].join('\r\n');
  const text = part('text/plain', outgoing.text);
  if (outgoing.html === null) return `${headers}\r\n${text}\r\n`;
  const boundary = `=_d.${outgoing.deliveryId}`;
  const html = part('text/html', outgoing.html);
  return `${headers}\r\nContent-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${text}\r\n--${boundary}\r\n${html}\r\n--${boundary}--\r\n`;
}

function part(type: string, content: string): string {
  const lines = content.replace(/\r\n?|\n/g, '\r\n');
  // quoted-printable writes every `=` otherwise, so that no text can look like the boundary
  const isPlain = /^[\t\r\n\x20-\x7e]*$/.test(lines) && !lines.includes('--=_') && !hasLongLine(lines);
  const encoding = isPlain ? '7bit' : 'quoted-printable';
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${isPlain ? lines : quotedPrintable(lines)}`;
}

function hasLongLine(lines: string): boolean {
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf('\r\n', start);
    if ((end < 0 ? lines.length : end) - start > LONGEST_PLAIN_LINE) return true;
    if (end < 0) return false;
    start = end + 2;
  }
  return false;
}

/**
 * Quoted-printable (RFC 2045 6.7): `=`, control characters and everything beyond ASCII as `=XX`, no blanks at a line's
 * end, no line longer than 76.
 */
export function quotedPrintable(text: string): string {
  return text
    .split('\r\n')
    .map((line) => {
      if (/^[\t\x20-\x3c\x3e-\x7e]*$/.test(line) && line.length <= ENCODED_LINE && !/[\t ]$/.test(line)) return line;
      return wrap(encodeLine(line));
    })
    .join('\r\n');
}

function encodeLine(line: string): string {
  return line
    .replace(/[^\t\x20-\x3c\x3e-\x7e]+/g, (run) => {
      let out = '';
      for (const byte of Buffer.from(run, 'utf8')) out += HEX[byte] ?? '';
      return out;
    })
    .replace(/[\t ]$/, (blank) => HEX[blank.charCodeAt(0)]!);
}

/** Soft line breaks, never within an `=XX`. */
function wrap(encoded: string): string {
  if (encoded.length <= ENCODED_LINE) return encoded;
  const out: string[] = [];
  let start = 0;
  while (encoded.length - start > ENCODED_LINE) {
    let end = start + ENCODED_LINE - 1;
    if (encoded[end - 1] === '=') end -= 1;
    else if (encoded[end - 2] === '=') end -= 2;
    out.push(`${encoded.slice(start, end)}=`);
    start = end;
  }
  out.push(encoded.slice(start));
  return out.join('\r\n');
}

const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/** The text of a Subject: as it is when it is short plain ASCII, else encoded words, folded. */
function unstructured(used: number, text: string): string {
  const clean = text.replace(/[\x00-\x1f\x7f\u0085\u2028\u2029]+/g, ' ').trim();
  if (/^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?') && used + clean.length <= ENCODED_LINE) return clean;
  return encodedWords(used, clean);
}

/** A display name with the blank that follows it; nothing for none. */
function displayName(used: number, name: string): string {
  const clean = name.replace(/[\x00-\x1f\x7f\u0085\u2028\u2029]+/g, ' ').trim();
  if (clean === '') return '';
  const isPlain = /^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?') && clean.length <= 60;
  if (isPlain) return `"${clean.replace(/["\\]/g, '\\$&')}" `;
  return `${encodedWords(used, clean)} `;
}

/** RFC 2047: base64 words of at most 75 characters that never split a character, on lines of their own. */
function encodedWords(used: number, text: string): string {
  const words: string[] = [];
  let bytes = 0;
  let run = '';
  let room = bytesFor(ENCODED_LINE - used);
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (bytes + size > room) {
      words.push(word(run));
      run = '';
      bytes = 0;
      room = bytesFor(ENCODED_LINE - 1);
    }
    run += character;
    bytes += size;
  }
  words.push(word(run));
  return words.join('\r\n ');
}

const word = (run: string): string => `=?UTF-8?B?${Buffer.from(run, 'utf8').toString('base64')}?=`;
/** How many bytes fit into an encoded word of this length; RFC 2047 allows 75. */
const bytesFor = (length: number): number =>
  Math.max(3, Math.floor((Math.min(75, length) - '=?UTF-8?B??='.length) / 4) * 3);
