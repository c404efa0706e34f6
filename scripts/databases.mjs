// Databases on a private PostgreSQL.

/** Runs `work(client)` on one connection of the server. */
export async function withConnection(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the server going away is reported by the query that needs it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** Makes the database unless it is there; true when it was made now. */
export const ensureDatabase = (server, name) =>
  withConnection(server.url('postgres'), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${quoted(name)}`);
    return rowCount === 0;
  });

/**
 * The migrated database that tests copy theirs from. `stamp` says what it was made from: with the same stamp an existing one is
 * used again; otherwise it is made anew by `migrate(url)`. True when it was made.
 */
export const prepareTemplate = (server, name, stamp, migrate) =>
  withConnection(server.url('postgres'), async (client) => {
    const { rows } = await client.query(
      "select shobj_description(oid, 'pg_database') as stamp from pg_database where datname = $1",
      [name],
    );
    if (rows[0]?.stamp === stamp) return false;
    await client.query(`drop database if exists ${quoted(name)} with (force)`);
    await client.query(`create database ${quoted(name)}`);
    await migrate(server.url(name));
    await client.query(`comment on database ${quoted(name)} is '${stamp.replaceAll("'", "''")}'`);
    return true;
  });

/** Drops every database whose name starts with `prefix`, except those in `keep`. */
export const dropDatabases = (server, prefix, keep = []) =>
  withConnection(server.url('postgres'), async (client) => {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix]);
    for (const { datname } of rows)
      if (!keep.includes(datname)) await client.query(`drop database ${quoted(datname)} with (force)`);
  });
