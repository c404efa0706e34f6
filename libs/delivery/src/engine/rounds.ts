import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';

/** Ends a round that comes again and again; resolves when the one that runs is over. */
export type EndRound = () => Promise<void>;

/** Runs what has to happen again and again: never the same round twice at once, and a round that fails is followed by the next. */
@Injectable()
export class Rounds implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Rounds.name);
  private readonly ends: EndRound[] = [];

  constructor(
    private readonly em: EntityManager,
    private readonly scheduler: SchedulerRegistry,
  ) {}

  /** Starts a round now and then every `intervalMs`. @returns what ends it before everything ends */
  every(name: string, intervalMs: number, round: () => Promise<void>): EndRound {
    let running: Promise<void> | null = null;
    let isOver = false;
    const run = (): void => {
      if (running !== null || isOver) return;
      running = RequestContext.create(this.em, round)
        .catch((error: unknown) =>
          this.logger.error({ round: name, reason: (error as Error).message }, 'a round failed'),
        )
        .finally(() => (running = null));
    };
    this.scheduler.addInterval(name, setInterval(run, intervalMs));
    run();
    const end = async (): Promise<void> => {
      isOver = true;
      if (this.scheduler.doesExist('interval', name)) this.scheduler.deleteInterval(name);
      await running;
    };
    this.ends.push(end);
    return end;
  }

  /** No new rounds; those that run end first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
  }
}
