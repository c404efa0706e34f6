import type { TestApi } from './api';
import { ClaimsService } from '../../libs/delivery/src/engine/claims.service';

/** Claims a message that is due, as a worker would; nothing is sent. Answers the ids of its deliveries by the guests' names. */
export async function claimed(api: TestApi, messageId: string): Promise<Record<string, string>> {
  await api.app.get(ClaimsService, { strict: false }).claim(messageId);
  const { rows } = await api.database.pool.query<{ name: string; id: string }>(
    'select g.name, d.id from deliveries d join guests g on g.id = d.guest_id where d.message_id = $1',
    [messageId],
  );
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}
