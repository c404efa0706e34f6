// The development mailbox, a process of its own: a flood of mail must not hold up the supervisor.
import path from 'node:path';
import { readSettings } from '../settings';
import { MailStore } from './mail-store';
import { MailboxServer } from './mailbox-server';
import { listenForMail } from './smtp-catcher';

async function main(): Promise<void> {
  const { dataDir, host, ports } = readSettings(process.env, process.cwd());
  const store = MailStore.open(path.join(dataDir, 'mailbox'));
  const page = new MailboxServer(store, host);
  await page.listen(ports.mailbox);
  const smtp = await listenForMail(store, ports.smtp);
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
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

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
