/**
 * A trigger that only the chaos suite puts into its own database: every change of a delivery's state or fence, in the order of the
 * database's clock. The engine neither knows nor reads it.
 */
export const WITNESS = `
  create table chaos_history (
    id bigserial primary key, delivery_id uuid not null, message_id uuid not null,
    was text not null, becomes text not null, fence_was int not null, fence int not null,
    at timestamptz not null default clock_timestamp()
  );
  create function chaos_witness() returns trigger language plpgsql as $$
  begin
    insert into chaos_history (delivery_id, message_id, was, becomes, fence_was, fence)
    values (new.id, new.message_id, old.status, new.status, old.fence, new.fence);
    return null;
  end $$;
  create trigger chaos_witness after update on deliveries for each row
    when (old.status is distinct from new.status or old.fence is distinct from new.fence) execute function chaos_witness();

  create table chaos_invitations (id bigserial primary key, invitation_id uuid not null, was text not null, becomes text not null);
  create function chaos_invitation_witness() returns trigger language plpgsql as $$
  begin
    insert into chaos_invitations (invitation_id, was, becomes) values (new.id, old.status, new.status);
    return null;
  end $$;
  create trigger chaos_invitation_witness after update on whatsapp_invitations for each row
    when (old.status is distinct from new.status) execute function chaos_invitation_witness();
`;

/** What an invitation must say of a delivery `d`: the table of the README, written a second time. */
const TOLD = `case when d.status in ('pending', 'dispatching', 'unknown') then 'queued'
                   when d.status = 'accepted' then case when d.channel = 'whatsapp' then 'queued' else 'sent' end
                   when d.status in ('sent', 'delivered', 'read') then d.status else 'failed' end`;

/** Histories that no promise allows, each as one query that finds nothing. */
export const HISTORY_CHECKS: readonly { readonly rule: string; readonly sql: string }[] = [
  {
    rule: 'I8 a fence fell, or an intent did not raise it',
    sql: `select delivery_id as id from chaos_history
           where fence < fence_was or (becomes = 'dispatching' and fence <> fence_was + 1)`,
  },
  {
    rule: 'I7 a state went down',
    sql: `with ranks (status, rank) as (values ('pending', 0), ('dispatching', 0), ('unknown', 0), ('accepted', 1), ('sent', 2),
                                              ('failed', 3), ('delivered', 4), ('bounced', 5), ('read', 6))
          select h.delivery_id as id
            from chaos_history h left join ranks a on a.status = h.was left join ranks b on b.status = h.becomes
           where a.rank is null or (a.rank > 0 and coalesce(b.rank, -1) < a.rank)`,
  },
  {
    rule: 'I6 an intent before its time',
    sql: `select h.delivery_id as id from chaos_history h join messages m on m.id = h.message_id
           where h.becomes = 'dispatching' and h.at < m.send_at`,
  },
  {
    // the statement that writes an intent has looked at the clock a moment before the trigger does
    rule: 'I6 an intent after the expiry',
    sql: `select h.delivery_id as id from chaos_history h join messages m on m.id = h.message_id
           where h.becomes = 'dispatching' and h.at > m.expires_at + interval '1 second'`,
  },
  {
    rule: 'I9 a row crosses an organization',
    sql: `select d.id from deliveries d
            left join guests g on g.id = d.guest_id
            join messages m on m.id = d.message_id
            left join email_events x on x.delivery_id = d.id
           where g.organization_id <> d.organization_id or m.organization_id <> d.organization_id or x.organization_id <> d.organization_id`,
  },
  {
    rule: 'I2 a guest without exactly one row of step 0 and copy 0',
    sql: `select m.id from messages m
           where m.total is not null
             and (m.total <> (select count(*) from deliveries d where d.message_id = m.id)
                  or exists (select 1 from guests g
                              where g.event_id = m.event_id and m.audience = 'everyone'
                                and 1 <> (select count(*) from deliveries d
                                           where d.message_id = m.id and d.guest_id = g.id and d.step = 0 and d.copy = 0)))`,
  },
  { rule: 'I11 the ledger of the quota does not add up', sql: 'select subject as id, invariant from quota_violations' },
  {
    rule: 'I11 the quota used is not what may have left',
    sql: `select q.organization_id as id
            from quota_days q
            join quota_limits l using (organization_id, channel)
            cross join lateral (
              select count(*) filter (where d.status in ('accepted', 'sent', 'delivered', 'read', 'bounced', 'unknown')) as left_us,
                     -- told so after its message had ended, or before
                     count(*) filter (where d.status = 'failed' and d.provider_message_id is not null) as failed_later
                from deliveries d join messages m on m.id = d.message_id
               where d.organization_id = q.organization_id and d.channel = q.channel and m.status in ('sent', 'failed', 'cancelled')) n
           where q.used not between n.left_us and n.left_us + n.failed_later
             and (select count(*) from quota_days o where o.organization_id = q.organization_id and o.channel = q.channel) = 1`,
  },
  {
    rule: 'an invitation without its record, or one that is not in step with its delivery',
    sql: `select d.id from deliveries d join messages m on m.id = d.message_id left join whatsapp_invitations i on i.id = d.id
           where m.kind = 'notice_invitation' and d.channel = 'whatsapp' and d.is_invitation
             and (i.status is distinct from ${TOLD} or i.twilio_sid is distinct from d.provider_message_id)`,
  },
  {
    rule: 'somebody was written to, and it is not noted as an invitation',
    sql: `select d.id from deliveries d join messages m on m.id = d.message_id
           where m.kind = 'notice_invitation' and d.first_attempt_at is not null and not d.is_invitation`,
  },
  {
    rule: "a guest's invitation status is not that of the latest invitation",
    sql: `select g.id from guests g
            left join lateral (select d.id, d.channel, ${TOLD} as told from deliveries d
                                where d.guest_id = g.id and d.is_invitation order by d.id desc limit 1) l on true
           where g.invitation_id is distinct from l.id or g.invitation_status <> coalesce(l.told, 'not_sent')
              or g.invitation_method is distinct from l.channel`,
  },
  {
    rule: 'an invitation went backwards',
    sql: `with ranks (status, rank) as (values ('queued', 0), ('sent', 1), ('failed', 2), ('delivered', 3), ('read', 4))
          select h.invitation_id as id from chaos_invitations h
            join ranks a on a.status = h.was join ranks b on b.status = h.becomes where b.rank < a.rank`,
  },
  { rule: "the operator's view shows a violation", sql: `select subject as id, invariant from invariant_violations` },
];
