/** What an API key can be good for. A key never opens sign-in, key, member or collaborator routes: no scope exists for them. */
export const API_KEY_SCOPES = [
  'events:read',
  'events:write',
  'guests:read',
  'guests:write',
  'messages:read',
  'messages:write',
  'deliveries:read',
  'templates:read',
  'templates:write',
  'schedules:read',
  'schedules:write',
  'suppressions:read',
  'suppressions:write',
  'inbound:write',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** A key made without naming scopes can look at everything and change nothing. */
export const DEFAULT_SCOPES: readonly ApiKeyScope[] = API_KEY_SCOPES.filter((scope) => scope.endsWith(':read'));

/**
 * The scopes that make no sense for a ceiling: a key that acts as a viewer cannot change anything.
 *
 * @returns the scopes to refuse; empty when the key is sound
 */
export function scopesAboveCeiling(
  scopes: readonly ApiKeyScope[],
  roleCeiling: 'viewer' | 'editor' | 'owner',
): ApiKeyScope[] {
  return roleCeiling === 'viewer' ? scopes.filter((scope) => scope.endsWith(':write')) : [];
}
