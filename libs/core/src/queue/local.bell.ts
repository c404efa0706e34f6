import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Bell, type RingOptions } from './bell';

/** A bell further away than this is not kept: the regular rounds find the message in time. */
const LONGEST_DELAY_MS = 60_000;

type Listener = (messageId: string, isUrgent: boolean) => Promise<void>;

/**
 * The bell without Redis: heard only within its own process. A worker listens to itself; what other processes ring
 * is found by the worker's rounds.
 */
@Injectable()
export class LocalBell extends Bell implements BeforeApplicationShutdown {
  private listener: Listener | null = null;
  private readonly waiting = { urgent: [] as string[], ordinary: [] as string[] };
  private readonly running = { urgent: 0, ordinary: 0 };
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly served = new Set<Promise<void>>();
  private atOnce = { urgent: 0, ordinary: 0 };

  ring(messageId: string, { delayMs = 0, urgent = false }: RingOptions = {}): Promise<void> {
    if (this.listener === null || delayMs > LONGEST_DELAY_MS) return Promise.resolve();
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const line = this.waiting[urgent ? 'urgent' : 'ordinary'];
      if (!line.includes(messageId)) line.push(messageId);
      this.serve();
    }, delayMs);
    this.timers.add(timer);
    return Promise.resolve();
  }

  check(): Promise<'in-process'> {
    return Promise.resolve('in-process');
  }

  /** @param atOnce how many bells of each kind are served at the same time */
  listen(listener: Listener, atOnce: { urgent: number; ordinary: number }): void {
    this.listener = listener;
    this.atOnce = atOnce;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.listener = null;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.served);
  }

  private serve(): void {
    for (const kind of ['urgent', 'ordinary'] as const) {
      while (this.listener !== null && this.running[kind] < this.atOnce[kind]) {
        const messageId = this.waiting[kind].shift();
        if (messageId === undefined) break;
        this.running[kind]++;
        const served = this.listener(messageId, kind === 'urgent').finally(() => {
          this.running[kind]--;
          this.served.delete(served);
          this.serve();
        });
        this.served.add(served);
      }
    }
  }
}
