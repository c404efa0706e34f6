import {
  type AuditActor,
  type AuditAction,
  AuditLog,
  decodeCursor,
  type Page,
  toPage,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import { type Actor, auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import type { SuppressionChannel, SuppressionClass, SuppressionReason } from './domain/suppression-rule';
import { readSuppressedAddress } from './suppression-address';
import type { Suppression } from './suppression.entity';
import {
  type InsertedSuppression,
  type LiftSelection,
  type NewSuppression,
  type SuppressionFilter,
  SuppressionsRepository,
} from './suppressions.repository';

/** What somebody asks for by hand; the address is as typed. */
export interface SuppressionRequest {
  readonly channel: SuppressionChannel;
  readonly address: string;
  readonly reason: SuppressionReason;
  readonly scope: 'organization' | 'event';
  readonly eventId?: string;
  readonly appliesTo: SuppressionClass;
  readonly note?: string;
}

/** Addresses that must not be written to: added by hand, by guests themselves, and by what providers report. */
@Injectable()
export class SuppressionsService {
  constructor(
    private readonly suppressions: SuppressionsRepository,
    private readonly audit: AuditLog,
    private readonly transactions: Transactions,
  ) {}

  async list(
    actor: Actor,
    filter: SuppressionFilter,
    cursor: string | undefined,
    limit: number,
  ): Promise<Page<Suppression>> {
    const key = decodeCursor(cursor, ['uuid']);
    const beforeId = key === null ? null : String(key[0]);
    const rows = await this.suppressions.list(actor.organizationId, filter, beforeId, limit + 1);
    return toPage(rows, limit, (row) => [row.id]);
  }

  /**
   * Suppresses an address by hand.
   *
   * @returns the suppression that stands now; `isNew` is false when it stood before
   * @throws ValidationFailed at `address` or `eventId`
   */
  async add(actor: Actor, request: SuppressionRequest): Promise<{ suppression: Suppression; isNew: boolean }> {
    const address = readSuppressedAddress(request.channel, request.address);
    const { organizationId } = actor;
    return this.transactions.run(async () => {
      const eventId = await this.eventOf(organizationId, request);
      const row = {
        ...request,
        ...address,
        organizationId,
        eventId,
        source: actor.kind === 'api_key' ? 'api_key' : 'person',
      };
      const { id, outcome } = await this.suppress(row, { ...auditActorOf(actor) }, actor.userId);
      return { suppression: await this.suppressions.get(organizationId, id), isNew: outcome === 'created' };
    });
  }

  /**
   * Suppresses an address. Harmless to repeat: an equal one that stands is kept (and widened if the new one stops more).
   * Runs in the caller's transaction, so that a receipt and its suppression stand or fall together.
   *
   * @param suppression with the normalised `addressKey`
   * @param actor who did it: a guest, a provider that reports it, a person
   * @param createdBy the user, if it was one
   */
  async suppress(
    suppression: NewSuppression,
    actor: AuditActor,
    createdBy: string | null = null,
  ): Promise<InsertedSuppression> {
    const inserted = await this.suppressions.insert(suppression, createdBy);
    if (inserted.outcome !== 'standing') {
      const { organizationId, channel, scope, eventId = null, appliesTo, reason, source } = suppression;
      const detail = { channel, scope, eventId, appliesTo, reason, source };
      await this.record(organizationId, actor, `suppression.${inserted.outcome}`, inserted.id, detail);
    }
    return inserted;
  }

  /**
   * Lifts a suppression; it stays in the list as history. Lifting a lifted one changes nothing.
   *
   * @throws NotFound
   */
  async lift(actor: Actor, id: string): Promise<Suppression> {
    return this.transactions.run(async () => {
      const { channel, scope, reason } = await this.suppressions.get(actor.organizationId, id);
      if (await this.suppressions.lift(id, actor.userId)) {
        await this.record(actor.organizationId, auditActorOf(actor), 'suppression.lifted', id, {
          channel,
          scope,
          reason,
        });
      }
      return this.suppressions.get(actor.organizationId, id);
    });
  }

  /**
   * Lifts every standing suppression of one reason for an address: what a guest's START does to their STOP. Other reasons stay.
   * Runs in the caller's transaction.
   *
   * @returns how many were lifted
   */
  async liftByReason(selection: LiftSelection, actor: AuditActor, liftedBy: string | null = null): Promise<number> {
    const ids = await this.suppressions.liftMatching(selection, liftedBy);
    const { channel, reason } = selection;
    for (const id of ids)
      await this.record(selection.organizationId, actor, 'suppression.lifted', id, { channel, reason });
    return ids.length;
  }

  private async eventOf(organizationId: string, { scope, eventId }: SuppressionRequest): Promise<string | null> {
    if (scope === 'organization') {
      if (eventId === undefined) return null;
      throw ValidationFailed.at(
        'eventId',
        'NOT_ALLOWED',
        'eventId goes with scope "event" only. Leave it out, or set the scope.',
      );
    }
    if (eventId === undefined || !(await this.suppressions.isEventOf(organizationId, eventId))) {
      throw ValidationFailed.at(
        'eventId',
        'UNKNOWN_EVENT',
        'eventId must be an event of your organization when the scope is "event".',
      );
    }
    return eventId;
  }

  private async record(
    organizationId: string,
    actor: AuditActor,
    action: AuditAction,
    id: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record({ organizationId, actor, action, subjectType: 'suppression', subjectId: id, detail });
  }
}
