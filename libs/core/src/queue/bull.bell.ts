import { Injectable, Logger } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bull';
import type { Queue } from 'bull';
import { within } from '../process/within';
import { Bell, type BellJob, type RingOptions } from './bell';
import { DISPATCH_QUEUE, URGENT_QUEUE } from './queues';

/** Longer than a healthy Redis ever takes, short enough that nobody notices a dead one. */
const RING_TIMEOUT_MS = 500;

@Injectable()
export class BullBell extends Bell {
  private readonly logger = new Logger(BullBell.name);

  constructor(
    @InjectQueue(DISPATCH_QUEUE) private readonly dispatch: Queue<BellJob>,
    @InjectQueue(URGENT_QUEUE) private readonly urgent: Queue<BellJob>,
  ) {
    super();
    for (const queue of [dispatch, urgent]) {
      queue.on('error', (error: Error) =>
        this.logger.warn({ queue: queue.name, reason: error.message }, 'queue trouble'),
      );
    }
  }

  async ring(messageId: string, { delayMs = 0, urgent = false }: RingOptions = {}): Promise<void> {
    const queue = urgent ? this.urgent : this.dispatch;
    const added = queue
      .add(
        { messageId },
        { delay: Math.max(0, Math.round(delayMs)), attempts: 1, removeOnComplete: true, removeOnFail: true },
      )
      .then(() => true)
      .catch((error: unknown) => {
        this.logger.warn(
          { messageId, reason: (error as Error).message },
          'bell not rung; the sweeper will find the message',
        );
        return true;
      });
    if (!(await within(added, RING_TIMEOUT_MS, false))) {
      this.logger.warn({ messageId }, 'Redis does not answer; the sweeper will find the message');
    }
  }

  async check(): Promise<'redis' | 'down'> {
    const pong = this.dispatch.client.ping().then(
      () => 'redis' as const,
      () => 'down' as const,
    );
    return within(pong, RING_TIMEOUT_MS, 'down');
  }
}
