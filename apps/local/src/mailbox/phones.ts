import type { Contact, Contacts } from './contacts';
import type { Channel, MailStore, StoredMessage } from './mail-store';
import type { MessageViewer } from './message-view';
import type { SimulatedTwilio, Status } from './simulated-twilio';
import { unpackText } from './text-message';

/** One guest's phone: what came by mail, SMS and WhatsApp, and what the guest wrote. */
export interface Phone {
  /** The guest's id, or the address where nobody is known by it. */
  readonly key: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly eventName: string | null;
}

/** A phone in the list, with its newest message. */
export interface ListedPhone extends Phone {
  readonly lastAt: string;
  readonly lastChannel: Channel;
  readonly lastText: string;
}

/** One message in a conversation, the oldest first. */
export interface PhoneItem {
  readonly id: string;
  readonly channel: Channel;
  /** `in`: came to the phone; `out`: the guest wrote it. */
  readonly direction: 'in' | 'out';
  readonly subject: string;
  readonly text: string;
  readonly at: string;
  /** Null where nobody tells one: mails, replies, and the log stub's messages. */
  readonly status: Status | null;
  /** Twilio's code, of a message that fails. */
  readonly failsWith: number | null;
}

/** So many of the newest messages make the list of phones. */
const LOOKED_AT = 600;
/** A longer list is searched, not scrolled. */
const MOST_LISTED = 100;
const MOST_ITEMS = 100;
const MAX_REPLY = 1600;

/** A reply that cannot be sent; the message says why. */
export class ReplyRefused extends Error {}

/** The phones of guests, made of what the mailbox keeps. */
export class Phones {
  constructor(
    private readonly store: MailStore,
    private readonly viewer: MessageViewer,
    private readonly contacts: Contacts,
    private readonly twilio: SimulatedTwilio | null,
  ) {}

  /** Whether one can answer: only the simulated Twilio passes answers on. */
  get canReply(): boolean {
    return this.twilio !== null;
  }

  /** Phones with the newest messages first; `search` is part of a name or address. */
  async list(search: string): Promise<ListedPhone[]> {
    const newest = new Map<string, StoredMessage>();
    for (const message of this.store.list({ limit: LOOKED_AT }))
      for (const address of await this.guestsOf(message)) if (!newest.has(address)) newest.set(address, message);
    const known = await this.contacts.byAddress([...newest.keys()]);
    const phones = new Map<string, { phone: Phone; message: StoredMessage }>();
    const add = (phone: Phone, message: StoredMessage): void => {
      const before = phones.get(phone.key);
      if (before === undefined || Number(before.message.id) < Number(message.id))
        phones.set(phone.key, { phone, message });
    };
    for (const [address, message] of newest) {
      const owners = known.filter(({ email, phone }) => email?.toLowerCase() === address || phone === address);
      if (owners.length === 0) add(unknownPhone(address), message);
      for (const owner of owners) add(phoneOf(owner), message);
    }
    const wanted = search.trim().toLowerCase();
    const found = [...phones.values()].filter(({ phone: { name, email, phone } }) =>
      [name, email, phone].some((text) => text?.toLowerCase().includes(wanted)),
    );
    found.sort((a, b) => Number(b.message.id) - Number(a.message.id));
    return Promise.all(found.slice(0, MOST_LISTED).map(({ phone, message }) => this.listed(phone, message)));
  }

  /** @param key a guest's id or an address */
  async find(key: string): Promise<Phone> {
    const guest = await this.contacts.byId(key);
    return guest === null ? unknownPhone(key) : phoneOf(guest);
  }

  /** The newest messages of a phone, in their order. */
  async items(phone: Phone): Promise<PhoneItem[]> {
    const items = [];
    for (const message of this.conversation(phone).reverse()) items.push(await this.item(message));
    return items;
  }

  /** Somebody looks at the phone: what was sent arrives there. Resolves before the product was told. */
  async open(phone: Phone): Promise<void> {
    const { twilio } = this;
    if (twilio === null) return;
    for (const { id, channel, to } of this.conversation(phone).reverse()) {
      if (channel === 'email') continue;
      const { sid, callback, failsWith, isReply } = unpackText((await this.store.read(id)) ?? Buffer.alloc(0));
      // what fails never arrives
      if (sid === undefined || callback === undefined || failsWith !== undefined || isReply === true) continue;
      void twilio.seen({ sid, callback, channel, phone: to[0] ?? '' });
    }
  }

  /**
   * The guest answers.
   *
   * @throws ReplyRefused when that is not possible here, or the product did not take it
   */
  async reply(phone: Phone, channel: unknown, text: unknown): Promise<void> {
    if (this.twilio === null)
      throw new ReplyRefused('Twilio is not simulated here, so answers come from real phones only.');
    if (phone.phone === null) throw new ReplyRefused('This guest has no phone number.');
    if (channel !== 'sms' && channel !== 'whatsapp') throw new ReplyRefused('Answer by sms or whatsapp.');
    if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_REPLY)
      throw new ReplyRefused(`Write something, at most ${MAX_REPLY} characters.`);
    const status = await this.twilio.write(channel, phone.phone, text);
    if (status === null || status >= 300)
      throw new ReplyRefused(`Beckon did not take the answer (${status ?? 'nobody answered'}). Is it running?`);
  }

  private conversation({ email, phone }: Phone): StoredMessage[] {
    const between = [email, phone].filter((address) => address !== null);
    return this.store.list({ between, limit: MOST_ITEMS });
  }

  /** The guests' side of a message: who got it, or who wrote it. */
  private async guestsOf({ id, channel, from, to }: StoredMessage): Promise<string[]> {
    const isReply = channel !== 'email' && unpackText((await this.store.read(id)) ?? Buffer.alloc(0)).isReply === true;
    return (isReply ? [from] : [...to]).map((address) => address.toLowerCase());
  }

  private async listed(phone: Phone, message: StoredMessage): Promise<ListedPhone> {
    const { subject } = await this.viewer.summary(message);
    return {
      ...phone,
      lastAt: message.receivedAt.toISOString(),
      lastChannel: message.channel,
      lastText: subject,
    };
  }

  private async item({ id, channel, receivedAt }: StoredMessage): Promise<PhoneItem> {
    const base = { id, channel, at: receivedAt.toISOString() };
    if (channel === 'email') {
      const view = await this.viewer.view(id);
      return {
        ...base,
        direction: 'in',
        subject: view?.subject ?? '',
        text: view?.text ?? '',
        status: null,
        failsWith: null,
      };
    }
    const { text, sid, callback, failsWith, isReply } = unpackText((await this.store.read(id)) ?? Buffer.alloc(0));
    const status = sid === undefined || callback === undefined ? null : (this.twilio?.statusOf(sid) ?? null);
    return {
      ...base,
      direction: isReply === true ? 'out' : 'in',
      subject: '',
      text,
      status,
      failsWith: failsWith ?? null,
    };
  }
}

function phoneOf({ id, name, email, phone, eventName }: Contact): Phone {
  return { key: id, name, email, phone, eventName };
}

function unknownPhone(address: string): Phone {
  const isMail = address.includes('@');
  return {
    key: address,
    name: address,
    email: isMail ? address : null,
    phone: isMail ? null : address,
    eventName: null,
  };
}
