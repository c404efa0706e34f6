import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** One mail that the double accepted: the judge of what was sent. */
export interface AcceptedMail {
  /** Envelope sender; empty for none. */
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly raw: Buffer;
}

export interface MailFaults {
  /** Refuses or defers a recipient: an SMTP reply such as `550 5.1.1 no such user`. */
  onRecipient?: (address: string) => string | null;
  /** What happens to the answer after the final dot. `drop`: accepted, then the connection dies without an answer. */
  onMessage?: (
    address: string,
  ) => 'ok' | 'drop' | { readonly reply: string } | { readonly delayMs: number } | { readonly after: Promise<unknown> };
}

/** A real SMTP server with a ledger of its own. */
export class MailDouble {
  readonly ledger: AcceptedMail[] = [];
  faults: MailFaults = {};
  private readonly server: SMTPServer;
  private port = 0;

  private constructor(onAccepted: (mail: AcceptedMail) => Promise<void>) {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: (address, _session, done) => done(errorFor(this.faults.onRecipient?.(address.address) ?? null)),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo[0]?.address ?? '';
          const fault = this.faults.onMessage?.(to) ?? 'ok';
          if (typeof fault === 'object' && 'reply' in fault) return done(errorFor(fault.reply));
          const sender = session.envelope.mailFrom;
          const mail = { from: sender ? sender.address : '', to, at: Date.now(), raw: Buffer.concat(chunks) };
          this.ledger.push(mail);
          const passedOn = onAccepted(mail);
          passedOn.catch(() => undefined);
          if (fault === 'drop') return this.cut(session.id);
          if (typeof fault === 'object' && 'after' in fault) return void fault.after.then(() => done());
          if (typeof fault === 'object') return void setTimeout(() => done(), fault.delayMs);
          return void passedOn.then(() => done(), done);
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  /** @param onAccepted gets every accepted mail; the answer waits for it */
  static async start(onAccepted: (mail: AcceptedMail) => Promise<void> = async () => {}): Promise<MailDouble> {
    const double = new MailDouble(onAccepted);
    await new Promise<void>((resolve) => double.server.listen(0, '127.0.0.1', () => resolve()));
    double.port = (double.server.server.address() as AddressInfo).port;
    return double;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** How many mails each address got. */
  countByRecipient(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { to } of this.ledger) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  }

  /** The mails to one address, read as a mail program reads them. */
  async readAll(to: string): Promise<Email[]> {
    return Promise.all(this.ledger.filter((mail) => mail.to === to).map((mail) => PostalMime.parse(mail.raw)));
  }

  /** The connection dies without another word. */
  private cut(sessionId: string): void {
    const connection = [...this.server.connections].find(({ session }) => session.id === sessionId);
    if (connection === undefined) throw new Error('no such connection');
    connection._socket.destroy();
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function errorFor(reply: string | null): Error | null {
  if (reply === null) return null;
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
