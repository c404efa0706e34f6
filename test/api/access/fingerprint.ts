import type { TestDatabase } from '../../harness';

/**
 * What the database holds, table by table: how many rows, and a sum over the contents of all of them. When a key was used
 * and how often somebody guessed are no contents.
 */
export async function fingerprint({ pool }: TestDatabase): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('migration', 'sign_in_throttle')`,
  );
  const { rows } = await pool.query<{ name: string; seen: string }>(
    tables
      .map(
        ({ name }) => `select '${name}' as name,
          count(*) || ' rows, ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'last_used_at')::text, 0)), 0) as seen from ${name} t`,
      )
      .join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, seen }) => [name, seen]));
}
