import { createWriteStream, existsSync, renameSync, rmSync, statSync, type WriteStream } from 'node:fs';

/** `app.log` becomes `app.log.1`, that `app.log.2`; what was the last of `keep` old files goes. */
function rotate(file: string, keep: number): void {
  rmSync(`${file}.${keep}`, { force: true });
  for (let age = keep - 1; age >= 1; age--) {
    if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

function end(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => stream.end(() => resolve()));
}

/** A log file that is rotated when it has grown over `maxBytes`: at opening and while it is written. */
export class LogFile {
  private stream: WriteStream;
  private size: number;
  /** Files that were put aside and are still being written. */
  private readonly ending = new Set<Promise<void>>();

  constructor(
    readonly file: string,
    private readonly maxBytes = 10_000_000,
    private readonly keep = 2,
  ) {
    this.size = existsSync(file) ? statSync(file).size : 0;
    if (this.size > maxBytes) this.startAnew();
    this.stream = this.open();
  }

  write(text: string): void {
    this.size += Buffer.byteLength(text);
    this.stream.write(text);
    if (this.size <= this.maxBytes) return;
    const ended = end(this.stream).finally(() => this.ending.delete(ended));
    this.ending.add(ended);
    this.startAnew();
    this.stream = this.open();
  }

  /** Resolves when every line is in a file, also in those that were put aside. */
  async close(): Promise<void> {
    await Promise.all([...this.ending, end(this.stream)]);
  }

  private startAnew(): void {
    rotate(this.file, this.keep);
    this.size = 0;
  }

  private open(): WriteStream {
    // A full disk must not end the product because of its log.
    return createWriteStream(this.file, { flags: 'a', mode: 0o600 }).on('error', () => undefined);
  }
}
