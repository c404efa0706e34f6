import { randomBytes } from 'node:crypto';
import {
  type AuditAction,
  AuditLog,
  Clock,
  decodeCursor,
  NotFound,
  type Page,
  toPage,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type Actor, auditActorOf, type EventRole } from '../access/actor';
import { type ApiKeyScope, DEFAULT_SCOPES, scopesAboveCeiling } from '../domain/api-key-scopes';
import { hashOfToken, newSecretToken } from '../sign-in/secret-token';
import { type ApiKeyRow, ApiKeysRepository } from './api-keys.repository';

export interface ApiKeyInput {
  readonly name: string;
  readonly scopes?: readonly ApiKeyScope[];
  readonly roleCeiling?: EventRole;
  readonly expiresAt?: Date;
}

/** A key right after it was made; the secret is shown this once. */
export interface CreatedApiKey {
  readonly row: ApiKeyRow;
  readonly key: string;
}

/** Keys for programs of an organization. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<ApiKeyRow>> {
    const before = decodeCursor(cursor, ['uuid']);
    const rows = await this.keys.list(actor.organizationId, (before?.[0] as string | undefined) ?? null, limit + 1);
    return toPage(rows, limit, (row) => [row.id]);
  }

  /**
   * Makes a key: `bk_`, eight characters that stay visible in the list, and 256 random bits.
   *
   * @throws ValidationFailed when the scopes go beyond the role ceiling, or the end is past
   */
  async create(actor: Actor, input: ApiKeyInput): Promise<CreatedApiKey> {
    const { name, scopes = DEFAULT_SCOPES, roleCeiling = 'editor', expiresAt = null } = input;
    refuseUnsound(scopes, roleCeiling, expiresAt, this.clock.now());
    const prefix = `bk_${randomBytes(4).toString('hex')}`;
    const key = `${prefix}_${newSecretToken()}`;
    const { organizationId, id: createdBy } = actor;
    const row = await this.transactions.run(async () => {
      const facts = {
        organizationId,
        name,
        prefix,
        keyHash: hashOfToken(key),
        scopes: [...new Set(scopes)],
        roleCeiling,
      };
      const added = await this.keys.add({ ...facts, createdBy, expiresAt });
      await this.record(actor, 'api_key.created', added.id, { scopes: added.scopes, roleCeiling });
      return added;
    });
    return { row, key };
  }

  /** @throws NotFound when there is no such key */
  async revoke(actor: Actor, keyId: string): Promise<void> {
    await this.transactions.run(async () => {
      if (!(await this.keys.revoke(actor.organizationId, keyId))) throw new NotFound('This API key');
      await this.record(actor, 'api_key.revoked', keyId, {});
    });
  }

  private async record(
    actor: Actor,
    action: AuditAction,
    subjectId: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const { organizationId } = actor;
    await this.audit.record({
      organizationId,
      actor: auditActorOf(actor),
      action,
      subjectType: 'api_key',
      subjectId,
      detail,
    });
  }
}

function refuseUnsound(
  scopes: readonly ApiKeyScope[],
  roleCeiling: EventRole,
  expiresAt: Date | null,
  now: Date,
): void {
  const refused = scopesAboveCeiling(scopes, roleCeiling);
  if (refused.length > 0) {
    const message = `A key that acts as a viewer cannot have ${refused.join(', ')}. Choose roleCeiling editor, or leave these scopes out.`;
    throw ValidationFailed.at('scopes', 'ABOVE_ROLE_CEILING', message);
  }
  if (expiresAt !== null && expiresAt <= now) {
    throw ValidationFailed.at('expiresAt', 'IN_PAST', 'expiresAt is past. Choose a later instant, or leave it out.');
  }
}
