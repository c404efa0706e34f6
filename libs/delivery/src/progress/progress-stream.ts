import { Readable } from 'node:stream';
import type { Actor } from '@beckon/identity';
import { HEARTBEAT, type ProgressEvent, RETRY, serverSentEvent } from './domain/server-sent-event';

/** A reader that took nothing for so many heartbeats is gone. */
const MOST_MISSED = 3;

/**
 * What one viewer gets. Events hold totals, so one that a slow reader has no room for is replaced by the next: memory does
 * not grow with slowness.
 */
export class ProgressStream extends Readable {
  private hasRoom = true;
  private latest: { event: ProgressEvent; data: object; at: number } | null = null;
  private shown = '';
  private sent = 0;
  private missed = 0;
  private isEnded = false;

  constructor(readonly actor: Actor) {
    super({ encoding: 'utf8', highWaterMark: 16_384 });
    this.push(RETRY);
  }

  override _read(): void {
    this.hasRoom = true;
    this.missed = 0;
    this.flush();
  }

  /**
   * Shows where the message stands, if it is news.
   *
   * @param news what tells one state from another: the data without its clock
   */
  show(event: 'snapshot' | 'progress', data: object, news: string, at: Date): void {
    if (event === 'progress' && news === this.shown) return;
    this.shown = news;
    // a snapshot that has not left yet stays a snapshot, with newer figures
    this.latest = { event: this.latest?.event === 'snapshot' ? 'snapshot' : event, data, at: at.getTime() };
    this.flush();
  }

  /** The last event; the stream ends with it. */
  finish(data: object, at: Date): void {
    if (this.isEnded) return;
    this.flush({ isLast: true });
    this.push(serverSentEvent(`${at.getTime()}.${++this.sent}`, 'done', data));
    this.end();
  }

  /** Ends without a last event: the reader comes back and hears why it may not. */
  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.push(null);
  }

  beat(): void {
    if (this.isEnded) return;
    if (this.hasRoom) this.hasRoom = this.push(HEARTBEAT);
    else if (++this.missed >= MOST_MISSED) this.destroy();
  }

  private flush({ isLast } = { isLast: false }): void {
    if (this.latest === null || this.isEnded || !(this.hasRoom || isLast)) return;
    const { event, data, at } = this.latest;
    this.latest = null;
    this.hasRoom = this.push(serverSentEvent(`${at}.${++this.sent}`, event, data));
  }
}
