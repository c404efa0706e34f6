import { createHash } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '@beckon/core';
import { renderContent } from '@beckon/templates';
import { type Channel, type ChannelName, type Outcome, type Outgoing } from '../channels/channel';
import { afterOutcome, type Verdict } from '../domain/after-outcome';
import { batchOf } from '../domain/batch';
import { Breakers } from './breakers.service';
import { GuardRails } from './guard-rails.service';
import { guestLinks } from './guest-links';
import { type Intent, IntentsRepository } from './intents.repository';
import { renderTemplate } from './claimed-template';
import { OutcomesRepository } from './outcomes.repository';
import { Recorder } from './recorder';
import type { RunningMessage } from './running-message';
import { Wire } from './wire';

/** The lease outlives an attempt by a wide margin: the reaper must never meet a send that is still alive. */
const LEASES_PER_TIMEOUT = 3.2;
/** One intent statement per this share of the connections: fewer statements, and no connection waits long. */
const BATCH_SHARE = 0.5;
/** A recorder this far behind means PostgreSQL is in trouble: take no more until it has caught up. */
const MAX_BACKLOG = 1000;

/** Rows that are due and not free are with somebody else, for the moment of a statement. */
const LOCKED_ROWS_WAIT_MS = 100;
/** Drains that wait for the first few of a big message look this often. */
const CANARY_LOOK_MS = 500;

/** Nothing is sent: under this delivery's key another content may have gone out, and a second key would be a second message. */
const CONTENT_CHANGED: Outcome = {
  kind: 'unclear',
  code: 'CONTENT_CHANGED',
  error: 'What would be sent now differs from what may have left before.',
  contentChanged: true,
};

/** What may go on the wire now; `heldForMs` when nothing may. */
interface Taken {
  readonly intents: readonly Intent[];
  readonly examined: number;
  readonly claimedAt: number;
  readonly heldForMs: number;
}

/** Sends the deliveries of running messages: intent, render, wire, record. */
@Injectable()
export class DispatchService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DispatchService.name);
  private readonly wires = new Map<ChannelName, Wire>();
  private readonly timeoutMs: number;
  private readonly linkSecret: string;
  private isStopping = false;
  private handedOver = 0;
  private givenBack = 0;
  private unknown = 0;

  constructor(
    config: Config,
    private readonly intents: IntentsRepository,
    private readonly outcomes: OutcomesRepository,
    private readonly recorder: Recorder,
    private readonly breakers: Breakers,
    private readonly guardRails: GuardRails,
  ) {
    this.timeoutMs = config.sendTimeoutSeconds * 1000;
    this.linkSecret = config.linkSecret;
  }

  /**
   * Sends what is due of one message until nothing is left, the slice is over or the process stops.
   *
   * @param sliceMs how long to go on before giving other messages a turn
   * @returns when everything this call put on the wire has ended and is recorded: how long nothing more may leave
   *   (the provider takes nothing, or others have the first few of a big message), in milliseconds; 0 when it may
   */
  async drain(message: RunningMessage, sliceMs: number): Promise<number> {
    const wire = this.wireOf(message.channel);
    const until = performance.now() + sliceMs;
    const wanted = batchOf(message.channel.capacity * BATCH_SHARE);
    const sends = new Set<Promise<void>>();
    let heldForMs = 0;
    while (!this.isStopping && performance.now() < until) {
      await wire.whenFree(wanted, message.isUrgent);
      if (this.recorder.backlog > MAX_BACKLOG) await this.recorder.flushed();
      const free = wire.free(message.isUrgent);
      if (free === 0) continue;
      const limit = batchOf(free);
      // reserved before the statement runs, so that two drains of one process never take more than there is
      for (let i = 0; i < limit; i++) wire.start();
      const taken = await this.take(message, limit).catch((error: unknown) => {
        for (let i = 0; i < limit; i++) wire.end();
        throw error;
      });
      for (let i = taken.intents.length; i < limit; i++) wire.end();
      for (const intent of taken.intents) {
        const send = this.send(message, intent, taken.claimedAt).finally(() => {
          wire.end();
          sends.delete(send);
        });
        sends.add(send);
      }
      heldForMs = taken.heldForMs;
      if (taken.examined === 0) {
        heldForMs = Math.max(heldForMs, LOCKED_ROWS_WAIT_MS);
        break;
      }
    }
    await Promise.all(sends);
    await Promise.all([this.recorder.flushed(), this.breakers.flushed()]);
    await this.guardRails.report(message);
    // the first few may be with other workers still: the one that ends last goes on at once, the others look again
    const isWaiting = message.guard === 'canary' && (await this.guardRails.judgeCanary(message.id)) === 'waiting';
    return isWaiting ? Math.max(heldForMs, CANARY_LOOK_MS) : heldForMs;
  }

  /** A clean stop: no new intents; what is on the wire ends, is recorded, and only then the process goes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    while ([...this.wires.values()].some((wire) => wire.busy > 0))
      await new Promise((resume) => setTimeout(resume, 20));
    await Promise.all([this.recorder.flushed(), this.breakers.flushed()]);
    const { handedOver, givenBack: returned, unknown } = this;
    this.logger.log(
      { handedOver, returned, unknown },
      `stopped: handed over ${handedOver}, returned ${returned}, unknown ${unknown}`,
    );
  }

  private wireOf(channel: Channel): Wire {
    const wire = this.wires.get(channel.channel) ?? new Wire(channel.capacity);
    this.wires.set(channel.channel, wire);
    return wire;
  }

  /** Writes intents for as many as free connections, the rate limit and the breaker let through. */
  private async take(message: RunningMessage, free: number): Promise<Taken> {
    const { provider, isKeyed, breaker = provider } = message.channel;
    const nothing = { intents: [], examined: 0, claimedAt: 0 };
    const room = message.channel.room?.() ?? { sends: Infinity, againInMs: 0 };
    if (room.sends === 0) return { ...nothing, heldForMs: room.againInMs };
    const pass = await this.breakers.ask(breaker);
    if (pass.sends === 0) return { ...nothing, heldForMs: pass.againInMs };
    const claimedAt = performance.now();
    const { intents, examined } = await this.intents.claim({
      messageId: message.id,
      provider,
      isKeyed,
      limit: batchOf(Math.min(free, room.sends, pass.sends)),
      leaseMs: this.timeoutMs * LEASES_PER_TIMEOUT,
      expiresAt: message.expiresAt,
      isBroadcast: message.isBroadcast,
      isCanary: message.guard === 'canary',
      isBig: message.isBig,
    });
    if (pass.isTry && intents.length === 0) await this.breakers.giveTryBack(breaker);
    return { intents, examined, claimedAt, heldForMs: 0 };
  }

  private async send(message: RunningMessage, intent: Intent, claimedAt: number): Promise<void> {
    // an intent that got old while this process was frozen may belong to somebody else by now
    if (performance.now() - claimedAt > this.timeoutMs) {
      this.givenBack += await this.outcomes.giveBack([intent]);
      return;
    }
    const outgoing = this.render(message, intent);
    const payloadHash = hashOf(outgoing);
    // what may have left once is repeated as it was, or not at all
    const isChanged = intent.mayHaveLeft && intent.payloadHash?.equals(payloadHash) === false;
    const outcome = isChanged ? CONTENT_CHANGED : await this.attempt(message.channel, outgoing);
    if (outcome.kind === 'accepted') this.handedOver++;
    this.breakers.note(message.channel.breaker ?? message.channel.provider, outcome);
    this.guardRails.note(message, this.record(message.channel, intent, outcome, payloadHash));
  }

  private render(message: RunningMessage, intent: Intent): Outgoing {
    const links = guestLinks(message, intent, this.linkSecret);
    const values = { ...intent.mergeValues, ...links.values };
    const { subject, text, html } = renderContent(message.content, values);
    return {
      deliveryId: intent.id,
      to: intent.recipient,
      subject,
      text,
      html,
      unsubscribeUrl: links.unsubscribeUrl,
      envelope: message.envelope,
      ...(message.template !== null && { template: renderTemplate(message.template, values) }),
    };
  }

  private async attempt(channel: Channel, outgoing: Outgoing): Promise<Outcome> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error(`no answer within ${this.timeoutMs} ms`)), this.timeoutMs);
    try {
      return await channel.send(outgoing, abort.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns what the ledger will say */
  private record(channel: Channel, intent: Intent, outcome: Outcome, payloadHash: Buffer): Verdict {
    const verdict = afterOutcome(outcome, {
      attempts: intent.attempts,
      isKeyed: channel.isKeyed,
      ageMs: intent.ageMs,
      mayHaveLeft: intent.mayHaveLeft,
      random: Math.random(),
    });
    if (verdict.status === 'unknown') this.unknown++;
    const trouble = outcome.kind === 'accepted' ? null : outcome;
    this.recorder.add({
      deliveryId: intent.id,
      fence: intent.fence,
      attempt: intent.attempts,
      status: verdict.status,
      provider: channel.provider,
      providerMessageId: outcome.kind === 'accepted' ? outcome.providerMessageId : null,
      payloadHash,
      outcome: outcome.kind,
      errorCode: trouble?.code ?? null,
      error: trouble?.error ?? null,
      retryInMs: verdict.status === 'pending' ? verdict.retryInMs : null,
      reason: verdict.status === 'unknown' ? verdict.reason : null,
      isUncounted: verdict.status === 'pending' && verdict.isUncounted,
      suppress: outcome.kind === 'refused' ? outcome.suppress : false,
    });
    return verdict;
  }
}

/** What was sent, as one number: a later attempt that differs would be a second message. */
function hashOf({ to, subject, text, html, unsubscribeUrl, envelope, template }: Outgoing): Buffer {
  const facts = [to, subject, unsubscribeUrl, envelope, text.length, ...(template === undefined ? [] : [template])];
  const hash = createHash('sha256').update(JSON.stringify(facts));
  return hash
    .update(text)
    .update(html ?? '')
    .digest();
}
