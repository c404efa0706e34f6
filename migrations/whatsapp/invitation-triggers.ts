/**
 * Invitations are deliveries of the one engine. These triggers write what is known of them beside the ledger, in the statement
 * that changes the ledger. What they write can never fail on a constraint: the recording of a fact must not either.
 */
export const invitationTriggers: readonly string[] = [
  // Twilio's words for a message, as an invitation knows them. Null: a word that says nothing here.
  // Source: twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
  `create function invitation_status_of(word text) returns text language sql immutable as $$
     select case lower(word)
       when 'accepted' then 'queued' when 'scheduled' then 'queued' when 'queued' then 'queued' when 'sending' then 'queued'
       when 'sent' then 'sent' when 'delivered' then 'delivered' when 'read' then 'read'
       when 'failed' then 'failed' when 'undelivered' then 'failed' when 'canceled' then 'failed' end
   $$`,
  // How much is known, as for receipts: a delivery beats a failure, and who has read it has got it.
  `create function invitation_rank(status text) returns integer language sql immutable as $$
     select case status when 'queued' then 0 when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 when 'read' then 4 end
   $$`,
  // A mail server that took a mail says no more; Twilio reports that it is on its way. What nobody can know changes nothing.
  `create function invitation_status_of_delivery(channel text, status text) returns text language sql immutable as $$
     select case status
       when 'accepted' then case channel when 'whatsapp' then 'queued' else 'sent' end
       when 'sent' then 'sent' when 'delivered' then 'delivered' when 'read' then 'read'
       when 'pending' then 'queued' when 'dispatching' then 'queued' when 'unknown' then 'queued'
       else 'failed' end
   $$`,

  // Whatever is written to an invitation: known words only, never backwards, and the moment is noted.
  `create function keep_whatsapp_invitation() returns trigger language plpgsql as $$
   declare
     told text := invitation_status_of(new.status);
   begin
     new.updated_at := clock_timestamp();
     if tg_op = 'INSERT' then
       new.status := coalesce(told, 'queued');
       new.queued_at := coalesce(new.queued_at, new.updated_at);
     elsif told is null or invitation_rank(told) < invitation_rank(old.status) then
       new.status := old.status;
       new.error_code := old.error_code;
       new.error_message := old.error_message;
     else
       new.status := told;
     end if;
     if new.status = 'sent' then new.sent_at := coalesce(new.sent_at, new.updated_at);
     elsif new.status = 'delivered' then new.delivered_at := coalesce(new.delivered_at, new.updated_at);
     elsif new.status = 'read' then new.read_at := coalesce(new.read_at, new.updated_at);
     elsif new.status = 'failed' then new.failed_at := coalesce(new.failed_at, new.updated_at);
     end if;
     if new.status <> 'queued' then new.next_retry_at := null; end if;
     return new;
   end $$`,
  `create trigger whatsapp_invitations_keep before insert or update on whatsapp_invitations
     for each row execute function keep_whatsapp_invitation()`,
  // The guest row itself says which invitation is the latest, so that two processes cannot tell it old news last.
  `create function tell_guest_of_invitation() returns trigger language plpgsql as $$
   begin
     update guests set invitation_status = new.status
      where id = new.guest_id and invitation_id = new.id and invitation_status <> new.status;
     return null;
   end $$`,
  `create trigger whatsapp_invitations_tell after update of status on whatsapp_invitations
     for each row when (old.status is distinct from new.status) execute function tell_guest_of_invitation()`,

  // Callbacks may overtake each other: a fact notes its moment, also one that no longer changes the status.
  `create function stamp_whatsapp_invitation() returns trigger language plpgsql as $$
   begin
     update whatsapp_invitations
        set sent_at = case when new.kind = 'sent' then least(sent_at, new.occurred_at) else sent_at end,
            delivered_at = case when new.kind = 'delivered' then least(delivered_at, new.occurred_at) else delivered_at end,
            read_at = case when new.kind = 'read' then least(read_at, new.occurred_at) else read_at end
      where id = new.delivery_id;
     return null;
   end $$`,
  `create trigger email_events_stamp_invitation after insert on email_events
     for each row when (new.provider = 'twilio' and new.kind in ('sent', 'delivered', 'read')) execute function stamp_whatsapp_invitation()`,

  // New deliveries of an invitation. One look at what was inserted; for any other message that is all.
  `create function begin_invitations() returns trigger language plpgsql as $$
   begin
     if not exists (select 1 from messages m
                     where m.kind = 'notice_invitation' and m.id in (select distinct message_id from added)) then
       return null;
     end if;
     update deliveries d set is_invitation = true
       from added a join messages m on m.id = a.message_id
      where d.id = a.id and m.kind = 'notice_invitation' and a.guest_id is not null and a.status = 'pending';
     -- a deliberate repeat says what the one before said
     insert into whatsapp_invitations (id, organization_id, event_id, message_id, guest_id, template_id, template_name, variables, final_content)
     select a.id, a.organization_id, a.event_id, a.message_id, a.guest_id, t.id, t.name, coalesce(b.variables, '{}'), b.final_content
       from added a
       join messages m on m.id = a.message_id
       left join whatsapp_templates t on t.id = m.whatsapp_template_id
       left join lateral (select i.variables, i.final_content from whatsapp_invitations i
                           where i.message_id = a.message_id and i.guest_id = a.guest_id order by i.id desc limit 1) b on true
      where m.kind = 'notice_invitation' and a.channel = 'whatsapp' and a.guest_id is not null and a.status = 'pending'
      order by a.id;
     perform 1 from guests
       where id in (select a.guest_id from added a join messages m on m.id = a.message_id
                     where m.kind = 'notice_invitation' and a.status = 'pending')
       order by id for no key update;
     update guests g
        set invitation_id = l.id, invitation_status = 'queued', invitation_method = l.channel
       from (select distinct on (a.guest_id) a.guest_id, a.id, a.channel
               from added a join messages m on m.id = a.message_id
              where m.kind = 'notice_invitation' and a.status = 'pending' and a.channel in ('email', 'whatsapp')
              order by a.guest_id, a.id desc) l
      where g.id = l.guest_id and (g.invitation_id is null or g.invitation_id < l.id);
     return null;
   end $$`,
  `create trigger deliveries_begin_invitations after insert on deliveries referencing new table as added
     for each statement execute function begin_invitations()`,

  // What happens to an invitation in the ledger. For any other delivery the condition is all that is looked at.
  `create function follow_invitation() returns trigger language plpgsql as $$
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
     else
       update guests g
          set invitation_status = told
        where g.id = new.guest_id and g.invitation_id = new.id and g.invitation_status <> told;
     end if;
     return null;
   end $$`,
  `create trigger deliveries_follow_invitation after update on deliveries
     for each row when (new.is_invitation and (old.status, old.provider_message_id, old.error_code, old.error, old.attempts, old.next_attempt_at)
                          is distinct from (new.status, new.provider_message_id, new.error_code, new.error, new.attempts, new.next_attempt_at))
     execute function follow_invitation()`,
];
