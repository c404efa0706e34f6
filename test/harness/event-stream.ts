/** One event of a stream, with its data parsed. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: any;
}

/** Reads server-sent events with `fetch`, as the console does. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  /** Everything as it came, comments included. */
  text = '';
  isOver = false;
  private readonly abort = new AbortController();

  private constructor(
    readonly status: number,
    readonly headers: Headers,
  ) {}

  /** @returns the stream, or what the server answered instead: see `status` and `text` */
  static async open(url: string, token: string | null): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...(token !== null && { authorization: `Bearer ${token}` }) },
      signal: abort.signal,
    });
    const stream = new EventStream(response.status, response.headers);
    stream.abort.signal.addEventListener('abort', () => abort.abort());
    if (response.ok) void stream.read(response.body!);
    else stream.text = await response.text();
    return stream;
  }

  last(): StreamEvent | undefined {
    return this.events.at(-1);
  }

  /** Goes away as a closed tab does. */
  leave(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        const text = decoder.decode(chunk, { stream: true });
        this.text += text;
        rest += text;
        const blocks = rest.split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) this.take(block);
      }
    } catch {
      // left, or cut off
    }
    this.isOver = true;
  }

  private take(block: string): void {
    const field = (name: string): string | null =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2) ?? null;
    const event = field('event');
    if (event !== null) this.events.push({ event, id: field('id'), data: JSON.parse(field('data')!) });
  }
}
