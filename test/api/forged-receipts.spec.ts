import { generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  CERTIFICATE_URL,
  receiptSettings,
  resendBody,
  sesEvent,
  signedBySvix,
  snsBody,
  startApi,
  type TestApi,
  TOPIC_ARN,
  trustSns,
} from '../harness';

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
let api: TestApi;

beforeAll(async () => {
  api = await startApi(receiptSettings);
  trustSns(api);
});
afterAll(() => api.close());

const receiptCount = async () =>
  Number((await api.database.pool.query('select count(*) from provider_receipts')).rows[0].count);
const post = (path: string, raw: string, headers: Record<string, string>) =>
  api.anonymous.request('POST', path, { raw, headers });
const ses = async (body: string) =>
  (await post('/webhooks/ses', body, { 'content-type': 'text/plain; charset=UTF-8' })).status;
const permanent = { bounce: { type: 'Permanent', subType: 'General', message: 'smtp; 550 5.1.1 no such user' } };

describe('a receipt that is not signed as it must be', () => {
  const genuine = () => resendBody({ type: 'email.bounced', deliveryId: randomUUID(), data: permanent });
  const forged: [string, () => [string, Record<string, string>]][] = [
    ['no signature', () => [genuine(), { 'content-type': 'application/json' }]],
    [
      'a key of somebody else',
      () => {
        const body = genuine();
        return [
          body,
          signedBySvix(
            body,
            undefined,
            new Date(),
            `whsec_${Buffer.from('a key of somebody else').toString('base64')}`,
          ),
        ];
      },
    ],
    ['another body', () => [genuine(), signedBySvix(genuine())]],
    [
      'a blank more',
      () => {
        const body = genuine();
        return [`${body} `, signedBySvix(body)];
      },
    ],
    [
      'six minutes ago',
      () => {
        const body = genuine();
        return [body, signedBySvix(body, undefined, new Date(Date.now() - 360_000))];
      },
    ],
    [
      'six minutes ahead',
      () => {
        const body = genuine();
        return [body, signedBySvix(body, undefined, new Date(Date.now() + 360_000))];
      },
    ],
    [
      'a time that is none',
      () => {
        const body = genuine();
        return [body, { ...signedBySvix(body), 'svix-timestamp': 'now' }];
      },
    ],
    ['nothing at all', () => ['', {}]],
  ];

  it.each(forged)('is refused and not kept: %s', async (_what, make) => {
    const before = await receiptCount();
    const answer = await post('/webhooks/resend', ...make());
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
    expect(await receiptCount()).toBe(before);
  });

  const notSns: [string, () => string][] = [
    ['a key of somebody else', () => snsBody(sesEvent(randomUUID(), 'Delivery'), {}, stranger.privateKey)],
    [
      'another topic',
      () => snsBody(sesEvent(randomUUID(), 'Delivery'), { TopicArn: TOPIC_ARN.replace('receipts', 'others') }),
    ],
    [
      'a certificate of a bucket',
      () =>
        snsBody(sesEvent(randomUUID(), 'Delivery'), {
          SigningCertURL: 'https://sns.s3-us-west-2.amazonaws.com/SimpleNotificationService-0.pem',
        }),
    ],
    [
      'a certificate of another region',
      () =>
        snsBody(sesEvent(randomUUID(), 'Delivery'), {
          SigningCertURL: CERTIFICATE_URL.replace('eu-west-1', 'us-east-1'),
        }),
    ],
    [
      'a certificate by http',
      () => snsBody(sesEvent(randomUUID(), 'Delivery'), { SigningCertURL: CERTIFICATE_URL.replace('https', 'http') }),
    ],
    ['a signature version nobody knows', () => snsBody(sesEvent(randomUUID(), 'Delivery'), { SignatureVersion: '3' })],
    [
      'eight days old',
      () =>
        snsBody(sesEvent(randomUUID(), 'Delivery'), { Timestamp: new Date(Date.now() - 8 * 86_400_000).toISOString() }),
    ],
    ['a changed message', () => snsBody(sesEvent(randomUUID(), 'Delivery')).replace('Delivery', 'Complaint')],
    ['no JSON', () => 'hello'],
    ['a list', () => '[]'],
    ['nothing', () => ''],
    [
      'a subscription at another host',
      () =>
        snsBody('confirm', {
          Type: 'SubscriptionConfirmation',
          Token: 't',
          SubscribeURL: 'https://127.0.0.1/?Action=ConfirmSubscription',
        }),
    ],
  ];

  it.each(notSns)('is refused and not kept: SNS with %s', async (_what, make) => {
    const before = await receiptCount();
    expect(await ses(make())).toBe(403);
    expect(await receiptCount()).toBe(before);
  });

  it('is too much from 256 KB on', async () => {
    const body = genuine() + ' '.repeat(300_000);
    expect((await post('/webhooks/resend', body, signedBySvix(body))).status).toBe(413);
  });

  it('is everything where nothing is set up', async () => {
    const bare = await startApi({}, api.database);
    const body = genuine();
    const answers = await Promise.all([
      bare.anonymous.request('POST', '/webhooks/resend', { raw: body, headers: signedBySvix(body) }),
      bare.anonymous.request('POST', '/webhooks/ses', { raw: snsBody(sesEvent(null, 'Delivery')) }),
    ]);
    await bare.close();
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });
});
