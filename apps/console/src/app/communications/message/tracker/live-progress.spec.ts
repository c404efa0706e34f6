import { TestBed } from '@angular/core/testing';
import { Session } from '../../../session/session';
import { LiveProgress, parseBlock, StreamLost } from './live-progress';

describe('a watched stream', () => {
  let say: (text: string) => void;
  /** What `watch` brings, and how it ended. */
  let seen: number[];
  let ended: unknown;
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (_address: string, { signal }: { signal: AbortSignal }) => {
      const body = new ReadableStream<Uint8Array>({
        start(stream) {
          say = (text) => stream.enqueue(new TextEncoder().encode(text));
          signal.addEventListener('abort', () => stream.error(signal.reason));
        },
      });
      return Promise.resolve(new Response(body));
    });
    TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: { token: 'one' } }] });
    seen = [];
    ended = undefined;
    const watch = async (): Promise<void> => {
      const stream = TestBed.inject(LiveProgress).watch('e1', 'm1', new AbortController().signal);
      for await (const { progress } of stream) seen.push(progress.total);
    };
    void watch().then(
      () => (ended = 'done'),
      (error: unknown) => (ended = error),
    );
    await pass(0);
    say('event: snapshot\ndata: {"total":3}\n\n');
    await pass(0);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('goes on while there are signs of life', async () => {
    for (let beat = 0; beat < 4; beat++) {
      await pass(15_000);
      say(': still here\n\n');
    }
    say('event: done\ndata: {"total":4}\n\n');
    await pass(0);
    expect([seen, ended]).toEqual([[3, 4], 'done']);
  });

  it('is lost when it falls silent: a connection can die without a word', async () => {
    await pass(36_000);
    expect(ended).toBeInstanceOf(StreamLost);
  });

  it('is lost the moment this browser goes offline', async () => {
    dispatchEvent(new Event('offline'));
    await pass(0);
    expect(ended).toBeInstanceOf(StreamLost);
  });
});

describe('parseBlock', () => {
  it('reads an event with its data', () => {
    expect(parseBlock('id: 7\nevent: progress\ndata: {"total":3}')).toEqual({
      name: 'progress',
      progress: { total: 3 },
    });
  });

  it.each([': still here', 'event: other\ndata: {}', 'event: done\ndata: {"to', ''])('passes over %j', (block) => {
    expect(parseBlock(block)).toBeNull();
  });
});
