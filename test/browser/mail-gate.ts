import { createTransport } from 'nodemailer';
import { MailDouble } from '../harness/mail-double';

const BUSY_TRIES = 2;

/** A mail server between the product and its mailbox: it refuses, puts off or loses some mails, as real ones do. */
export interface MailGate {
  /** For `SMTP_URL`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * What becomes of a mail, by the beginning of its address; every other mail goes straight to the mailbox.
 *
 * - `busy-`: put off twice ("try later"), then taken
 * - `never-`: put off every time
 * - `dead-`: refused, there is no such mailbox
 * - `lost-`: taken, but the connection breaks before the answer
 *
 * @param mailboxPort where the mailbox takes mail on this machine
 */
export async function openMailGate(mailboxPort: number): Promise<MailGate> {
  const mailbox = createTransport({
    host: '127.0.0.1',
    port: mailboxPort,
    pool: true,
    maxConnections: 20,
    secure: false,
  });
  const gate = await MailDouble.start(async ({ from, to, raw }) => {
    await mailbox.sendMail({ envelope: { from, to: [to] }, raw });
  });
  const tries = new Map<string, number>();
  gate.faults = {
    onRecipient: (to) => {
      const many = (tries.get(to) ?? 0) + 1;
      tries.set(to, many);
      if (to.startsWith('dead-')) return '550 5.1.1 no such user';
      if (to.startsWith('never-') || (to.startsWith('busy-') && many <= BUSY_TRIES)) return '451 4.3.2 try later';
      return null;
    },
    onMessage: (to) => (to.startsWith('lost-') ? 'drop' : 'ok'),
  };
  return {
    url: gate.url,
    async stop() {
      mailbox.close();
      await gate.stop();
    },
  };
}
