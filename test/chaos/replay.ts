import type { Deployment } from './deployment';
import { pause } from './doubles/provider-double';

const SAMPLE = 200;
const PATIENCE_MS = 30_000;

const TABLE = `select id, status, reason, error_code, error from deliveries
                where id in (select delivery_id from chaos_replayed) order by id`;

/**
 * I7: forgets what the receipts of some deliveries said and lets the workers apply the stored ones again in another order.
 *
 * @returns what differs afterwards; the witness's history is of no use from then on
 */
export async function replayReceipts(deployment: Deployment): Promise<string[]> {
  await deployment.rows(
    `create table chaos_replayed as
       select delivery_id from provider_receipts where applied_at is not null and delivery_id is not null
        group by delivery_id order by count(*) desc, delivery_id limit ${SAMPLE}`,
  );
  const before = await deployment.rows(TABLE);
  await deployment.transaction([
    'delete from email_events where delivery_id in (select delivery_id from chaos_replayed)',
    `update deliveries set status = 'unknown', reason = 'no_answer', error_code = null, error = null
      where id in (select delivery_id from chaos_replayed)`,
    `update provider_receipts set applied_at = null, attempts = 0, next_attempt_at = clock_timestamp() - random() * interval '1 hour'
      where delivery_id in (select delivery_id from chaos_replayed) and kind is not null`,
  ]);
  const limit = Date.now() + PATIENCE_MS;
  for (;;) {
    const [open] = await deployment.rows<{ n: number }>(
      'select count(*)::int as n from provider_receipts where next_attempt_at is not null',
    );
    if (open!.n === 0) break;
    if (Date.now() > limit) return [`${open!.n} receipts were not applied again`];
    await pause(200);
  }
  const after = new Map((await deployment.rows(TABLE)).map((row) => [row.id, JSON.stringify(row)]));
  return before.filter((row) => after.get(row.id) !== JSON.stringify(row)).map(({ id }) => id);
}
