import { Migration } from '@mikro-orm/migrations';
import { invitationTriggers } from './whatsapp/invitation-triggers';

/**
 * An invitation that is sent again is still the same invitation: the guest has been reached when any of its copies arrived, whichever came
 * last, and a copy that stays behind because an earlier one arrived says nothing.
 */
export class Migration20261122000012InvitationCopies extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

const up: readonly string[] = [
  // The guest's row is locked before the copies are looked at: of two that change at once the second sees the first.
  `create function tell_guest_of_copies(invited uuid, invited_by uuid) returns void language plpgsql as $$
   declare
     best text;
   begin
     perform 1 from guests where id = invited for no key update;
     select c.status into best
       from (select d.id, coalesce(w.status, invitation_status_of_delivery(d.channel, d.status)) as status
               from deliveries d left join whatsapp_invitations w on w.id = d.id
              where d.message_id = invited_by and d.guest_id = invited and d.is_invitation
                and not (d.status = 'skipped' and d.reason = 'already_received')) c
      order by case when c.status in ('delivered', 'read') then invitation_rank(c.status) else 0 end desc, c.id desc
      limit 1;
     update guests g
        set invitation_status = best
      where g.id = invited and g.invitation_status <> best
        and exists (select 1 from deliveries l where l.id = g.invitation_id and l.message_id = invited_by);
   end $$`,
  `create or replace function tell_guest_of_invitation() returns trigger language plpgsql as $$
   begin
     perform tell_guest_of_copies(new.guest_id, new.message_id);
     return null;
   end $$`,
  `create or replace function follow_invitation() returns trigger language plpgsql as $$
   declare
     told text := invitation_status_of_delivery(new.channel, new.status);
   begin
     if new.channel = 'whatsapp' then
       update whatsapp_invitations i
          set status = told,
              error_code = coalesce(new.error_code, case when told = 'failed' or new.status = 'unknown' then coalesce(new.reason, new.status) end),
              error_message = new.error,
              -- two deliveries under one id would be the provider's mistake; it must not stop the recording
              twilio_sid = coalesce(i.twilio_sid, case
                when new.provider = 'twilio'
                 and not exists (select 1 from whatsapp_invitations o where o.twilio_sid = new.provider_message_id and o.id <> new.id)
                then new.provider_message_id end),
              retry_count = greatest(i.retry_count, least(greatest(new.attempts - 1, 0), i.max_retries)),
              next_retry_at = case when new.status = 'pending' and new.attempts > 0 then new.next_attempt_at end
        where i.id = new.id;
     elsif told is distinct from invitation_status_of_delivery(old.channel, old.status) then
       perform tell_guest_of_copies(new.guest_id, new.message_id);
     end if;
     return null;
   end $$`,
];

const down: readonly string[] = [
  ...invitationTriggers
    .filter((statement) => /^create function (tell_guest_of_invitation|follow_invitation)\(/.test(statement))
    .map((statement) => statement.replace('create function', 'create or replace function')),
  'drop function tell_guest_of_copies(uuid, uuid)',
];
