import {
  AlreadyExists,
  type AuditAction,
  AuditLog,
  decodeCursor,
  NotFound,
  type Page,
  toPage,
  Transactions,
} from '@beckon/core';
import { auditActorOf, readEmail, UsersRepository } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { type CollaboratorRow, CollaboratorsRepository, isLastOwnerRefusal } from './collaborators.repository';
import { leavesNoOwner } from './domain/collaborator-rules';
import type { NeededEventRole } from './domain/event-access';
import type { EventContext } from './event-context';
import { AccountNotFound, LastOwner } from './event.errors';
import { EventsRepository } from './events.repository';

/** Who works on an event. */
@Injectable()
export class CollaboratorsService {
  constructor(
    private readonly collaborators: CollaboratorsRepository,
    private readonly events: EventsRepository,
    private readonly users: UsersRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  async list({ eventId }: EventContext, cursor: string | undefined, limit: number): Promise<Page<CollaboratorRow>> {
    const after = decodeCursor(cursor, ['uuid']);
    const rows = await this.collaborators.list(eventId, (after?.[0] as string | undefined) ?? null, limit + 1);
    return toPage(rows, limit, (row) => [row.userId]);
  }

  /**
   * Lets somebody with an account, of any organization, work on the event.
   *
   * @throws AccountNotFound when nobody has an account with this address
   * @throws AlreadyExists when the person works on the event already
   */
  async add(context: EventContext, input: { email: string; role: NeededEventRole }): Promise<CollaboratorRow> {
    const { eventId, actor } = context;
    const { address } = readEmail(input.email);
    return this.transactions.run(async () => {
      const user = await this.users.findActiveByEmail(address);
      if (user === null) throw new AccountNotFound();
      if (!(await this.collaborators.add(eventId, user.id, input.role, actor.userId))) throw worksHereAlready();
      await this.record(context, 'collaborator.added', user.id, { role: input.role });
      return this.get(eventId, user.id);
    });
  }

  /**
   * @throws NotFound when the person does not work on the event
   * @throws LastOwner when no owner would be left
   */
  async changeRole(context: EventContext, userId: string, role: NeededEventRole): Promise<CollaboratorRow> {
    return this.keepingAnOwner(context, userId, role, async (before) => {
      await this.collaborators.setRole(context.eventId, userId, role);
      await this.record(context, 'collaborator.role_changed', userId, { from: before.role, to: role });
      return { ...before, role };
    });
  }

  /**
   * @throws NotFound when the person does not work on the event
   * @throws LastOwner when no owner would be left
   */
  async remove(context: EventContext, userId: string): Promise<void> {
    await this.keepingAnOwner(context, userId, null, async (before) => {
      await this.collaborators.remove(context.eventId, userId);
      await this.record(context, 'collaborator.removed', userId, { role: before.role });
    });
  }

  /** Changes of one event's owners come one after the other; the database has the last word when the transaction ends. */
  private async keepingAnOwner<T>(
    { eventId }: EventContext,
    userId: string,
    nextRole: NeededEventRole | null,
    change: (before: CollaboratorRow) => Promise<T>,
  ): Promise<T> {
    const work = async () => {
      await this.events.getForUpdate(eventId);
      const before = await this.get(eventId, userId);
      if (leavesNoOwner(before.role, nextRole, await this.collaborators.countOwners(eventId))) throw new LastOwner();
      return change(before);
    };
    return this.transactions.run(work).catch((error: unknown) => {
      throw isLastOwnerRefusal(error) ? new LastOwner() : error;
    });
  }

  private async get(eventId: string, userId: string): Promise<CollaboratorRow> {
    const collaborator = await this.collaborators.find(eventId, userId);
    if (collaborator === null) throw new NotFound('This collaborator');
    return collaborator;
  }

  private async record(
    context: EventContext,
    action: AuditAction,
    userId: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const { organizationId, actor, eventId } = context;
    const entry = { action, subjectType: 'event', subjectId: eventId, detail: { ...detail, userId } };
    await this.audit.record({ organizationId, actor: auditActorOf(actor), ...entry });
  }
}

function worksHereAlready(): AlreadyExists {
  const message = 'This person works on the event already. Change their role instead.';
  return new AlreadyExists(message, { errors: [{ path: 'email', code: 'ALREADY_EXISTS', message }] });
}
