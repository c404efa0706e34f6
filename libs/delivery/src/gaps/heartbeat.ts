import { randomUUID } from 'node:crypto';
import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Channels } from '../channels/channels';
import { type EndRound, Rounds } from '../engine/rounds';
import { HeartbeatsRepository } from './heartbeats.repository';

const BEAT_EVERY_MS = 10_000;

/** This worker says every ten seconds that it is there and what it sends through. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Heartbeat.name);
  private readonly workerId = randomUUID();
  private endBeating: EndRound = () => Promise.resolve();

  constructor(
    private readonly em: EntityManager,
    private readonly rounds: Rounds,
    private readonly channels: Channels,
    private readonly heartbeats: HeartbeatsRepository,
  ) {}

  onApplicationBootstrap(): void {
    const providers = {
      email: this.channels.get('email').provider,
      sms: this.channels.get('sms').provider,
      whatsapp: this.channels.get('whatsapp').provider,
    };
    this.endBeating = this.rounds.every('heartbeat', BEAT_EVERY_MS, () =>
      this.heartbeats.beat(this.workerId, providers),
    );
  }

  /** A worker that stops is no longer there; one that cannot say so is missed after a while. */
  async beforeApplicationShutdown(): Promise<void> {
    // a beat that ended after the goodbye would leave a worker that nobody could tell from a living one
    await this.endBeating();
    try {
      await RequestContext.create(this.em, () => this.heartbeats.remove(this.workerId));
    } catch (error) {
      this.logger.debug({ reason: (error as Error).message }, 'the stop was not noted');
    }
  }
}
