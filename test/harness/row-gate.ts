import { Pool, type PoolClient } from 'pg';
import type { TestDatabase } from './database';
import { until } from './wait';

const KEY_SPACE = 7104;

/**
 * Holds up what others do to one message: with `holdRow` nobody can lock it, with `holdWrites` one can lock it, look at it and
 * decide, and stops before the first write. Whoever comes meanwhile meets a transaction in its middle.
 */
export class RowGates {
  private constructor(private readonly pool: Pool) {}

  /** Puts a trigger on the messages of a test's own database. */
  static async open(database: TestDatabase): Promise<RowGates> {
    await database.pool.query(`
      create function wait_at_gate() returns trigger language plpgsql as $$
        begin
          perform pg_advisory_xact_lock_shared(${KEY_SPACE}, hashtext(old.id::text));
          return new;
        end $$;
      create trigger wait_at_gate before update on messages for each row execute function wait_at_gate()`);
    const pool = new Pool({ connectionString: database.url, max: 6 });
    // dropping the database may cut a connection that is just saying goodbye
    pool.on('error', () => undefined);
    return new RowGates(pool);
  }

  async holdRow(messageId: string): Promise<Gate> {
    return this.hold(`select 1 from messages where id = $1 for update`, messageId);
  }

  async holdWrites(messageId: string): Promise<Gate> {
    return this.hold(`select pg_advisory_xact_lock(${KEY_SPACE}, hashtext($1::uuid::text))`, messageId);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async hold(statement: string, messageId: string): Promise<Gate> {
    const client = await this.pool.connect();
    await client.query('begin');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await client.query(statement, [messageId]);
    return new Gate(this.pool, client, rows[0]!.pid);
  }
}

/** One message, held up until it is released. */
export class Gate {
  constructor(
    private readonly pool: Pool,
    private readonly client: PoolClient,
    private readonly pid: number,
  ) {}

  /**
   * Waits until so many transactions stand before the gate or behind one that does, or until `isOver` or the time is.
   *
   * @returns whether they do
   */
  async heldUp(count: number, isOver: () => boolean, limitMs: number): Promise<boolean> {
    const end = Date.now() + limitMs;
    return until('somebody at the gate', async () => {
      const { rows } = await this.pool.query<{ waiting: number }>(
        `with recursive waiting(pid) as (
           select $1::int
           union
           select a.pid from waiting w join pg_stat_activity a on a.datname = current_database() and a.wait_event_type = 'Lock'
             and w.pid = any (pg_blocking_pids(a.pid)))
         select count(*)::int - 1 as waiting from waiting`,
        [this.pid],
      );
      if (rows[0]!.waiting >= count) return { isHeld: true };
      return isOver() || Date.now() > end ? { isHeld: false } : null;
    }).then(({ isHeld }) => isHeld);
  }

  async release(): Promise<void> {
    await this.client.query('commit');
    this.client.release();
  }
}
