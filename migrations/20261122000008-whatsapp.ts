import { Migration } from '@mikro-orm/migrations';
import { invitationTriggers } from './whatsapp/invitation-triggers';
import { whatsAppTables } from './whatsapp/tables';

/** WhatsApp templates, and invitations: who was invited how, kept in step with the ledger by the database itself. */
export class Migration20261122000008WhatsApp extends Migration {
  override up(): void {
    for (const statement of [...whatsAppTables, ...invitationTriggers]) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

const down: readonly string[] = [
  'drop trigger organizations_ship_templates on organizations',
  'drop function ship_whatsapp_templates()',
  'drop trigger deliveries_begin_invitations on deliveries',
  'drop trigger deliveries_follow_invitation on deliveries',
  'drop trigger email_events_stamp_invitation on email_events',
  'drop function stamp_whatsapp_invitation()',
  'drop table whatsapp_invitations',
  'drop function begin_invitations()',
  'drop function follow_invitation()',
  'drop function keep_whatsapp_invitation()',
  'drop function tell_guest_of_invitation()',
  'drop function invitation_status_of(text)',
  'drop function invitation_rank(text)',
  'drop function invitation_status_of_delivery(text, text)',
  'alter table guests drop column invitation_id',
  'alter table deliveries drop column is_invitation',
  'drop index deliveries_whatsapp_recent',
  'drop index messages_notice',
  `create unique index messages_notice on messages (event_id, kind, channel) where kind like 'notice\\_%'`,
  'alter table messages drop column guest_ids, drop column whatsapp_template_id',
  'drop table whatsapp_templates',
];
