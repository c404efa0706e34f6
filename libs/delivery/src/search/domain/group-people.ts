/** A guest as a search finds them. */
export interface Findable {
  readonly id: string;
  readonly name: string;
  readonly emailKey: string | null;
  readonly phone: string | null;
}

/**
 * Guests of several events who are one person: the same name at the same address. Two people who share an address stay two.
 *
 * @returns the groups in the order of their first member
 */
export function groupPeople<T extends Findable>(guests: readonly T[]): T[][] {
  const groups = Map.groupBy(guests, ({ id, name, emailKey, phone }) => {
    const address = emailKey ?? phone;
    return address === null ? id : `${name.trim().toLowerCase()} ${address}`;
  });
  return [...groups.values()];
}
