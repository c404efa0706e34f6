import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';

/** Runs what has to happen again and again: never the same round twice at once, and a round that fails is followed by the next. */
@Injectable()
export class Rounds implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Rounds.name);
  private readonly running = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly em: EntityManager,
    private readonly scheduler: SchedulerRegistry,
  ) {}

  /** Starts a round now and then every `intervalMs`. */
  every(name: string, intervalMs: number, round: () => Promise<void>): void {
    let isBusy = false;
    const run = (): void => {
      if (isBusy || this.isStopping) return;
      isBusy = true;
      const running = RequestContext.create(this.em, round)
        .catch((error: unknown) =>
          this.logger.error({ round: name, reason: (error as Error).message }, 'a round failed'),
        )
        .finally(() => {
          isBusy = false;
          this.running.delete(running);
        });
      this.running.add(running);
    };
    this.scheduler.addInterval(name, setInterval(run, intervalMs));
    run();
  }

  /** No new rounds; those that run end first. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const name of this.scheduler.getIntervals()) this.scheduler.deleteInterval(name);
    await Promise.all(this.running);
  }
}
