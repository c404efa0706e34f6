import { Injectable, Logger } from '@nestjs/common';
import { Bell } from '@beckon/core';
import { effectiveExpiry } from '@beckon/messaging';
import { compileFrozen, type CompiledContent } from '@beckon/templates';
import { Channels } from '../channels/channels';
import { URGENT_UP_TO } from '../domain/bells';
import { GUARDED_FROM } from '../domain/guard-rails';
import type { ClaimedContent } from './claimed-content';
import { type CompiledTemplate, compileTemplate } from './claimed-template';
import { ClaimsRepository, type RunningRow } from './claims.repository';
import { ClaimsService } from './claims.service';
import { DispatchService } from './dispatch.service';
import { FinishingRepository } from './finishing.repository';
import type { RunningMessage } from './running-message';

/** A drain gives other messages a turn after this time. */
const SLICE_MS = 2000;
/** Compiled texts kept per process; a message is drained many times with the same one. */
const KEPT_CONTENTS = 50;
/** While a provider takes nothing a message is looked at this often: quicker than the sweeper, so that it rings for nobody twice. */
const LONGEST_HOLD_MS = 3000;
/** A due message that somebody else holds just now is looked at again after this time: who holds it may do so for long. */
const LOCKED_WAIT_MS = 250;
/** A test message that could not leave within this time is of no use any more. */
const TEST_LASTS_MS = 3_600_000;

interface Compiled {
  readonly content: CompiledContent;
  readonly template: CompiledTemplate | null;
  readonly claimed: ClaimedContent;
}

/** Does whatever one message needs now: claim it, drain it, cancel the rest, finish it. */
@Injectable()
export class ErrandsService {
  private readonly logger = new Logger(ErrandsService.name);
  private readonly compiled = new Map<string, Compiled>();

  constructor(
    private readonly claims: ClaimsService,
    private readonly claimsRepository: ClaimsRepository,
    private readonly dispatch: DispatchService,
    private readonly finishing: FinishingRepository,
    private readonly channels: Channels,
    private readonly bell: Bell,
  ) {}

  /**
   * Serves a bell. Nothing in it is believed: PostgreSQL says what the message needs. Safe to call at any time,
   * any number of times, from any number of processes.
   *
   * @returns when to come again, in milliseconds; null when there is nothing more to come for
   */
  async serve(messageId: string): Promise<number | null> {
    await this.claims.claim(messageId);
    const row = await this.claimsRepository.findRunning(messageId);
    let heldForMs = 0;
    if (row !== null) {
      await this.finishing.noteServed(messageId);
      heldForMs = await this.dispatch.drain(this.runningMessage(row), SLICE_MS);
    }
    await this.finishing.cancelPending(messageId);
    if (await this.end(messageId)) return null;
    const dueInMs = await this.finishing.nextDueInMs(messageId);
    if (dueInMs !== null) return Math.max(dueInMs, Math.min(heldForMs, LONGEST_HOLD_MS));
    const plannedInMs = await this.claimsRepository.dueInMs(messageId);
    // due, and yet it was not claimed: somebody has it
    if (plannedInMs !== null) return plannedInMs > 0 ? plannedInMs : LOCKED_WAIT_MS;
    // it may have been paused while its last rows were on the wire: then nobody has anything to resume
    if (await this.finishing.resumeWhatIsOver(messageId)) await this.end(messageId);
    return null;
  }

  /** Serves a bell and rings again if there is more to do. */
  async serveAndRing(messageId: string, isUrgent: boolean): Promise<void> {
    const againInMs = await this.serve(messageId);
    if (againInMs !== null) await this.bell.ring(messageId, { delayMs: againInMs, urgent: isUrgent });
  }

  /** @returns whether the message is over because of this call */
  private async end(messageId: string): Promise<boolean> {
    const status = await this.finishing.finish(messageId);
    if (status !== null) this.logger.log({ messageId, status }, 'message ended');
    return status !== null;
  }

  private runningMessage(row: RunningRow): RunningMessage {
    const { content, template, claimed } = this.contentOf(row);
    const isTest = row.kind === 'test';
    const sendAt = dateOf(row.send_at);
    return {
      id: row.id,
      eventId: row.event_id,
      channel: this.channels.get(row.channel),
      content,
      template,
      envelope: claimed.envelope,
      linkBase: claimed.content.linkBase,
      isBroadcast: claimed.isBroadcast,
      guard: row.guard,
      isUrgent:
        isTest ||
        (row.kind.startsWith('notice_') && row.kind !== 'notice_invitation') ||
        (row.total ?? 0) <= URGENT_UP_TO,
      isBig: (row.total ?? 0) > GUARDED_FROM,
      expiresAt: isTest
        ? testExpiry(sendAt)
        : effectiveExpiry({ expiresAt: dateOf(row.expires_at), sendAt }, new Date(row.starts_at)),
    };
  }

  private contentOf(row: RunningRow): Compiled {
    const known = this.compiled.get(row.content_version_id);
    if (known !== undefined) return known;
    const claimed = row.content as ClaimedContent;
    const fresh = { content: compileFrozen(claimed.content), template: compileTemplate(claimed), claimed };
    if (this.compiled.size >= KEPT_CONTENTS) this.compiled.delete(this.compiled.keys().next().value!);
    this.compiled.set(row.content_version_id, fresh);
    return fresh;
  }
}

function testExpiry(sendAt: Date | null): Date | null {
  return sendAt === null ? null : new Date(sendAt.getTime() + TEST_LASTS_MS);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
