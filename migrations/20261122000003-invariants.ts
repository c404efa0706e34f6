import { Migration } from '@mikro-orm/migrations';

/**
 * A read-only view for operators: every row is a promise that the ledger does not keep at this moment.
 * It is empty on a healthy system; a due row counts only when it has waited for two minutes, a lease only when nobody took it over.
 */
export class Migration20261122000003Invariants extends Migration {
  override up(): void {
    this.addSql(`
      create view invariant_violations as
        select 'one row per guest' as invariant, message_id as subject, 'guest ' || guest_id || ' has ' || count(*) || ' rows' as detail
          from deliveries
         where guest_id is not null and step = 0 and copy = 0
         group by message_id, guest_id
        having count(*) > 1
        union all
        select 'total is what was planned', m.id, 'planned ' || m.total || ', in the ledger ' || coalesce(c.total, 0)
          from messages m left join message_counts c on c.message_id = m.id
         where m.total is not null and m.status <> 'active' and m.total <> coalesce(c.total, 0)
        union all
        select 'nothing waits for ever', d.id, 'due since ' || d.next_attempt_at
          from deliveries d join messages m on m.id = d.message_id
         where d.status = 'pending' and m.status = 'sending' and d.next_attempt_at < now() - interval '2 minutes'
        union all
        select 'no lease is forgotten', id, 'leased until ' || lease_until
          from deliveries where status = 'dispatching' and lease_until < now() - interval '2 minutes'
        union all
        select 'an ended message has nothing open', m.id, 'is ' || m.status
          from messages m
         where m.status in ('sent', 'failed', 'cancelled')
           and exists (select 1 from deliveries d where d.message_id = m.id and d.status in ('pending', 'dispatching'))
        union all
        select 'no row crosses an organization', d.id, 'event of another organization'
          from deliveries d join events e on e.id = d.event_id where e.organization_id <> d.organization_id`);
  }

  override down(): void {
    this.addSql('drop view invariant_violations');
  }
}
