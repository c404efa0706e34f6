import { Migration } from '@mikro-orm/migrations';

/** One row per running worker, written every few seconds: who is there to send, and through what. */
export class Migration20261122000009WorkerHeartbeats extends Migration {
  override up(): void {
    this.addSql(`create table worker_heartbeats (
      worker_id uuid primary key,
      -- channel -> provider: {"email": "smtp", "sms": "log", ...}
      providers jsonb not null,
      started_at timestamptz not null default clock_timestamp(),
      seen_at timestamptz not null default clock_timestamp()
    )`);
  }

  override down(): void {
    this.addSql('drop table worker_heartbeats');
  }
}
