import type { Migration } from '@mikro-orm/migrations';
import { Migration20261121000001Foundation } from './20261121000001-foundation';
import { Migration20261122000001ProviderBreaker } from './20261122000001-provider-breaker';
import { Migration20261122000002Receipts } from './20261122000002-receipts';
import { Migration20261122000003Invariants } from './20261122000003-invariants';
import { Migration20261122000004SendingAgain } from './20261122000004-sending-again';
import { Migration20261122000005Audit } from './20261122000005-audit';
import { Migration20261122000006QuotaAndAudit } from './20261122000006-quota-and-audit';
import { Migration20261122000007Twilio } from './20261122000007-twilio';
import { Migration20261122000008WhatsApp } from './20261122000008-whatsapp';
import { Migration20261122000009WorkerHeartbeats } from './20261122000009-worker-heartbeats';
import { Migration20261122000011Searches } from './20261122000011-searches';
import { Migration20261122000012InvitationCopies } from './20261122000012-invitation-copies';

type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

/** Every migration in order. A file that is not listed here does not exist (a test compares the list with the folder). */
export const migrations: { name: string; class: MigrationClass }[] = [
  { name: '20261121000001-foundation', class: Migration20261121000001Foundation },
  { name: '20261122000001-provider-breaker', class: Migration20261122000001ProviderBreaker },
  { name: '20261122000002-receipts', class: Migration20261122000002Receipts },
  { name: '20261122000003-invariants', class: Migration20261122000003Invariants },
  { name: '20261122000004-sending-again', class: Migration20261122000004SendingAgain },
  { name: '20261122000005-audit', class: Migration20261122000005Audit },
  { name: '20261122000006-quota-and-audit', class: Migration20261122000006QuotaAndAudit },
  { name: '20261122000007-twilio', class: Migration20261122000007Twilio },
  { name: '20261122000008-whatsapp', class: Migration20261122000008WhatsApp },
  { name: '20261122000009-worker-heartbeats', class: Migration20261122000009WorkerHeartbeats },
  { name: '20261122000011-searches', class: Migration20261122000011Searches },
  { name: '20261122000012-invitation-copies', class: Migration20261122000012InvitationCopies },
];
