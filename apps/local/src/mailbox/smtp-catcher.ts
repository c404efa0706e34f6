import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailStore } from './mail-store';

const MAX_MAIL_BYTES = 30_000_000;

/**
 * An SMTP server on the loopback that accepts every mail, from anybody to anybody, and keeps it. Nothing is parsed here, so
 * it accepts faster than the product sends. Port 0 takes a free one.
 */
export function listenForMail(store: MailStore, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    name: 'mailbox.beckon.local',
    banner: 'Beckon development mailbox',
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    size: MAX_MAIL_BYTES,
    closeTimeout: 1000,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded)
          return callback(Object.assign(new Error('The message is too big'), { responseCode: 552 }));
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          channel: 'email' as const,
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
        };
        store.append(message, Buffer.concat(chunks)).then(
          (id) => callback(null, `kept as ${id}`),
          (error: unknown) => callback(Object.assign(error as Error, { responseCode: 452 })),
        );
      });
    },
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      server.on('error', () => undefined); // one client's broken connection
      const { port: usedPort } = server.server.address() as AddressInfo;
      resolve({ port: usedPort, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
