import type { RegistrationMode } from '@beckon/core';

export type RegistrationDecision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/**
 * May somebody make an account and an organization by themselves?
 * `invite`: only the very first one; everybody else joins by an invitation. `closed`: nobody.
 */
export function decideRegistration(mode: RegistrationMode, anybodyExists: boolean): RegistrationDecision {
  if (mode === 'open' || (mode === 'invite' && !anybodyExists)) return { allowed: true };
  const reason =
    mode === 'invite'
      ? 'New accounts need an invitation here. Ask an admin of your organization for one.'
      : 'This installation takes no new accounts. Ask whoever runs it.';
  return { allowed: false, reason };
}

/** May somebody with an invitation make a new account? Only where accounts are not closed altogether. */
export function decideNewMember(mode: RegistrationMode): RegistrationDecision {
  return mode === 'closed' ? decideRegistration(mode, true) : { allowed: true };
}
