import type { Socket } from 'node:net';
import SMTPConnection, { type SMTPConnectionAuth, type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { isFinalLine, SmtpTrouble } from '../domain/smtp-dialogue';

/** One mail as it goes over the wire. */
export interface SmtpMail {
  /** Envelope sender; empty for none. */
  readonly from: string;
  readonly to: string;
  /** The whole message in ASCII with CRLF line ends, the last line ended. */
  readonly data: string;
}

/** What a session needs to be opened. */
export interface SmtpDoor {
  readonly connection: SMTPConnectionOptions;
  /** Absent when the server asks for no credentials. */
  readonly auth?: SMTPConnectionAuth;
}

interface Waiter {
  resolve(reply: string): void;
  reject(trouble: SmtpTrouble): void;
}

/** A reply longer than this is no reply. */
const LONGEST_REPLY = 65_536;

/**
 * One signed-in SMTP connection. The mail library opens it (addresses, TLS, STARTTLS, credentials); the transfer of a mail is
 * written here, because it is half of a worker's time: two writes and two turns a mail, no streams in between.
 */
export class SmtpSession {
  private readonly waiters: Waiter[] = [];
  private lines: string[] = [];
  private rest = '';
  /** A refused envelope leaves a transaction open at the server (RFC 5321 4.1.4). */
  private isReset = true;
  private transfers = 0;
  private end: SmtpTrouble | null = null;
  /** When it last finished something, by `performance.now()`. */
  idleSince = performance.now();

  private constructor(
    private readonly connection: SMTPConnection,
    private readonly socket: Socket,
    private readonly isPipelining: boolean,
  ) {
    // from here on the replies are ours; errors, closes and time-outs still come through the library
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => this.hear(chunk.toString('latin1')));
    connection.on('error', (error: Error & { code?: string }) => this.fail(error.code ?? 'ESOCKET', error.message));
    connection.once('end', () => this.fail('ECONNECTION', 'Connection closed unexpectedly'));
  }

  /**
   * @param signal gives up opening
   * @throws SmtpTrouble when the server cannot be reached, speaks no SMTP or refuses the credentials
   */
  static open(door: SmtpDoor, signal: AbortSignal): Promise<SmtpSession> {
    return new Promise((resolve, reject) => {
      const connection = new SMTPConnection(door.connection);
      const give = (error: (Error & { code?: string; response?: string; responseCode?: number }) | null): void => {
        signal.removeEventListener('abort', giveUp);
        if (error === null) return;
        connection.close();
        reject(new SmtpTrouble(error.code, error.response ?? error.message, error.responseCode));
      };
      const giveUp = (): void => give(Object.assign(reasonOf(signal), { code: 'EABORT' }));
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      connection.on('error', give);
      const lost = Object.assign(new Error('Connection closed unexpectedly'), { code: 'ECONNECTION' });
      // the reason for an end is told right after it
      connection.once('end', () => setImmediate(give, lost));
      connection.connect((refusal) => {
        if (refusal) return give(refusal);
        const greeting = connection.lastServerResponse || '';
        const ready = (error: Error | null): void => {
          if (error) return give(error);
          give(null);
          connection.removeAllListeners('error');
          connection.removeAllListeners('end');
          resolve(new SmtpSession(connection, connection._socket as Socket, /^250[ -]PIPELINING\b/im.test(greeting)));
        };
        if (door.auth && connection.allowsAuth) connection.login(door.auth, ready);
        else ready(null);
      });
    });
  }

  get isOpen(): boolean {
    return this.end === null;
  }

  /** Whether anything went over this session before: a server may have closed it meanwhile. */
  get isUsed(): boolean {
    return this.transfers > 0;
  }

  /**
   * Transfers one mail. One at a time.
   *
   * @returns the server's last word, for example `250 2.0.0 Ok: queued as 4F2A`
   * @throws SmtpTrouble that says whether the message had started to leave
   */
  async transfer(mail: SmtpMail): Promise<string> {
    if (this.end !== null) throw this.end;
    const envelope = this.envelopeOf(mail);
    const replies = this.isPipelining ? await this.ask(envelope) : await this.askOneByOne(envelope);
    this.transfers++;
    // RFC 2920 3.1: the reply that refuses is the first that is not what was hoped for
    const refused = replies.find((reply, n) => !reply.startsWith(n === envelope.length - 1 ? '354' : '2'));
    this.isReset = refused === undefined;
    if (refused !== undefined) {
      // the server waits for a message that must not come: only closing ends that without sending one
      if (replies.length === envelope.length && replies.at(-1)!.startsWith('354')) this.close();
      throw new SmtpTrouble(isRefusal(refused) ? 'EENVELOPE' : 'EPROTOCOL', refused, codeOf(refused));
    }
    const dots = mail.data.startsWith('.') ? `.${mail.data}` : mail.data;
    const [answer] = await this.ask([`${dots.includes('\r\n.') ? dots.replaceAll('\r\n.', '\r\n..') : dots}.`], true);
    this.idleSince = performance.now();
    if (!answer!.startsWith('2'))
      throw new SmtpTrouble(isRefusal(answer!) ? 'EMESSAGE' : 'EPROTOCOL', answer!, codeOf(answer!), true);
    return answer!;
  }

  /** Ends the session in order when it is idle, else at once. */
  close(): void {
    const isIdle = this.waiters.length === 0 && this.end === null;
    this.fail('ECONNECTION', 'Connection closed');
    if (isIdle) this.socket.write('QUIT\r\n');
    this.connection.close();
  }

  /** Breaks off whatever is under way. */
  abort(reason: string): void {
    this.fail('EABORT', reason);
    this.socket.destroy();
    this.connection.close();
  }

  private envelopeOf({ from, to }: SmtpMail): string[] {
    // what is no address here would be a command of somebody else's making
    if (!isPath(to) || (from !== '' && !isPath(from)))
      throw new SmtpTrouble('EENVELOPE', 'The address cannot be written to.');
    return [...(this.isReset ? [] : ['RSET']), `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA'];
  }

  private async askOneByOne(commands: readonly string[]): Promise<string[]> {
    const replies: string[] = [];
    for (const command of commands) {
      replies.push(...(await this.ask([command])));
      if (!/^[23]/.test(replies.at(-1)!)) break;
    }
    return replies;
  }

  /** @param hasBody whether what goes out now is the message: from then on nobody knows without an answer */
  private ask(commands: readonly string[], hasBody = false): Promise<string[]> {
    const replies = commands.map(
      () =>
        new Promise<string>((resolve, reject) =>
          this.waiters.push({
            resolve,
            reject: (trouble) => reject(hasBody ? trouble.withBody() : trouble),
          }),
        ),
    );
    this.socket.write(`${commands.join('\r\n')}\r\n`, 'utf8');
    return Promise.all(replies);
  }

  private hear(chunk: string): void {
    const lines = (this.rest + chunk).split('\r\n');
    this.rest = lines.pop()!;
    for (const line of lines) {
      this.lines.push(line);
      if (!isFinalLine(line)) continue;
      const reply = this.lines.join('\n');
      this.lines = [];
      const waiter = this.waiters.shift();
      if (waiter === undefined) return this.leave(reply);
      waiter.resolve(reply);
      // RFC 5321 3.8: after 421 nothing more comes
      if (reply.startsWith('421')) this.leave(reply);
    }
    if (this.rest.length > LONGEST_REPLY || this.lines.length > 100) this.leave('The answer was too long.');
  }

  private leave(reply: string): void {
    this.fail('ECONNECTION', reply, codeOf(reply));
    this.connection.close();
  }

  private fail(code: string, response: string, responseCode?: number): void {
    this.end ??= new SmtpTrouble(code, response, responseCode);
    for (const waiter of this.waiters.splice(0)) waiter.reject(this.end);
  }
}

/** Whether an address is ASCII without blanks and brackets, so that it ends where we end it. */
function isPath(address: string): boolean {
  return /^[!-;=?-~]+$/.test(address);
}

/** Whether a reply says no, as opposed to nonsense. */
function isRefusal(reply: string): boolean {
  return /^[45]\d\d/.test(reply);
}

function codeOf(reply: string): number | undefined {
  const code = Number.parseInt(reply, 10);
  return Number.isNaN(code) ? undefined : code;
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? new Error(signal.reason.message) : new Error('given up');
}
