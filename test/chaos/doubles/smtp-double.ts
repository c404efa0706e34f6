import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Arrival, type Behaviour, CALM, pause, type ProviderDouble, type TakenMail } from './provider-double';

const DELIVERY = /^Message-ID:\s*<d\.([0-9a-f-]{36})@/im;
const END = '\r\n.\r\n';

/** What one connection is in the middle of. */
interface Talk {
  readonly socket: Socket;
  worker: string;
  to: string;
  rest: string;
  isData: boolean;
  /** Between the final dot and its answer: the delivery. */
  open: string | null;
  isClosed: boolean;
}

/** A mail server without keys, on a bare socket so that it can fail in every way. Workers name themselves in EHLO. */
export class SmtpDouble implements ProviderDouble {
  readonly name = 'smtp';
  readonly channels = ['email'] as const;
  readonly isKeyed = false;
  readonly taken: TakenMail[] = [];
  readonly arrivals: Arrival[] = [];
  readonly brokenOff = new Map<string, number>();
  readonly refused = new Set<string>();
  behaviour: Behaviour = CALM;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(
    private readonly slowMs: number,
    private readonly maxConnections: number,
  ) {
    this.server = createServer((socket) => this.serve(socket));
  }

  /** @param slowMs longer than a worker waits for an answer */
  static async start(slowMs: number, maxConnections: number): Promise<SmtpDouble> {
    const double = new SmtpDouble(slowMs, maxConnections);
    await new Promise<void>((resolve) => double.server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  settingsFor(worker: string): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      SMTP_URL: `smtp://127.0.0.1:${port}/?name=${worker}`,
      SMTP_FROM: 'Beckon <events@beckon.test>',
      SMTP_MAX_CONNECTIONS: String(this.maxConnections),
    };
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    const talk: Talk = { socket, worker: '', to: '', rest: '', isData: false, open: null, isClosed: false };
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      talk.isClosed = true;
      if (talk.open !== null) this.brokenOff.set(talk.open, Date.now());
    });
    socket.on('data', (chunk) => {
      talk.rest += chunk.toString('latin1');
      this.read(talk);
    });
    socket.write('220 mail.test ESMTP\r\n');
  }

  private read(talk: Talk): void {
    for (;;) {
      const mark = talk.isData ? END : '\r\n';
      const end = talk.rest.indexOf(mark);
      if (end < 0) return;
      const text = talk.rest.slice(0, end);
      talk.rest = talk.rest.slice(end + mark.length);
      if (talk.isData) {
        talk.isData = false;
        void this.take(talk, text);
      } else {
        this.command(talk, text);
      }
    }
  }

  private command(talk: Talk, line: string): void {
    const { socket } = talk;
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
      case 'HELO':
        talk.worker = line.slice(5).trim().toLowerCase();
        return void socket.write('250-mail.test\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n');
      case 'RCPT': {
        talk.to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (this.behaviour.onStage('intent', talk.worker) === 'dead') return;
        if (!this.behaviour.isRecipientDeferred(talk.to)) return void socket.write('250 2.1.5 Ok\r\n');
        return this.answer(talk, '451 4.2.0 try again later');
      }
      case 'DATA':
        talk.isData = true;
        return void socket.write('354 go on\r\n');
      case 'QUIT':
        return void socket.end('221 bye\r\n');
      default:
        return void socket.write('250 2.0.0 Ok\r\n');
    }
  }

  private async take(talk: Talk, text: string): Promise<void> {
    const deliveryId = DELIVERY.exec(text)?.[1] ?? 'no id';
    this.arrivals.push({ deliveryId, worker: talk.worker, at: Date.now() });
    talk.open = deliveryId;
    const trouble = this.behaviour.troubleFor(deliveryId);
    if (trouble === 'dropped before accepting') return void talk.socket.destroy();
    if (trouble === 'mail deferred') {
      this.answer(talk, '451 4.3.0 try again later');
      return;
    }
    const providerId = `smtp-${this.taken.length + 1}`;
    const mail: TakenMail = {
      ...{ deliveryId, channel: 'email', to: talk.to, providerId, at: Date.now(), answeredAt: null },
    };
    this.taken.push(mail);
    this.behaviour.onTaken(mail);
    if (this.behaviour.onStage('midway', talk.worker) === 'dead') return;
    await pause(trouble === 'slower than the time-out' ? this.slowMs : this.behaviour.latencyMs());
    if (trouble === 'dropped after accepting') return void talk.socket.destroy();
    this.answer(talk, trouble === 'malformed answer' ? 'Well, thank you' : `250 2.0.0 Ok: queued as ${providerId}`);
    mail.answeredAt = Date.now();
    this.behaviour.onStage('answered', talk.worker);
  }

  private answer(talk: Talk, words: string): void {
    if (talk.isClosed) return;
    talk.open = null;
    talk.socket.write(`${words}\r\n`);
  }
}
