/** One answer of an HTTP/1.1 server, complete. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name; one that came several times is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the connection may carry another request. */
  readonly isKept: boolean;
}

/** What came is no answer that anybody could rely on. */
export class BadAnswer extends Error {
  readonly code = 'BAD_ANSWER';
}

const LONGEST_HEAD = 65_536;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: .*)?$/;
const HEADER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
const CHUNK_SIZE = /^([0-9a-fA-F]{1,7})[ \t]*(?:;.*)?$/;

/** A part of what was received and where it ends. */
interface Part {
  readonly text: string;
  readonly end: number;
}

interface Head {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly isKept: boolean;
  readonly end: number;
}

/**
 * Reads the answer to one request (RFC 9112) out of everything that was received since. Strict: whatever is doubtful is no answer, because
 * a message would be called sent by it.
 *
 * @param hasEnded the server has closed its side: an answer without a length is over then
 * @returns null when more has to come
 * @throws BadAnswer when it is none, or when it ended in the middle
 */
export function readAnswer(received: Buffer, hasEnded: boolean): HttpAnswer | null {
  let from = 0;
  for (;;) {
    const head = readHead(received, from);
    if (head === null) {
      if (hasEnded) throw new BadAnswer('The connection ended in the middle of an answer.');
      return null;
    }
    if (head.status === 101) throw new BadAnswer('The answer changes the protocol.');
    if (head.status >= 200) return withBody(received, head, hasEnded);
    // a word on the way, such as "100 Continue": the answer follows
    from = head.end;
  }
}

function withBody(received: Buffer, head: Head, hasEnded: boolean): HttpAnswer | null {
  const { status, headers } = head;
  const body = readBody(received, head, hasEnded);
  if (body === null) {
    if (hasEnded) throw new BadAnswer('The connection ended in the middle of an answer.');
    return null;
  }
  // bytes that nobody asked for: the next answer would be the wrong one
  const isKept = head.isKept && body.end === received.length && !hasEnded;
  return { status, headers, body: body.text, isKept };
}

function readHead(received: Buffer, from: number): Head | null {
  const end = received.indexOf('\r\n\r\n', from, 'latin1');
  if (end < 0 ? received.length - from > LONGEST_HEAD : end - from > LONGEST_HEAD)
    throw new BadAnswer('The head of the answer is too long.');
  if (end < 0) return null;
  const [first, ...lines] = received.toString('latin1', from, end).split('\r\n');
  const [, minor, status] = STATUS_LINE.exec(first ?? '') ?? [];
  if (status === undefined) throw new BadAnswer('The answer is not HTTP.');
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new BadAnswer('A header of the answer makes no sense.');
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  const connection = (headers.connection ?? '').toLowerCase();
  const isKept = minor === '1' ? !connection.includes('close') : connection.includes('keep-alive');
  return { status: Number(status), headers, isKept, end: end + 4 };
}

function readBody(received: Buffer, { status, headers, end }: Head, hasEnded: boolean): Part | null {
  if (status === 204 || status === 304) return { text: '', end };
  const coding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked' || length !== undefined)
      throw new BadAnswer('Nobody can say where the answer ends.');
    return readChunks(received, end);
  }
  if (length === undefined) return hasEnded ? { text: received.toString('utf8', end), end: received.length } : null;
  if (!/^\d{1,9}$/.test(length)) throw new BadAnswer('The length of the answer makes no sense.');
  const last = end + Number(length);
  return received.length < last ? null : { text: received.toString('utf8', end, last), end: last };
}

function readChunks(received: Buffer, from: number): Part | null {
  const parts: Buffer[] = [];
  let at = from;
  for (;;) {
    const lineEnd = received.indexOf('\r\n', at, 'latin1');
    if (lineEnd < 0) return null;
    const size = CHUNK_SIZE.exec(received.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) throw new BadAnswer('A piece of the answer has no length.');
    const start = lineEnd + 2;
    const bytes = Number.parseInt(size, 16);
    if (bytes === 0) return endOfChunks(received, start, parts);
    const last = start + bytes;
    if (received.length < last + 2) return null;
    if (received.toString('latin1', last, last + 2) !== '\r\n')
      throw new BadAnswer('A piece of the answer is longer than it says.');
    parts.push(received.subarray(start, last));
    at = last + 2;
  }
}

/** Behind the last piece stand trailers, which nobody needs, and an empty line. */
function endOfChunks(received: Buffer, from: number, parts: readonly Buffer[]): Part | null {
  if (received.toString('latin1', from, from + 2) === '\r\n')
    return { text: Buffer.concat(parts).toString('utf8'), end: from + 2 };
  const end = received.indexOf('\r\n\r\n', from, 'latin1');
  return end < 0 ? null : { text: Buffer.concat(parts).toString('utf8'), end: end + 4 };
}
