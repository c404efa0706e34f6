import { Migration } from '@mikro-orm/migrations';

/** One row per provider that ever failed as a whole: all workers stop for it, and try again, together. */
export class Migration20261122000001ProviderBreaker extends Migration {
  override up(): void {
    this.addSql(`create table provider_breakers (
      provider text primary key,
      state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
      -- in a row, over all processes
      failures integer not null default 0,
      openings integer not null default 0,
      opened_at timestamptz,
      half_open_at timestamptz,
      -- open: nothing goes before; half open: until then the process that tries has it to itself
      wait_until timestamptz,
      updated_at timestamptz not null default clock_timestamp()
    )`);
  }

  override down(): void {
    this.addSql('drop table provider_breakers');
  }
}
