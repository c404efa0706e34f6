import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  read,
  readFileSync,
  readdirSync,
  rmSync,
  writev,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const readAt = promisify(read);
const writeAll = promisify(writev) as (fd: number, buffers: Buffer[]) => Promise<{ bytesWritten: number }>;

export type Channel = 'email' | 'sms' | 'whatsapp';

/** What is known of a kept message without reading it. */
export interface StoredMessage {
  id: string;
  channel: Channel;
  /** Envelope sender. */
  from: string;
  /** Envelope recipients. */
  to: readonly string[];
  receivedAt: Date;
  sizeBytes: number;
}

interface Segment {
  name: string;
  data: number;
  index: number;
  bytes: number;
}

interface Entry extends StoredMessage {
  segment: Segment;
  offset: number;
  /** Lower case, for searching. */
  recipients: string;
}

/** Short names keep the index small: it is read as a whole at the start. */
type IndexLine = [id: number, offset: number, length: number, at: number, channel: Channel, from: string, to: string[]];

interface Pending {
  message: { channel: Channel; from: string; to: readonly string[] };
  raw: Buffer;
  resolve: (id: string) => void;
  reject: (error: Error) => void;
}

/** Which messages are asked for; newest first. */
export interface ListQuery {
  /** Exactly this recipient, in any case. */
  to?: string;
  /** Part of a recipient. */
  search?: string;
  /** Sent to or by one of these, in any case: a conversation. */
  between?: readonly string[];
  /** Only those older than this id. */
  before?: string;
  limit: number;
}

/**
 * Messages as they came, in append-only files under one folder: a file of raw bytes and a file of index lines per segment.
 * The oldest segment goes when all together exceed `maxBytes`. In memory is only the index, about 300 bytes a message.
 * Nothing is synced to the disk by force: this is a development mailbox.
 */
export class MailStore {
  private entries: Entry[] = [];
  private segments: Segment[] = [];
  private nextId = 1;
  private pending: Pending[] = [];
  private writing: Promise<void> | null = null;

  private constructor(
    private readonly dir: string,
    private readonly maxBytes: number,
    private readonly segmentBytes: number,
  ) {}

  /** Opens the folder, made if absent; a record cut short by a crash is left out. */
  static open(dir: string, { maxBytes = 500_000_000, segmentBytes = 25_000_000 } = {}): MailStore {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const store = new MailStore(dir, maxBytes, segmentBytes);
    const names = readdirSync(dir).filter((name) => name.endsWith('.mails'));
    for (const name of names.sort()) store.load(name.replace(/\.mails$/, ''));
    return store;
  }

  get count(): number {
    return this.entries.length;
  }

  /** Keeps one message; resolves to its id when it is written. Messages that come together are written together. */
  append(message: Pending['message'], raw: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.pending.push({ message, raw, resolve, reject });
      this.writing ??= this.writePending().finally(() => (this.writing = null));
    });
  }

  /** Newest first. */
  list({ to, search, between, before, limit }: ListQuery): StoredMessage[] {
    const exact = to?.trim().toLowerCase();
    const part = search?.trim().toLowerCase();
    const parties = between && new Set(between.map((address) => address.trim().toLowerCase()));
    const end = before === undefined ? this.entries.length : this.positionOf(before);
    const found: Entry[] = [];
    for (let at = end - 1; at >= 0 && found.length < limit; at--) {
      const entry = this.entries[at] as Entry;
      if (exact && !entry.to.some((address) => address.toLowerCase() === exact)) continue;
      if (parties && ![entry.from, ...entry.to].some((address) => parties.has(address.toLowerCase()))) continue;
      if (part && !entry.recipients.includes(part)) continue;
      found.push(entry);
    }
    return found;
  }

  find(id: string): StoredMessage | null {
    return this.entryOf(id);
  }

  /** The message as it came, or its first `maxBytes`; null when it is gone. */
  async read(id: string, maxBytes = Infinity): Promise<Buffer | null> {
    const entry = this.entryOf(id);
    if (!entry) return null;
    const buffer = Buffer.allocUnsafe(Math.min(entry.sizeBytes, maxBytes));
    await readAt(entry.segment.data, buffer, 0, buffer.length, entry.offset);
    return buffer;
  }

  /** Forgets everything; ids go on counting. */
  async clear(): Promise<void> {
    await this.settled();
    this.entries = [];
    const old = this.segments;
    this.segments = [];
    this.startSegment(); // first, so that a crash in between does not start the ids anew
    for (const segment of old) this.remove(segment);
  }

  async close(): Promise<void> {
    await this.settled();
    for (const { data, index } of this.segments) for (const fd of [data, index]) closeSync(fd);
    this.segments = [];
    this.entries = [];
  }

  private async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private async writePending(): Promise<void> {
    while (this.pending.length > 0) {
      const batch = this.pending.splice(0, 500);
      try {
        await this.writeBatch(batch);
      } catch (error) {
        // The files may now differ in length from what is known: go on in fresh ones.
        this.startSegment();
        for (const { reject } of batch) reject(error as Error);
      }
    }
  }

  private async writeBatch(batch: readonly Pending[]): Promise<void> {
    let segment = this.segments.at(-1);
    if (!segment || segment.bytes >= this.segmentBytes) segment = this.startSegment();
    const receivedAt = new Date();
    const lines: string[] = [];
    const entries: Entry[] = [];
    let offset = segment.bytes;
    for (const { message, raw } of batch) {
      const line: IndexLine = [
        this.nextId++,
        offset,
        raw.length,
        receivedAt.getTime(),
        message.channel,
        message.from,
        [...message.to],
      ];
      lines.push(JSON.stringify(line));
      entries.push(entryFrom(line, segment));
      offset += raw.length;
    }
    await this.write(
      segment.data,
      batch.map(({ raw }) => raw),
      offset - segment.bytes,
    );
    const index = Buffer.from(`${lines.join('\n')}\n`);
    await this.write(segment.index, [index], index.length);
    segment.bytes = offset;
    for (const entry of entries) this.entries.push(entry);
    batch.forEach(({ resolve }, at) => resolve((entries[at] as Entry).id));
    this.dropOldest();
  }

  private async write(fd: number, buffers: Buffer[], bytes: number): Promise<void> {
    const { bytesWritten } = await writeAll(fd, buffers);
    if (bytesWritten !== bytes) throw new Error('The disk is full: the message could not be kept.');
  }

  private dropOldest(): void {
    let total = this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
    while (total > this.maxBytes && this.segments.length > 1) {
      const oldest = this.segments.shift() as Segment;
      total -= oldest.bytes;
      const kept = this.entries.findIndex(({ segment }) => segment !== oldest);
      this.entries.splice(0, kept === -1 ? this.entries.length : kept);
      this.remove(oldest);
    }
  }

  private remove(segment: Segment): void {
    for (const fd of [segment.data, segment.index]) closeSync(fd);
    for (const ending of ['mails', 'index']) rmSync(path.join(this.dir, `${segment.name}.${ending}`), { force: true });
  }

  /** The name is the first id in it, so that ids go on even when nothing else is left. */
  private startSegment(): Segment {
    const name = String(this.nextId).padStart(12, '0');
    const open = (ending: string) => openSync(path.join(this.dir, `${name}.${ending}`), 'a+', 0o600);
    const segment = { name, data: open('mails'), index: open('index'), bytes: 0 };
    segment.bytes = fstatSync(segment.data).size;
    this.segments.push(segment);
    return segment;
  }

  private load(name: string): void {
    this.nextId = Math.max(this.nextId, Number(name));
    const indexFile = path.join(this.dir, `${name}.index`);
    const lines = existsSync(indexFile) ? readFileSync(indexFile, 'utf8').split('\n') : [];
    const open = (ending: string) => openSync(path.join(this.dir, `${name}.${ending}`), 'a+', 0o600);
    const segment: Segment = { name, data: open('mails'), index: open('index'), bytes: 0 };
    const size = fstatSync(segment.data).size;
    for (const text of lines) {
      const line = parseLine(text);
      if (!line || line[1] + line[2] > size) continue;
      this.entries.push(entryFrom(line, segment));
      this.nextId = Math.max(this.nextId, line[0] + 1);
    }
    segment.bytes = size;
    if (lines.length > 0 && lines.at(-1) !== '') {
      // A torn last line must not swallow the next one: what follows goes into a fresh segment, under another name.
      segment.bytes = Math.max(size, this.segmentBytes);
      this.nextId++;
    }
    this.segments.push(segment);
  }

  private entryOf(id: string): Entry | null {
    const entry = this.entries[this.positionOf(id)];
    return entry?.id === id ? entry : null;
  }

  /** Where this id is or would be; ids only rise. */
  private positionOf(id: string): number {
    const wanted = Number(id);
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number((this.entries[middle] as Entry).id) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function parseLine(text: string): IndexLine | null {
  try {
    const line: unknown = JSON.parse(text);
    return Array.isArray(line) && line.length === 7 ? (line as IndexLine) : null;
  } catch {
    return null;
  }
}

function entryFrom([id, offset, length, at, channel, from, to]: IndexLine, segment: Segment): Entry {
  return {
    id: String(id),
    channel,
    from,
    to,
    receivedAt: new Date(at),
    sizeBytes: length,
    segment,
    offset,
    recipients: to.join('\n').toLowerCase(),
  };
}
