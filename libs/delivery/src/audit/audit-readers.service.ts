import { Injectable } from '@nestjs/common';
import { Forbidden } from '@beckon/core';
import type { Actor } from '@beckon/identity';
import { AuditReadersRepository } from './audit-readers.repository';
import { type AuditReader, auditReader } from './domain/audit-reader';

/** Finds out what somebody may read of the ledger. */
@Injectable()
export class AuditReadersService {
  constructor(private readonly readers: AuditReadersRepository) {}

  /** @throws Forbidden for an API key that may only do what a viewer may */
  async readerFor(actor: Actor): Promise<AuditReader> {
    const collaborations =
      actor.kind === 'user' ? await this.readers.listCollaborations(actor.id, actor.organizationId) : [];
    const reader = auditReader(actor, collaborations);
    if (reader === null)
      throw new Forbidden('This API key only looks as a viewer does. Make a key with the role editor or owner.');
    return reader;
  }
}
