const DAY = 24 * 60 * 60_000;

/** How long an invitation can be accepted. */
const INVITATION_MS = 7 * DAY;

/** When an invitation made now ends. */
export function invitationEnd(now: Date): Date {
  return new Date(now.getTime() + INVITATION_MS);
}

/** The address that accepts an invitation. The token is behind the #, which browsers never send to a server. */
export function acceptUrl(publicBaseUrl: string, token: string): string {
  return `${publicBaseUrl}/accept-invitation#token=${token}`;
}

/** Would the organization be without an admin if one member got this role, or left (`null`)? */
export function leavesNoAdmin(currentRole: string, nextRole: string | null, adminCount: number): boolean {
  return currentRole === 'admin' && nextRole !== 'admin' && adminCount <= 1;
}
