import PostalMime, { type Address } from 'postal-mime';
import type { Channel, MailStore, StoredMessage } from './mail-store';
import { unpackText } from './text-message';

/** One message as the page and the JSON twin show it. */
export interface MessageView {
  id: string;
  channel: Channel;
  from: string;
  /** Envelope recipients, joined with a comma. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Names in lower case; a header that stands several times is joined with line ends. */
  headers: Readonly<Record<string, string>>;
  receivedAt: string;
}

/** What one line of the list shows. */
export interface MessageSummary {
  id: string;
  channel: Channel;
  from: string;
  to: string;
  subject: string;
  receivedAt: string;
}

const HEADER_BYTES = 32_768;

const shown = (address: Address | undefined, envelope: string): string => {
  if (!address?.address) return envelope;
  return address.name ? `${address.name} <${address.address}>` : address.address;
};

const basics = ({ id, channel, from, to, receivedAt }: StoredMessage) => ({
  id,
  channel,
  from,
  to: to.join(', '),
  receivedAt: receivedAt.toISOString(),
});

/** Parses messages when somebody looks at them, never when they arrive; remembers the last few hundred. */
export class MessageViewer {
  private readonly views = new Map<string, MessageView>();
  private readonly summaries = new Map<string, MessageSummary>();

  constructor(
    private readonly store: MailStore,
    private readonly remembered = 300,
  ) {}

  /** The whole message, or null when it is gone. */
  async view(id: string): Promise<MessageView | null> {
    const message = this.store.find(id);
    if (!message) return null;
    return this.views.get(id) ?? this.keep(this.views, id, await this.parse(message));
  }

  /** Sender and subject only, from the head of the message. */
  async summary(message: StoredMessage): Promise<MessageSummary> {
    return this.summaries.get(message.id) ?? this.keep(this.summaries, message.id, await this.parseHead(message));
  }

  forget(): void {
    this.views.clear();
    this.summaries.clear();
  }

  private async parse(message: StoredMessage): Promise<MessageView> {
    const raw = (await this.store.read(message.id)) ?? Buffer.alloc(0);
    if (message.channel !== 'email') {
      return { ...basics(message), subject: '', text: unpackText(raw).text, html: '', headers: {} };
    }
    const mail = await PostalMime.parse(raw);
    const headers: Record<string, string> = {};
    for (const { key, value } of mail.headers) headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
    return {
      ...basics(message),
      from: shown(mail.from, message.from),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      headers,
    };
  }

  private async parseHead(message: StoredMessage): Promise<MessageSummary> {
    const raw = (await this.store.read(message.id, HEADER_BYTES)) ?? Buffer.alloc(0);
    if (message.channel !== 'email') return { ...basics(message), subject: unpackText(raw).text.slice(0, 120) };
    const end = raw.indexOf('\r\n\r\n');
    const mail = await PostalMime.parse(end === -1 ? raw : raw.subarray(0, end + 4));
    return { ...basics(message), from: shown(mail.from, message.from), subject: mail.subject ?? '' };
  }

  private keep<T>(map: Map<string, T>, id: string, value: T): T {
    if (map.size >= this.remembered) map.delete(map.keys().next().value as string);
    map.set(id, value);
    return value;
  }
}
