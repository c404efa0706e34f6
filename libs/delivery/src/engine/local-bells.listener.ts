import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LocalBell } from '@beckon/core';
import { ErrandsService } from './errands.service';

/** Hears the bells of this process where there is no Redis. */
@Injectable()
export class LocalBellsListener implements OnApplicationBootstrap {
  private readonly logger = new Logger(LocalBellsListener.name);

  constructor(
    private readonly bell: LocalBell,
    private readonly em: EntityManager,
    private readonly errands: ErrandsService,
  ) {}

  onApplicationBootstrap(): void {
    const serve = (messageId: string, isUrgent: boolean): Promise<void> =>
      RequestContext.create(this.em, () => this.errands.serveAndRing(messageId, isUrgent)).catch((error: unknown) =>
        this.logger.error(
          { messageId, reason: (error as Error).message },
          'a bell was not served; the sweeper rings again',
        ),
      );
    this.bell.listen(serve, { urgent: 3, ordinary: 2 });
  }
}
