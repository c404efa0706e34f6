import type { Readable } from 'node:stream';
import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock, RateLimited } from '@beckon/core';
import { EventAccessRecheck, type EventContext } from '@beckon/events';
import type { MessageProgress } from './domain/summarize-progress';
import { wantsStream } from './domain/server-sent-event';
import { ProgressStream } from './progress-stream';
import { ProgressRepository } from './progress.repository';
import { PROGRESS_ACCESS } from './progress-access';
import { WatchedMessage } from './watched-message';

const BEAT_EVERY_MS = 15_000;
/** Open answers of one process; each costs a connection and some kilobytes. */
const MOST_VIEWERS = 5000;

/** Where a message stands: once, or live. */
@Injectable()
export class ProgressService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ProgressService.name);
  private readonly watched = new Map<string, WatchedMessage>();
  private beats: NodeJS.Timeout | null = null;
  private isStopping = false;

  constructor(
    private readonly em: EntityManager,
    private readonly progress: ProgressRepository,
    private readonly access: EventAccessRecheck,
    private readonly clock: Clock,
  ) {}

  /**
   * What a client gets that accepts these media types: where the message stands, or a stream of server-sent events
   * that ends when the message does, when the viewer loses access, and when this process stops.
   *
   * @throws NotFound when the event has no such message, RateLimited when too many watch; both before a stream begins
   */
  async answer(
    event: EventContext,
    messageId: string,
    accept: string | undefined,
  ): Promise<MessageProgress | Readable> {
    return wantsStream(accept) ? this.watch(event, messageId) : this.progress.get(event.eventId, messageId);
  }

  /** Streams end before the server waits for its connections. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
    for (const watched of [...this.watched.values()]) watched.end();
    this.stopBeats();
  }

  private async watch(event: EventContext, messageId: string): Promise<Readable> {
    const viewers = [...this.watched.values()].reduce((sum, { size }) => sum + size, 0);
    if (viewers >= MOST_VIEWERS) {
      throw new RateLimited('Too many people watch messages live right now. Try again in a moment.', 30);
    }
    const { eventId } = event;
    const viewer = new ProgressStream(event.actor);
    try {
      const progress = await this.watchedMessage(eventId, messageId).current();
      // the others may all have gone meanwhile, and their watch with them
      this.watchedMessage(eventId, messageId).add(viewer, progress);
    } finally {
      this.forget(eventId, messageId);
    }
    if (this.isStopping) viewer.end();
    else this.beats ??= setInterval(() => this.beat(), BEAT_EVERY_MS).unref();
    return viewer;
  }

  private watchedMessage(eventId: string, messageId: string): WatchedMessage {
    const key = keyOf(eventId, messageId);
    const known = this.watched.get(key);
    if (known !== undefined) return known;
    const made = new WatchedMessage(
      {
        read: () => this.withoutRequest(() => this.progress.get(eventId, messageId)),
        stillLetIn: (actors) => this.withoutRequest(() => this.access.stillLetIn(eventId, PROGRESS_ACCESS, actors)),
        now: () => this.clock.now(),
        failed: (error) =>
          this.logger.warn({ messageId, reason: (error as Error).message }, 'live progress could not be read'),
      },
      () => this.forget(eventId, messageId),
    );
    this.watched.set(key, made);
    return made;
  }

  /** The request that happened to come first must not lend its entity manager to all that follow. */
  private withoutRequest<T>(work: () => Promise<T>): Promise<T> {
    return RequestContext.create(this.em, work);
  }

  /** Ends the watch of a message that nobody watches. */
  private forget(eventId: string, messageId: string): void {
    const key = keyOf(eventId, messageId);
    if (this.watched.get(key)?.size === 0) this.watched.delete(key);
    if (this.watched.size === 0) this.stopBeats();
  }

  private beat(): void {
    for (const watched of [...this.watched.values()]) watched.beat();
  }

  private stopBeats(): void {
    if (this.beats !== null) clearInterval(this.beats);
    this.beats = null;
  }
}

function keyOf(eventId: string, messageId: string): string {
  return `${eventId} ${messageId}`;
}
