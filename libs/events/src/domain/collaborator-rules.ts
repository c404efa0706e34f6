/** Would the event be without an owner if one collaborator got this role, or left (`null`)? */
export function leavesNoOwner(currentRole: string, nextRole: string | null, ownerCount: number): boolean {
  return currentRole === 'owner' && nextRole !== 'owner' && ownerCount <= 1;
}
