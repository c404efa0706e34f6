import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { SnsCertificates } from '@beckon/delivery';
import type { TestApi } from './api';
import { uniqueWord } from './people';

const RESEND_SECRET = `whsec_${Buffer.from('a secret only for these tests').toString('base64')}`;
export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:beckon-receipts';
export const CERTIFICATE_URL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
const sns = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Settings of a process that takes receipts of Resend and Amazon SES. */
export const receiptSettings = { RESEND_WEBHOOK_SECRET: RESEND_SECRET, SES_TOPIC_ARN: TOPIC_ARN } as const;

/** Amazon's certificate is the one that `snsBody` signs with, and nothing else is fetched. */
export function trustSns(api: TestApi): void {
  api.app.get(SnsCertificates).download = (url) =>
    url === CERTIFICATE_URL
      ? Promise.resolve(sns.publicKey.export({ type: 'spki', format: 'pem' }).toString())
      : Promise.reject(new Error(`nobody may ask ${url}`));
}

/** What Resend tells of one mail. */
export interface Said {
  type: string;
  deliveryId?: string | null;
  providerId?: string;
  at?: Date;
  data?: object;
}
export const resendBody = ({
  type,
  deliveryId = null,
  providerId = `re_${uniqueWord()}`,
  at = new Date(),
  data = {},
}: Said): string =>
  JSON.stringify({
    type,
    created_at: at.toISOString(),
    data: {
      email_id: providerId,
      to: ['x@y.test'],
      ...(deliveryId !== null && { tags: { delivery_id: deliveryId } }),
      ...data,
    },
  });

/** The headers of a webhook of Resend. */
export function signedBySvix(
  body: string,
  id = `msg_${uniqueWord()}`,
  at = new Date(),
  key: string = RESEND_SECRET,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(key).sign(id, at, body),
  };
}

/** A notice of SNS with its signature. */
export function snsBody(event: unknown, over: Record<string, unknown> = {}, key = sns.privateKey): string {
  const message: Record<string, unknown> = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: TOPIC_ARN,
    Message: typeof event === 'string' ? event : JSON.stringify(event),
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: CERTIFICATE_URL,
    ...over,
  };
  const names =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names
    .filter((name) => name in message)
    .map((name) => `${name}\n${String(message[name])}\n`)
    .join('');
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return JSON.stringify({ ...message, Signature: createSign(algorithm).update(text).sign(key, 'base64') });
}

export const sesEvent = (deliveryId: string | null, type: string, over: object = {}) => ({
  eventType: type,
  mail: {
    timestamp: new Date().toISOString(),
    messageId: 'ses-1',
    tags: deliveryId === null ? {} : { delivery_id: [deliveryId] },
  },
  ...over,
});
