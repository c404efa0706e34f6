import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { createTransport } from 'nodemailer';
import { aGuest, dueBroadcast, TestSystem, uniqueWord, until } from '../harness';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let system: TestSystem;
let dsnPort: number;

beforeAll(async () => {
  dsnPort = await freePort();
  system = await TestSystem.start({ env: { DSN_SMTP_PORT: String(dsnPort) }, workers: 1 });
});
afterAll(() => system.stop());

/** A mail that the mail server has taken. */
async function aMail(): Promise<{ id: string; to: string }> {
  const { api, owner } = system;
  const event = await api.event(owner);
  const to = `${uniqueWord()}@guests.test`;
  await aGuest(owner, event.id, { name: 'Guest', email: to });
  const { id: messageId, path } = await dueBroadcast(owner, event.id);
  await until('the end', async () => (await owner.client.get(path)).body.status === 'sent');
  const [{ id }] = await system.rows('select id from deliveries where message_id = $1', [messageId]);
  return { id, to };
}

describe('bounce mails', () => {
  const report = (messageId: string, status = '5.1.1') =>
    [
      'From: MAILER-DAEMON@mx.test',
      'To: events@beckon.test',
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.test',
      '',
      'Final-Recipient: rfc822; x@guests.test',
      'Action: failed',
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550 5.1.1 <x@guests.test> unknown',
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${messageId}`,
      'Subject: Doors open at six',
      '',
      '--b--',
      '',
    ].join('\r\n');
  const bounceMail = (raw: string, from = '') =>
    createTransport({ host: '127.0.0.1', port: dsnPort }).sendMail({
      envelope: { from, to: ['bounces@beckon.test'] },
      raw,
    });

  it('that come by SMTP make a delivery bounced and suppress the address', async () => {
    const { id, to } = await aMail();
    const raw = report(`<d.${id}@beckon.test>`);
    await bounceMail(raw);
    await bounceMail(raw);
    const [row] = await system.rows('select * from deliveries where id = $1', [id]);
    expect(row).toMatchObject({
      status: 'bounced',
      error_code: '5.1.1',
      error: '550 5.1.1 <[address]> unknown',
    });
    const suppressions = (await system.owner.client.get(`/v1/suppressions?q=${encodeURIComponent(to)}`)).body.items;
    expect(suppressions).toMatchObject([{ reason: 'bounce', scope: 'organization', appliesTo: 'all', source: 'smtp' }]);
    expect(suppressions).toHaveLength(1);
    expect(await system.rows('select 1 from email_events where delivery_id = $1', [id])).toHaveLength(1);
  });

  it('are the only mails it takes', async () => {
    await expect(bounceMail(report('<d.no@beckon.test>'))).rejects.toMatchObject({ responseCode: 554 });
    await expect(bounceMail('Subject: hello\r\n\r\nhello\r\n')).rejects.toMatchObject({ responseCode: 554 });
    await expect(bounceMail(report(`<d.${randomUUID()}@beckon.test>`), 'somebody@mx.test')).rejects.toMatchObject({
      responseCode: 550,
    });
  });
});
