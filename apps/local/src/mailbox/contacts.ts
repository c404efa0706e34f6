import { loadServices } from '../services';

/** A guest of an event, as far as a phone needs to know. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly eventName: string;
}

/** More than the list of phones has addresses: one may belong to guests of several events. */
const MOST = 2000;
const SELECT = `select g.id, g.name, g.email, g.phone, e.name as "eventName"
  from guests g join events e on e.id = g.event_id where g.deleted_at is null`;

/** Who an address belongs to. It only reads; without the database every phone is just an address. */
export interface Contacts {
  /** Everybody with one of these e-mail addresses or numbers. */
  byAddress(addresses: readonly string[]): Promise<Contact[]>;
  byId(id: string): Promise<Contact | null>;
}

/** Where there is no database: phones are known by their addresses alone. */
export const NOBODY: Contacts = { byAddress: () => Promise.resolve([]), byId: () => Promise.resolve(null) };

/** Reads guests from the product's database. */
export class DatabaseContacts implements Contacts {
  constructor(
    private readonly root: string,
    private readonly databaseUrl: string,
  ) {}

  byAddress(addresses: readonly string[]): Promise<Contact[]> {
    const wanted = addresses.map((address) => address.toLowerCase());
    if (wanted.length === 0) return Promise.resolve([]);
    return this.query(`${SELECT} and (lower(g.email) = any ($1) or g.phone = any ($1)) order by g.id limit ${MOST}`, [
      wanted,
    ]);
  }

  async byId(id: string): Promise<Contact | null> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
    return (await this.query(`${SELECT} and g.id = $1`, [id]))[0] ?? null;
  }

  private async query(text: string, values: unknown[]): Promise<Contact[]> {
    try {
      const { withConnection } = await loadServices(this.root);
      return await withConnection(this.databaseUrl, async (client) => (await client.query<Contact>(text, values)).rows);
    } catch {
      return []; // the database is starting, or older than the guests
    }
  }
}
