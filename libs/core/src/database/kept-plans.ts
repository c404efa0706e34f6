import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool, PoolClient } from 'pg';

const MARK = '/* kept plan */';

/**
 * Put first in a statement: each connection prepares it once under a name, so that PostgreSQL plans it a few times and not each
 * time. For the few statements that run hundreds of times a second and take longer to plan than to run. The texts must be few
 * and fixed: whatever differs from call to call is a parameter, but for a `limit`, whose value the plan hangs on.
 * The plan is the one for the table's size at that time, so nothing is kept while the table is nearly empty.
 */
export const keptPlan = sql.raw(MARK);

/** Sees to it that statements with the mark of `keptPlan` are prepared by name on every connection of this pool. */
export function keepPlans(pool: Pool): void {
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = `kept_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`;
    names.set(text, name);
    return name;
  };
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: readonly unknown[]) => unknown;
    const named = (first: unknown, ...rest: readonly unknown[]): unknown =>
      typeof first === 'string' && first.startsWith(MARK)
        ? query({ name: nameOf(first), text: first }, ...rest)
        : query(first, ...rest);
    client.query = named as PoolClient['query'];
  });
}
