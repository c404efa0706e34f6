// The development mailbox, a process of its own: a flood of mail must not hold up the supervisor.
import path from 'node:path';
import { readSettings, type Settings } from '../settings';
import { DatabaseContacts } from './contacts';
import { MailStore } from './mail-store';
import { MailboxServer } from './mailbox-server';
import { SimulatedTwilio } from './simulated-twilio';
import { listenForMail } from './smtp-catcher';

async function main(): Promise<void> {
  const settings = readSettings(process.env, process.cwd());
  const { dataDir, host, ports } = settings;
  const store = MailStore.open(path.join(dataDir, 'mailbox'));
  const contacts = new DatabaseContacts(process.cwd(), process.env['DATABASE_URL'] ?? '');
  const twilio = simulatedTwilioOf(settings, store);
  const page = new MailboxServer(store, host, contacts, twilio);
  await page.listen(ports.mailbox);
  const smtp = await listenForMail(store, ports.smtp);
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    twilio?.close();
    await smtp.close();
    await page.close();
    await store.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  process.on('disconnect', () => void end()); // the supervisor is gone
  process.send?.({ ready: true });
}

/** Null where a real Twilio is set up. */
function simulatedTwilioOf({ publicBaseUrl }: Settings, store: MailStore): SimulatedTwilio | null {
  const { env } = process;
  if (!env['TWILIO_SIMULATED']) return null;
  const setting = (name: string): string => env[name] ?? '';
  return new SimulatedTwilio(
    {
      accountSid: setting('TWILIO_ACCOUNT_SID'),
      token: setting('TWILIO_AUTH_TOKEN'),
      senders: {
        sms: setting('TWILIO_SMS_FROM'),
        whatsapp: setting('TWILIO_WHATSAPP_FROM').replace('whatsapp:', ''),
      },
      inboundUrl: `${publicBaseUrl.replace(/\/+$/, '')}/webhooks/twilio/inbound`,
    },
    store,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
