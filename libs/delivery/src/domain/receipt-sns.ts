import { textAt } from './receipt-json';

/** A message of Amazon SNS as it comes over HTTP, every member a text. Not yet to be trusted. */
export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  readonly sentAt: Date;
  readonly subscribeUrl: string | null;
  readonly signature: string;
  readonly signingCertUrl: string;
  /** `1` signs with SHA-1, `2` with SHA-256. */
  readonly digest: 'RSA-SHA1' | 'RSA-SHA256';
  /** What the signature covers. */
  readonly signedText: string;
}

const digests = new Map<string | null, SnsMessage['digest']>([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);
const types = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const;

/**
 * Which members are signed, in this order; a Subject only when there is one.
 * Source: docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
const signedMembers = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const satisfies Record<SnsMessage['type'], readonly string[]>;

/** Reads the members of a parsed body; null when one that is needed is not there or not a text. */
export function readSnsMessage(body: unknown): SnsMessage | null {
  const type = types.find((one) => one === textAt(body, 'Type'));
  const digest = digests.get(textAt(body, 'SignatureVersion'));
  const messageId = textAt(body, 'MessageId');
  const topicArn = textAt(body, 'TopicArn');
  const message = textAt(body, 'Message');
  const sentAt = new Date(textAt(body, 'Timestamp') ?? '');
  const signature = textAt(body, 'Signature');
  const signingCertUrl = textAt(body, 'SigningCertURL');
  if (type === undefined || digest === undefined || Number.isNaN(sentAt.getTime())) return null;
  if (messageId === null || topicArn === null || message === null || signature === null || signingCertUrl === null)
    return null;
  const parts: string[] = [];
  for (const name of signedMembers[type]) {
    const value = textAt(body, name);
    if (value !== null) parts.push(`${name}\n${value}\n`);
    else if (name !== 'Subject') return null;
  }
  const signedText = parts.join('');
  const subscribeUrl = textAt(body, 'SubscribeURL');
  return { type, messageId, topicArn, message, sentAt, subscribeUrl, signature, signingCertUrl, digest, signedText };
}

/** SNS gives up long before; our inbox remembers repeats for longer, so nothing older can be played again. */
export const OLDEST_SNS_MESSAGE_MS = 7 * 86_400_000;
const CLOCK_TROUBLE_MS = 15 * 60_000;

/** Whether a message is neither too old nor from the future. */
export function isTimely(sentAt: Date, now: Date): boolean {
  const ageMs = now.getTime() - sentAt.getTime();
  return ageMs <= OLDEST_SNS_MESSAGE_MS && ageMs >= -CLOCK_TROUBLE_MS;
}

/**
 * The one host that speaks for a topic. A pattern would also let in `sns.s3-us-west-2.amazonaws.com`, which anybody may own.
 *
 * @param topicArn `arn:aws:sns:eu-west-1:123456789012:name`
 */
export function snsHostOf(topicArn: string): string {
  const [, partition, , region] = topicArn.split(':');
  return `sns.${region ?? ''}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/** Whether the certificate may be fetched from there: SNS itself, in the topic's region. */
export function isCertificateUrl(text: string, topicArn: string): boolean {
  const url = snsUrl(text, topicArn);
  return url !== null && url.search === '' && /^\/SimpleNotificationService-[0-9a-zA-Z]+\.pem$/.test(url.pathname);
}

/** Whether opening the address confirms a subscription to this topic, and does nothing else. */
export function isSubscribeUrl(text: string, topicArn: string): boolean {
  const url = snsUrl(text, topicArn);
  return (
    url?.pathname === '/' &&
    url.searchParams.get('Action') === 'ConfirmSubscription' &&
    url.searchParams.get('TopicArn') === topicArn
  );
}

function snsUrl(text: string, topicArn: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.port === '' && url.hash === '';
  return url.protocol === 'https:' && url.hostname === snsHostOf(topicArn) && isPlain ? url : null;
}
