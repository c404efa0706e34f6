import type { AddressInfo } from 'node:net';
import { EntityManager, RequestContext } from '@mikro-orm/postgresql';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@beckon/core';
import { SMTPServer } from 'smtp-server';
import { DsnService } from './dsn.service';

/** A report with the whole mail returned; ours are far smaller. */
const MAX_BYTES = 1_000_000;
const MAX_CLIENTS = 20;
const CLOSE_MS = 2000;

/**
 * A small SMTP server that takes bounce mails and nothing else, where `DSN_SMTP_PORT` is set: the mail server that has the
 * sender's address passes its mails on to it.
 */
@Injectable()
export class DsnIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DsnIntake.name);
  private server: SMTPServer | null = null;

  constructor(
    private readonly config: Config,
    private readonly em: EntityManager,
    private readonly dsn: DsnService,
  ) {}

  /** The port it listens on, or null when it is off. */
  get port(): number | null {
    return this.server === null ? null : (this.server.server.address() as AddressInfo).port;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { dsnSmtpPort: port, host } = this.config;
    if (port === null) return;
    const server = this.makeServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
    server.on('error', (error) => this.logger.debug({ reason: error.message }, 'a connection with bounce mail broke'));
    this.server = server;
    this.logger.log({ port: this.port }, 'takes bounce mail');
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private makeServer(): SMTPServer {
    return new SMTPServer({
      banner: 'bounce mail only',
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      size: MAX_BYTES,
      maxClients: MAX_CLIENTS,
      closeTimeout: CLOSE_MS,
      // a report has the empty sender (RFC 3464 2): everything else is ordinary mail and wrong here
      onMailFrom: (from, _session, done) => done(from.address === '' ? null : refusal(550, 'Only delivery reports')),
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= MAX_BYTES) chunks.push(chunk);
        });
        stream.on('end', () => {
          if (bytes > MAX_BYTES) return done(refusal(552, 'Too big for a delivery report'));
          this.take(Buffer.concat(chunks)).then(
            (isReport) => done(isReport ? null : refusal(554, 'Not a delivery report about a mail from here')),
            (error: unknown) => {
              this.logger.warn({ reason: (error as Error).message }, 'a bounce mail was not kept');
              done(refusal(451, 'Try again later'));
            },
          );
        });
      },
    });
  }

  private take(raw: Buffer): Promise<boolean> {
    return RequestContext.create(this.em, () => this.dsn.receiveDsn(raw.toString('utf8')));
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
