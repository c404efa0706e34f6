import { aGuest, type Person, startApi, type TestApi } from '../../harness';

/** A text that every guest of these tests could get by e-mail. */
export const text = {
  channel: 'email',
  subject: 'News about {{event_name}}',
  body: 'Hello {{ guest_first_name }}, see you at {{venue}}.',
};

export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** An API with somebody who owns events, and short ways to their messages. */
export class Desk {
  private constructor(
    readonly api: TestApi,
    readonly owner: Person,
  ) {}

  static async open(): Promise<Desk> {
    const api = await startApi();
    return new Desk(api, await api.person('Olu Owner'));
  }

  /** A new event of the desk's owner or of somebody else. */
  readonly anEventWithGuests = async (
    guests: Record<string, unknown>[] = [{ name: 'Ama Mensah', email: 'ama@guests.test' }],
    owner = this.owner,
  ): Promise<{ id: string; base: string; guests: any[] }> => {
    const event = await this.api.event(owner);
    const added = [];
    for (const guest of guests) added.push(await aGuest(owner, event.id, guest));
    return { id: event.id, base: `/v1/events/${event.id}/messages`, guests: added };
  };

  readonly status = async (messageId: string): Promise<string> =>
    (await this.api.database.pool.query('select status from messages where id = $1', [messageId])).rows[0].status;

  readonly move = (messageId: string, to: string): Promise<unknown> =>
    this.api.database.pool.query('update messages set status = $2 where id = $1', [messageId, to]);

  readonly reminders = async (eventId: string): Promise<any[]> =>
    (await this.owner.client.get(`/v1/events/${eventId}/messages?limit=100`)).body.items.filter((item: any) =>
      item.kind.startsWith('reminder_'),
    );

  readonly scheduledKinds = async (eventId: string): Promise<string[]> =>
    (await this.reminders(eventId))
      .filter((item) => item.status === 'scheduled')
      .map((item) => item.kind)
      .sort();
}
