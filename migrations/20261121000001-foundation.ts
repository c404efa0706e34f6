import { Migration } from '@mikro-orm/migrations';
import { access } from './foundation/access';
import { engine } from './foundation/engine';
import { eventsAndGuests } from './foundation/events-and-guests';
import { messages } from './foundation/messages';
import { teardown } from './foundation/teardown';

/** The first schema: accounts, events, guests, messages and the ledger of deliveries. */
export class Migration20261121000001Foundation extends Migration {
  override up(): void {
    for (const statement of [...access, ...eventsAndGuests, ...messages, ...engine]) this.addSql(statement);
  }

  override down(): void {
    for (const statement of teardown) this.addSql(statement);
  }
}
