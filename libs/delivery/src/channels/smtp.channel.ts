import { domainToASCII } from 'node:url';
import { createTransport } from 'nodemailer';
import type { SMTPConnectionAuth, SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Clock, SmtpSettings } from '@beckon/core';
import { classifySmtpFailure } from '../domain/smtp-outcome';
import { SmtpTrouble } from '../domain/smtp-dialogue';
import { composeMime } from '../domain/mime';
import { providers } from '../domain/providers';
import type { Channel, Outcome, Outgoing } from './channel';
import { type SmtpDoor, type SmtpMail, SmtpSession } from './smtp-session';

const CONNECT_TIMEOUT_MS = 10_000;
/** Servers close what stays silent (Postfix after 300 s, some relays much sooner): we go first. */
const LONGEST_IDLE_MS = 20_000;

/** E-mail over kept SMTP sessions. The server does not recognise repeats, so an unclear end stays unclear. */
export class SmtpChannel implements Channel {
  readonly channel = 'email';
  readonly provider = 'smtp';
  readonly isKeyed = providers.smtp.isKeyed;
  readonly capacity: number;
  private readonly door: SmtpDoor;
  private readonly idle: SmtpSession[] = [];
  private readonly messageIdDomain: string;
  private readonly sweep: NodeJS.Timeout;

  /** @param clock for the Date header only */
  constructor(
    settings: SmtpSettings,
    private readonly clock: Clock,
  ) {
    this.capacity = settings.maxConnections;
    this.messageIdDomain = settings.from.address.slice(settings.from.address.lastIndexOf('@') + 1);
    this.door = doorOf(settings.url);
    this.sweep = setInterval(() => this.closeIdle(LONGEST_IDLE_MS), LONGEST_IDLE_MS / 4);
    this.sweep.unref();
  }

  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome> {
    try {
      const answer = await this.transfer(this.compose(outgoing), signal);
      return { kind: 'accepted', providerMessageId: queueIdOf(answer) };
    } catch (error) {
      if (!(error instanceof SmtpTrouble)) throw error;
      return classifySmtpFailure(error);
    }
  }

  close(): Promise<void> {
    clearInterval(this.sweep);
    this.closeIdle(0);
    return Promise.resolve();
  }

  private async transfer(mail: SmtpMail, signal: AbortSignal): Promise<string> {
    for (;;) {
      const session = this.findIdle() ?? (await SmtpSession.open(this.door, signal));
      const wasUsed = session.isUsed;
      const giveUp = (): void => session.abort((signal.reason as Error).message);
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      try {
        return await session.transfer(mail);
      } catch (error) {
        // closed while it was idle, as servers do: nothing has left, and a new session may take it
        const isStale =
          wasUsed && error instanceof SmtpTrouble && error.code === 'ECONNECTION' && !error.hasBodyStarted;
        if (!isStale || error.responseCode !== undefined || signal.aborted) throw error;
      } finally {
        signal.removeEventListener('abort', giveUp);
        if (session.isOpen) this.idle.push(session);
      }
    }
  }

  private findIdle(): SmtpSession | undefined {
    for (;;) {
      const session = this.idle.pop();
      if (session === undefined || session.isOpen) return session;
    }
  }

  private closeIdle(longerThanMs: number): void {
    const now = performance.now();
    const old = this.idle.filter((session) => now - session.idleSince >= longerThanMs);
    this.idle.splice(0, this.idle.length, ...this.idle.filter((session) => !old.includes(session)));
    for (const session of old) session.close();
  }

  private compose(outgoing: Outgoing): SmtpMail {
    return {
      from: asciiAddress(outgoing.envelope.from?.address ?? ''),
      to: asciiAddress(outgoing.to),
      data: composeMime(outgoing, { domain: this.messageIdDomain, date: this.clock.now() }),
    };
  }
}

/** How the mail library reads an SMTP address: host, port, TLS, credentials and its further settings. */
function doorOf(url: string): SmtpDoor {
  const read = createTransport({ url } as Parameters<typeof createTransport>[0]).options as SMTPConnectionOptions & {
    auth?: { user?: string; pass?: string; type?: string };
  };
  const { auth, ...connection } = read;
  const isSignedIn = auth?.user !== undefined || auth?.pass !== undefined;
  return {
    connection: {
      ...connection,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: LONGEST_IDLE_MS * 2,
    },
    ...(isSignedIn ? { auth: { user: auth.user ?? '', pass: auth.pass ?? '' } satisfies SMTPConnectionAuth } : {}),
  };
}

/** The envelope speaks ASCII: an international domain in punycode. */
function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

/** What the server calls it, from answers such as `250 2.0.0 Ok: queued as 4F2A`. */
function queueIdOf(response: string | undefined): string | null {
  return /\b(?:queued as|id=)\s*([A-Za-z0-9._-]{1,100})/i.exec(response ?? '')?.[1] ?? null;
}
