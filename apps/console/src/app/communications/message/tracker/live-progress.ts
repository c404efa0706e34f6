import { inject, Injectable } from '@angular/core';
import type { ProgressDto } from '../../../api/generated/models';
import { Session } from '../../../session/session';

/** What one look at the stream brings. */
export interface LiveEvent {
  readonly name: 'snapshot' | 'progress' | 'done';
  readonly progress: ProgressDto;
}

/** The stream ended without `done`: the connection was lost, or the server closed it. */
export class StreamLost extends Error {}

/** The server says something at least every 15 seconds; a connection that died without a word says nothing. */
const SILENCE_MS = 35_000;

/** Server-sent events over fetch, because an EventSource cannot carry the Bearer header. */
@Injectable({ providedIn: 'root' })
export class LiveProgress {
  private readonly session = inject(Session);

  /**
   * Reads until `done` or until the signal aborts; a token that ended is renewed once.
   *
   * @throws StreamLost or another error when the stream broke before `done`, fell silent, or this browser went offline
   */
  async *watch(eventId: string, messageId: string, stop: AbortSignal): AsyncGenerator<LiveEvent> {
    const lost = new AbortController();
    const lose = (): void => lost.abort(new StreamLost('silent'));
    let timer = setTimeout(lose, SILENCE_MS);
    addEventListener('offline', lose);
    try {
      for await (const event of this.read(eventId, messageId, AbortSignal.any([stop, lost.signal]))) {
        clearTimeout(timer);
        timer = setTimeout(lose, SILENCE_MS);
        if (event !== null) yield event;
      }
    } finally {
      clearTimeout(timer);
      removeEventListener('offline', lose);
    }
  }

  /** Each event, and null for each sign of life between them. */
  private async *read(eventId: string, messageId: string, signal: AbortSignal): AsyncGenerator<LiveEvent | null> {
    const open = (): Promise<Response> =>
      fetch(`/v1/events/${eventId}/messages/${messageId}/progress`, {
        headers: { Accept: 'text/event-stream', Authorization: `Bearer ${this.session.token ?? ''}` },
        signal,
      });
    let answer = await open();
    if (answer.status === 401 && (await this.session.renew())) answer = await open();
    if (!answer.ok || answer.body === null) throw new StreamLost(`${answer.status}`);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new StreamLost('closed');
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseBlock(block);
        yield event;
        if (event?.name === 'done') return;
      }
    }
  }
}

/** One block of a stream; null for heartbeats and names this page does not know. */
export function parseBlock(block: string): LiveEvent | null {
  let name = '';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
  }
  if (name !== 'snapshot' && name !== 'progress' && name !== 'done') return null;
  try {
    return { name, progress: JSON.parse(data.join('\n')) as ProgressDto };
  } catch {
    return null;
  }
}
