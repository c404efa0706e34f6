export const EVENT_ROLE_ORDER = ['viewer', 'editor', 'owner'] as const;
/** A collaborator's role; each may do all that the ones before it may. */
export type NeededEventRole = (typeof EVENT_ROLE_ORDER)[number];

/** The role somebody has in an event; `support` reads where a route lets support read. */
export type EventAccessRole = NeededEventRole | 'support';

export type EventEntry = 'enter' | 'forbidden' | 'not_found';

/**
 * May somebody with this role use a route that needs that role?
 *
 * @param role what they have in this event; null: nothing, then the event does not exist for them
 * @param supportMayRead true where the route is open for support staff of the event's organization
 */
export function mayEnter(role: EventAccessRole | null, needed: NeededEventRole, supportMayRead = false): EventEntry {
  if (role === null) return 'not_found';
  if (role === 'support') return supportMayRead ? 'enter' : 'not_found';
  return EVENT_ROLE_ORDER.indexOf(role) >= EVENT_ROLE_ORDER.indexOf(needed) ? 'enter' : 'forbidden';
}

/** What the database says about an actor and an event. */
export interface EventAccessFacts {
  readonly actorKind: 'user' | 'api_key';
  readonly organizationRole: 'admin' | 'member' | 'support';
  readonly roleCeiling: NeededEventRole | null;
  /** True when the event belongs to the actor's organization. */
  readonly isOwnOrganization: boolean;
  /** The person's collaborator row, if there is one. */
  readonly collaboratorRole: NeededEventRole | null;
}

/**
 * The role that follows: a person has the role of the collaborator row, or reads as support of the organization; an API key
 * has its ceiling in every event of its organization. An admin without a row has none.
 */
export function eventRoleOf(facts: EventAccessFacts): EventAccessRole | null {
  if (facts.actorKind === 'api_key') return facts.isOwnOrganization ? facts.roleCeiling : null;
  if (facts.collaboratorRole !== null) return facts.collaboratorRole;
  return facts.organizationRole === 'support' && facts.isOwnOrganization ? 'support' : null;
}
