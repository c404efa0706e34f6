import { createWriteStream, existsSync, renameSync, rmSync, statSync, type WriteStream } from 'node:fs';

/** `app.log` becomes `app.log.1`, that `app.log.2`; what was the last of `keep` old files goes. */
function rotate(file: string, keep: number): void {
  rmSync(`${file}.${keep}`, { force: true });
  for (let age = keep - 1; age >= 1; age--) {
    if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

/** A log file that is rotated when it has grown over `maxBytes`: at opening and while it is written. */
export class LogFile {
  private stream: WriteStream;
  private size: number;

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
    this.stream.end();
    this.startAnew();
    this.stream = this.open();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.stream.end(resolve));
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
