import type { AuditActor } from '@beckon/core';

export const ORGANIZATION_ROLES = ['admin', 'member', 'support'] as const;
/** What somebody may do in their organization. */
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

export const EVENT_ROLES = ['viewer', 'editor', 'owner'] as const;
/** What somebody may do in one event; each role may do all that the ones before it may. */
export type EventRole = (typeof EVENT_ROLES)[number];

/** Who sent a request: a signed-in person or an API key. Read from the database on every request. */
export interface Actor {
  readonly kind: 'user' | 'api_key';
  /** Id of the user or of the API key. */
  readonly id: string;
  /** The person; for a key the admin who made it, in whose name new things are created. */
  readonly userId: string | null;
  readonly organizationId: string;
  /** An API key counts as a member; what it may do beyond that is in its scopes. */
  readonly organizationRole: OrganizationRole;
  /** Null for a person. */
  readonly scopes: readonly string[] | null;
  /** The role of an API key in every event of its organization; null for a person. */
  readonly roleCeiling: EventRole | null;
  /** Id of the sign-in this access token belongs to; null for an API key. */
  readonly sessionId: string | null;
  /** When the access token of this request is over; absent for an API key, whose end stands in the database. */
  readonly accessEndsAt?: Date;
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** The actor as the audit log names it. */
export function auditActorOf(actor: Actor): AuditActor {
  return { kind: actor.kind, id: actor.id, ip: actor.ip, requestId: actor.requestId };
}
