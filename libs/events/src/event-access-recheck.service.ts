import { type Actor, ActorsRepository } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { eventRoleOf, mayEnter } from './domain/event-access';
import { EventAccessRepository } from './event-access.repository';
import type { EventAccessRule } from './event-context';

/** Asks again about people who were let into an event and have not left: answers that go on need it. */
@Injectable()
export class EventAccessRecheck {
  constructor(
    private readonly actors: ActorsRepository,
    private readonly access: EventAccessRepository,
  ) {}

  /**
   * Who of these would be let in again now; at most three queries, however many they are. Whether an access token is over
   * is not asked here: `Actor.accessEndsAt` says it.
   */
  async stillLetIn(eventId: string, rule: EventAccessRule, actors: readonly Actor[]): Promise<Set<Actor>> {
    const standing = await this.actors.listStanding(actors);
    const people = [...standing.keys()].filter(({ kind }) => kind === 'user').map(({ id }) => id);
    const event = await this.access.findAll(eventId, [...new Set(people)]);
    if (event === null) return new Set();
    const letIn = [...standing].filter(([actor, now]) => {
      const role = eventRoleOf({
        actorKind: actor.kind,
        organizationRole: now.organizationRole,
        roleCeiling: now.roleCeiling,
        isOwnOrganization: event.organizationId === now.organizationId,
        collaboratorRole: actor.kind === 'user' ? (event.roles.get(actor.id) ?? null) : null,
      });
      return mayEnter(role, rule.needed, rule.support) === 'enter';
    });
    return new Set(letIn.map(([actor]) => actor));
  }
}
