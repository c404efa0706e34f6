import type { Actor, OrganizationRole } from '../access/actor';

/** What a route asks of an organization role: `member` = member or admin, `reader` = also support. */
export type OrganizationNeed = 'admin' | 'member' | 'reader';

/** What a route demands before its own checks begin. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed_in'; readonly apiKeyScope: string | null }
  | { readonly kind: 'organization'; readonly need: OrganizationNeed; readonly apiKeyScope: string | null };

export type AccessDecision = { readonly enter: true } | { readonly enter: false; readonly reason: string };

const rolesFor: Record<OrganizationNeed, readonly OrganizationRole[]> = {
  admin: ['admin'],
  member: ['admin', 'member'],
  reader: ['admin', 'member', 'support'],
};

const whoMay: Record<OrganizationNeed, string> = {
  admin: 'Only admins of your organization can do this. Ask one of them.',
  member: 'Support staff can look but not change anything. Ask a member or admin of your organization.',
  reader: 'Your role in the organization does not allow this.',
};

/**
 * May this actor use a route with this rule?
 * An API key needs the route's scope instead of an organization role: the admin who made it granted exactly that.
 */
export function decideAccess(rule: AccessRule, actor: Actor): AccessDecision {
  if (rule.kind === 'public') return { enter: true };
  if (actor.kind === 'api_key') return decideKey(rule.apiKeyScope, actor.scopes ?? []);
  if (rule.kind === 'signed_in' || rolesFor[rule.need].includes(actor.organizationRole)) return { enter: true };
  return { enter: false, reason: whoMay[rule.need] };
}

function decideKey(scope: string | null, granted: readonly string[]): AccessDecision {
  if (scope === null) return { enter: false, reason: 'API keys cannot be used here. Sign in as a person.' };
  if (granted.includes(scope)) return { enter: true };
  return { enter: false, reason: `This API key does not have the scope ${scope}. Make a key that has it.` };
}
