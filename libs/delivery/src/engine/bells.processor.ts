import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { InjectQueue } from '@nestjs/bull';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queue } from 'bull';
import { type BellJob, DISPATCH_QUEUE, URGENT_QUEUE } from '@beckon/core';
import { ErrandsService } from './errands.service';

const CONCURRENCY = 2;
const URGENT_CONCURRENCY = 3;
const LONGEST_PAUSE_MS = 22_000;

/** Hears the bells. Opened after everything else is up, so that the first job finds a whole process. */
@Injectable()
export class BellsProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @InjectQueue(DISPATCH_QUEUE) private readonly dispatch: Queue<BellJob>,
    @InjectQueue(URGENT_QUEUE) private readonly urgent: Queue<BellJob>,
    private readonly em: EntityManager,
    private readonly errands: ErrandsService,
  ) {}

  onApplicationBootstrap(): void {
    this.listen(this.dispatch, CONCURRENCY, false);
    this.listen(this.urgent, URGENT_CONCURRENCY, true);
  }

  /** No new jobs, and the running ones end first: they see for themselves that the process stops. A dead Redis holds nobody up. */
  async beforeApplicationShutdown(): Promise<void> {
    const paused = Promise.all([this.dispatch, this.urgent].map((queue) => queue.pause(true).catch(() => undefined)));
    await Promise.race([paused, new Promise((resolve) => setTimeout(resolve, LONGEST_PAUSE_MS).unref())]);
  }

  private listen(queue: Queue<BellJob>, concurrency: number, isUrgent: boolean): void {
    void queue.process(concurrency, ({ data }) =>
      RequestContext.create(this.em, () => this.errands.serveAndRing(data.messageId, isUrgent)),
    );
  }
}
