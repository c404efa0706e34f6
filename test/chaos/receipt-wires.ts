import { createTransport } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import { signedByTwilio, TWILIO_TOKEN } from '../harness/twilio-double';
import { type Deployment, WEBHOOK_SECRET } from './deployment';
import type { TakenMail } from './doubles/provider-double';

const FORGED_SECRET = `whsec_${Buffer.from('somebody else knows only this').toString('base64')}`;

/** What a provider says of a message later, in its own words. */
export type Word = 'sending' | 'sent' | 'delivered' | 'read' | 'bounced' | 'complained' | 'failed' | 'undelivered';

/** What is wrong with a receipt that nobody may believe. */
export type Forgery = 'signed by somebody else' | 'stale' | 'another address' | 'another account';

export interface Receipt {
  readonly mail: TakenMail;
  readonly word: Word;
  /** Of the provider. */
  readonly id: string;
  readonly forgery: Forgery | null;
}

export type Answer = 'taken' | 'refused' | 'later';

/** A signed webhook of Resend to one API. */
export async function postWebhook(deployment: Deployment, { mail, word, id, forgery }: Receipt): Promise<Answer> {
  const raw = JSON.stringify({
    type: `email.${word}`,
    created_at: new Date().toISOString(),
    data: {
      email_id: mail.providerId,
      to: [mail.to],
      tags: { delivery_id: mail.deliveryId },
      ...(word === 'bounced' && { bounce: { type: 'Permanent', subType: 'General', message: '550 5.1.1 unknown' } }),
    },
  });
  // truly signed and stale: somebody has kept it
  const at = new Date(Date.now() - (forgery === 'stale' ? 3_600_000 : 0));
  const key = forgery === 'signed by somebody else' ? FORGED_SECRET : WEBHOOK_SECRET;
  const headers = {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(key).sign(id, at, raw),
  };
  const { status } = await deployment.client().request('POST', '/webhooks/resend', { raw, headers });
  if (status === 204) return 'taken';
  return status === 403 ? 'refused' : 'later';
}

/** A signed status callback of Twilio to one API. */
export async function postCallback(deployment: Deployment, receipt: Receipt, code: number | null): Promise<Answer> {
  const { mail, word, forgery } = receipt;
  const { url, form } = deployment.phones.callbackAbout(mail, word, code);
  if (forgery === 'another account') form.AccountSid = `AC${'0c'.repeat(16)}`;
  const token = forgery === 'signed by somebody else' ? 'a token of somebody else' : TWILIO_TOKEN;
  const signature = signedByTwilio(url, form, token);
  // signed for one delivery and sent for another
  const to = forgery === 'another address' ? url.replace(/d=.*$/, 'd=00000000-0000-7000-8000-000000000000') : url;
  return postForm(deployment, to, form, signature);
}

/** What a guest writes to us, signed by Twilio. */
export function postInbound(deployment: Deployment, from: string, words: string): Promise<Answer> {
  const url = 'https://beckon.test/webhooks/twilio/inbound';
  const form = deployment.phones.inboundForm(from, words);
  return postForm(deployment, url, form, signedByTwilio(url, form));
}

async function postForm(
  deployment: Deployment,
  url: string,
  form: Readonly<Record<string, string>>,
  signature: string,
): Promise<Answer> {
  const { pathname, search } = new URL(url);
  const { status } = await deployment.client().request('POST', pathname + search, {
    raw: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
  });
  if (status === 204 || status === 200) return 'taken';
  return status === 403 ? 'refused' : 'later';
}

/** A delivery status notification to one worker. Forged: from somebody, although a report has the empty sender. */
export async function mailReport({ mail, word, forgery }: Receipt, port: number): Promise<Answer> {
  const transport = createTransport({ host: '127.0.0.1', port, connectionTimeout: 2000, socketTimeout: 10_000 });
  const isFailure = word === 'bounced';
  const raw = [
    'From: MAILER-DAEMON@mx.test',
    'To: events@beckon.test',
    'Subject: Report',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.test',
    '',
    `Final-Recipient: rfc822; ${mail.to}`,
    `Action: ${isFailure ? 'failed' : 'delivered'}`,
    `Status: ${isFailure ? '5.1.1' : '2.0.0'}`,
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <d.${mail.deliveryId}@beckon.test>`,
    '',
    '--b--',
    '',
  ].join('\r\n');
  try {
    await transport.sendMail({
      envelope: { from: forgery === null ? '' : 'x@mx.test', to: ['events@beckon.test'] },
      raw,
    });
    return 'taken';
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode ?? 0;
    return code >= 500 ? 'refused' : 'later';
  }
}
