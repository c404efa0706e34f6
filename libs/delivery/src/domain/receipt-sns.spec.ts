import { isCertificateUrl, isSubscribeUrl, isTimely, readSnsMessage, snsHostOf } from './receipt-sns';

const topic = 'arn:aws:sns:eu-west-1:123456789012:receipts';
const message = {
  Type: 'Notification',
  MessageId: 'm1',
  TopicArn: topic,
  Message: 'hello',
  Timestamp: '2026-11-22T10:00:00.000Z',
  SignatureVersion: '2',
  Signature: 'c2ln',
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
};

describe('a message of SNS', () => {
  it('is signed over its members in their order, the subject only if there is one', () => {
    const text = `Message\nhello\nMessageId\nm1\nTimestamp\n${message.Timestamp}\nTopicArn\n${topic}\nType\nNotification\n`;
    expect(readSnsMessage(message)?.signedText).toBe(text);
    expect(readSnsMessage({ ...message, Subject: 'News' })?.signedText).toBe(
      text.replace('Timestamp', 'Subject\nNews\nTimestamp'),
    );
  });

  it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('is signed with its token: %s', (Type) => {
    const read = readSnsMessage({ ...message, Type, Token: 't', SubscribeURL: 'https://x' });
    expect(read?.signedText).toContain(`SubscribeURL\nhttps://x\nTimestamp\n${message.Timestamp}\nToken\nt\n`);
    expect(readSnsMessage({ ...message, Type, Token: 't' })).toBeNull();
  });

  it.each(['1', '2'])('knows signature version %s', (SignatureVersion) => {
    expect(readSnsMessage({ ...message, SignatureVersion })?.digest).toBe(
      SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256',
    );
  });

  it.each([
    null,
    'text',
    [],
    {},
    ...Object.keys(message).map((name) => ({ ...message, [name]: undefined })),
    ...Object.keys(message).map((name) => ({ ...message, [name]: { toString: 'x' } })),
    { ...message, Type: 'constructor' },
    { ...message, SignatureVersion: '__proto__' },
    { ...message, Timestamp: 'yesterday' },
  ])('is none: %j', (other) => {
    expect(readSnsMessage(other)).toBeNull();
  });

  it.each([
    [0, true],
    [6 * 86_400_000, true],
    [8 * 86_400_000, false],
    [-10 * 60_000, true],
    [-20 * 60_000, false],
  ])('that is %i ms old: timely %s', (ageMs, timely) => {
    const now = new Date('2026-11-22T10:00:00Z');
    expect(isTimely(new Date(now.getTime() - ageMs), now)).toBe(timely);
  });
});

describe('addresses of SNS', () => {
  it.each([
    [topic, 'sns.eu-west-1.amazonaws.com'],
    ['arn:aws-cn:sns:cn-north-1:123456789012:x', 'sns.cn-north-1.amazonaws.com.cn'],
    ['arn:aws-us-gov:sns:us-gov-west-1:123456789012:x', 'sns.us-gov-west-1.amazonaws.com'],
  ])('%s is at %s', (arn, host) => {
    expect(snsHostOf(arn)).toBe(host);
  });

  const host = 'https://sns.eu-west-1.amazonaws.com';
  it.each([
    [`${host}/SimpleNotificationService-0a1b.pem`, true],
    ['http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem', false],
    ['https://sns.s3-us-west-2.amazonaws.com/SimpleNotificationService-0a1b.pem', false],
    ['https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a1b.pem', false],
    ['https://sns.eu-west-1.amazonaws.com.evil.test/SimpleNotificationService-0a1b.pem', false],
    ['https://sns.eu-west-1.amazonaws.com@evil.test/SimpleNotificationService-0a1b.pem', false],
    ['https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-0a1b.pem', false],
    [`${host}/bucket/SimpleNotificationService-0a1b.pem`, false],
    [`${host}/SimpleNotificationService-0a1b.pem?x=1`, false],
    [`${host}/x.pem`, false],
    ['nonsense', false],
  ])('%s holds a certificate: %s', (url, is) => {
    expect(isCertificateUrl(url, topic)).toBe(is);
  });

  it.each([
    [`${host}/?Action=ConfirmSubscription&TopicArn=${topic}&Token=t`, true],
    [`${host}/?Action=ConfirmSubscription&TopicArn=${topic}x&Token=t`, false],
    [`${host}/?Action=Unsubscribe&TopicArn=${topic}&Token=t`, false],
    [`https://127.0.0.1/?Action=ConfirmSubscription&TopicArn=${topic}&Token=t`, false],
    [`http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}`, false],
  ])('%s confirms a subscription: %s', (url, is) => {
    expect(isSubscribeUrl(url, topic)).toBe(is);
  });
});
