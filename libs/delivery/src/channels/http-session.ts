import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { type HttpAnswer, readAnswer } from '../domain/http-answer';

/** Where a session goes. */
export interface HttpDoor {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

interface Waiter {
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

/** The longest list that is asked for stays far below. */
const MAX_ANSWER_BYTES = 4_000_000;

/**
 * One kept HTTP/1.1 connection that carries one request after the other. Written here because the one of Node costs more than all
 * the rest of a send: one write and one read a request, no streams in between. It never repeats a request.
 */
export class HttpSession {
  private waiter: Waiter | null = null;
  private received: Buffer | null = null;
  private isOver = false;
  /** When it last finished something, by `performance.now()`. */
  idleSince = performance.now();

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.hear(chunk));
    socket.on('end', () => this.hearEnd());
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(closed()));
  }

  /**
   * @param signal gives up opening
   * @throws Error with Node's code when nobody is there, or it is not who it should be
   */
  static open({ host, port, isSecure }: HttpDoor, signal: AbortSignal): Promise<HttpSession> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const socket: Socket = isSecure
        ? connectSecure({ host, port, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 && { servername: host }) })
        : connectPlain({ host, port });
      const giveUp = (): void => void socket.destroy(abortOf(signal));
      const hearClose = (): void => hearError(closed());
      const forget = (): void => {
        signal.removeEventListener('abort', giveUp);
        socket.off('error', hearError).off('close', hearClose);
      };
      const hearError = (error: Error): void => {
        forget();
        socket.on('error', () => undefined);
        reject(error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      socket.on('error', hearError).on('close', hearClose);
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        forget();
        socket.setNoDelay(true);
        resolve(new HttpSession(socket));
      });
    });
  }

  /** Whether it can carry another request. */
  get isUsable(): boolean {
    return !this.isOver && this.waiter === null;
  }

  /**
   * Writes a request and reads its answer. From the first moment on it may have been taken.
   *
   * @param request head and body as they go over the wire
   * @param signal gives up; the connection is gone then
   * @throws BadAnswer, or Error with Node's code
   */
  ask(request: string, signal: AbortSignal): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const giveUp = (): void => this.fail(abortOf(signal));
      signal.addEventListener('abort', giveUp, { once: true });
      const forget = (): void => signal.removeEventListener('abort', giveUp);
      this.waiter = {
        resolve(answer) {
          forget();
          resolve(answer);
        },
        reject(error) {
          forget();
          reject(error);
        },
      };
      this.socket.write(request, 'utf8');
    });
  }

  close(): void {
    this.fail(closed());
  }

  private hear(chunk: Buffer): void {
    // words that nobody asked for: a server that says good-bye, or one that is confused
    if (this.waiter === null) return this.close();
    this.received = this.received === null ? chunk : Buffer.concat([this.received, chunk]);
    if (this.received.length > MAX_ANSWER_BYTES) return this.fail(new Error('The answer is too long.'));
    this.read(false);
  }

  private hearEnd(): void {
    if (this.waiter !== null && this.received !== null) this.read(true);
    this.fail(closed());
  }

  private read(hasEnded: boolean): void {
    let answer: HttpAnswer | null;
    try {
      answer = readAnswer(this.received!, hasEnded);
    } catch (error) {
      return this.fail(error as Error);
    }
    if (answer === null) return;
    const { waiter } = this;
    this.waiter = null;
    this.received = null;
    this.idleSince = performance.now();
    if (!answer.isKept) this.close();
    waiter?.resolve(answer);
  }

  private fail(error: Error): void {
    const { waiter } = this;
    this.waiter = null;
    if (!this.isOver) {
      this.isOver = true;
      this.socket.destroy();
    }
    waiter?.reject(error);
  }
}

function closed(): Error {
  return Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' });
}

function abortOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('given up');
}
