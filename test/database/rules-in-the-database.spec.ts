import { createDatabase, type TestDatabase } from '../harness';

/** Rules that hold whoever writes: two processes can race, and not every writer is ours. */
describe('the database itself', () => {
  let database: TestDatabase;
  const ids: Record<string, string> = {};

  const one = async (statement: string, values: unknown[] = []): Promise<string> =>
    (await database.pool.query<{ id: string }>(statement, values)).rows[0]!.id;
  const anEvent = async (organizationId: string): Promise<string> =>
    one(
      `insert into events (organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
       values ($1, 'Party', 'Hall', 'Host', 'UTC', '2030-01-01T18:00', '2030-01-01T18:00Z', $2) returning id`,
      [organizationId, ids.user],
    );
  const aMessage = (organizationId: string, eventId: string): Promise<string> =>
    one(
      `insert into messages (organization_id, event_id, kind, channel, audience, body, status) values ($1, $2, 'broadcast', 'email', 'everyone', 'x', 'draft') returning id`,
      [organizationId, eventId],
    );
  const aDelivery = (over: Record<string, unknown> = {}) => {
    const row = {
      organization_id: ids.organization,
      event_id: ids.event,
      message_id: ids.message,
      guest_id: ids.guest,
      channel: 'email',
      dedupe_key: 'c:a@b.test',
      status: 'skipped',
      reason: 'no_address',
      ...over,
    };
    const columns = Object.keys(row);
    return database.pool.query(
      `insert into deliveries (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
  };

  beforeAll(async () => {
    database = await createDatabase();
    ids.organization = await one(`insert into organizations (name) values ('Ours') returning id`);
    ids.foreign = await one(`insert into organizations (name) values ('Theirs') returning id`);
    ids.user = await one(
      `insert into users (email, email_key, name, password_hash) values ('a@b.test', 'a@b.test', 'A', 'x') returning id`,
    );
    ids.event = await anEvent(ids.organization);
    ids.foreignEvent = await anEvent(ids.foreign);
    ids.guest = await one(`insert into guests (organization_id, event_id, name) values ($1, $2, 'Ana') returning id`, [
      ids.organization,
      ids.event,
    ]);
    ids.foreignGuest = await one(
      `insert into guests (organization_id, event_id, name) values ($1, $2, 'Ben') returning id`,
      [ids.foreign, ids.foreignEvent],
    );
    ids.message = await aMessage(ids.organization, ids.event);
  });
  afterAll(() => database.drop());

  it.each([
    ['of a message of another organization', () => ({ organization_id: ids.foreign })],
    ['of a message of another event', () => ({ event_id: ids.foreignEvent })],
    ['of a message that is none', () => ({ message_id: '01890000-0000-7000-8000-000000000000' })],
    ['for a guest of another event', () => ({ guest_id: ids.foreignGuest })],
    ['for a guest that is none', () => ({ guest_id: '01890000-0000-7000-8000-000000000000' })],
  ])('refuses a delivery %s', async (_what, over) => {
    await expect(aDelivery(over())).rejects.toMatchObject({ constraint: 'deliveries_references' });
  });

  it('keeps one delivery per contact and message, and lets neither message nor guest of it be deleted', async () => {
    await aDelivery();
    await expect(aDelivery({ guest_id: null })).rejects.toMatchObject({ constraint: 'deliveries_once' });
    await expect(database.pool.query('delete from guests where id = $1', [ids.guest])).rejects.toMatchObject({
      constraint: 'deliveries_references',
    });
    await expect(database.pool.query('delete from messages where id = $1', [ids.message])).rejects.toMatchObject({
      constraint: 'deliveries_references',
    });
  });

  it.each(['sent', 'sending', 'paused', 'cancelling', 'failed'])('refuses a draft that becomes %s', async (status) => {
    await expect(
      database.pool.query('update messages set status = $2 where id = $1', [ids.message, status]),
    ).rejects.toMatchObject({ constraint: 'messages_status_move' });
  });

  it('refuses to change or remove what the audit log says', async () => {
    await database.pool.query(
      `insert into audit_log (organization_id, actor_kind, action, subject_type) values ($1, 'system', 'x.done', 'x')`,
      [ids.organization],
    );
    for (const statement of [`update audit_log set action = 'y'`, 'delete from audit_log', 'truncate audit_log']) {
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('keeps at least one owner of an event', async () => {
    await database.pool.query(`insert into collaborators (event_id, user_id, role) values ($1, $2, 'owner')`, [
      ids.event,
      ids.user,
    ]);
    await expect(
      database.pool.query('delete from collaborators where event_id = $1', [ids.event]),
    ).rejects.toMatchObject({ constraint: 'collaborators_keep_an_owner' });
  });
});
