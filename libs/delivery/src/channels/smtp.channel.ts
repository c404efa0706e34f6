import { createTransport, type Transporter } from 'nodemailer';
import type { Clock, SmtpSettings } from '@beckon/core';
import { classifySmtpFailure } from '../domain/smtp-outcome';
import { composeMime } from '../domain/mime';
import { providers } from '../domain/providers';
import type { Channel, Outcome, Outgoing } from './channel';

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

/** Tells afterwards whether the message's first byte was read for the wire. */
interface SendTrace {
  stream?: { readonly readableDidRead: boolean };
}

/** E-mail over pooled SMTP connections. The server does not recognise repeats, so an unclear end stays unclear. */
export class SmtpChannel implements Channel {
  readonly channel = 'email';
  readonly provider = 'smtp';
  readonly isKeyed = providers.smtp.isKeyed;
  readonly capacity: number;
  private readonly transport: Transporter<{ response?: string }>;
  private readonly messageIdDomain: string;

  /** @param clock for the Date header only */
  constructor(
    settings: SmtpSettings,
    private readonly clock: Clock,
  ) {
    this.capacity = settings.maxConnections;
    this.messageIdDomain = settings.from.address.slice(settings.from.address.lastIndexOf('@') + 1);
    this.transport = createTransport({
      url: settings.url,
      pool: true,
      maxConnections: settings.maxConnections,
      maxMessages: Number.MAX_SAFE_INTEGER,
      // a message that may have left is never queued again behind our back: the ledger decides about retries
      maxRequeues: 0,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]) as Transporter<{ response?: string }>;
    this.transport.use('stream', (mail, done) => {
      const { trace } = mail.data as unknown as { trace: SendTrace };
      const create = mail.message.createReadStream.bind(mail.message);
      mail.message.createReadStream = () => (trace.stream = create());
      done();
    });
  }

  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome> {
    const trace: SendTrace = {};
    try {
      const { from, raw } = this.compose(outgoing);
      // named again for the library, which would else make one up at the cost of random bytes
      const messageId = `<d.${outgoing.deliveryId}@${this.messageIdDomain}>`;
      const mail = { envelope: { from, to: [outgoing.to] }, raw, messageId, signal, trace };
      const info = await this.transport.sendMail(mail);
      return { kind: 'accepted', providerMessageId: queueIdOf(info.response) };
    } catch (error) {
      const failure = error as { code?: string; responseCode?: number; response?: string; message?: string };
      return classifySmtpFailure({
        code: failure.code,
        responseCode: failure.responseCode,
        response: failure.response ?? failure.message ?? 'unknown error',
        hasBodyStarted: trace.stream?.readableDidRead === true,
      });
    }
  }

  private compose(outgoing: Outgoing): { from: string; raw: string } {
    return {
      from: outgoing.envelope.from?.address ?? '',
      raw: composeMime(outgoing, { domain: this.messageIdDomain, date: this.clock.now() }),
    };
  }

  close(): Promise<void> {
    this.transport.close();
    return Promise.resolve();
  }
}

/** What the server calls it, from answers such as `250 2.0.0 Ok: queued as 4F2A`. */
function queueIdOf(response: string | undefined): string | null {
  return /\b(?:queued as|id=)\s*([A-Za-z0-9._-]{1,100})/i.exec(response ?? '')?.[1] ?? null;
}
