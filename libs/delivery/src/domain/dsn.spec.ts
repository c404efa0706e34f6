import { deliveryIdInMessageId, readDsn } from './dsn';

const now = new Date('2026-11-22T10:00:00Z');
const id = '019a7c1e-0000-7000-8000-000000000001';

interface Report {
  action?: string;
  status?: string;
  perMessage?: string[];
  returned?: string[];
  headers?: string[];
  boundary?: string;
  returnedType?: string;
}
const report = ({
  action = 'failed',
  status = '5.1.1',
  perMessage = ['Reporting-MTA: dns; mx.example.test', 'Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0000'],
  returned = [`Message-ID: <d.${id}@beckon.test>`],
  headers = [],
  boundary = '"=_bound ary"',
  returnedType = 'text/rfc822-headers',
}: Report = {}): string => {
  const name = boundary.replaceAll('"', '');
  return [
    'From: MAILER-DAEMON@mx.example.test',
    ...headers,
    `Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=${boundary}`,
    '',
    'This is a MIME message.',
    `--${name}`,
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    `--${name}`,
    'Content-Type: message/delivery-status',
    '',
    ...perMessage,
    '',
    'Final-Recipient: rfc822; dead@guests.test',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1\r\n <dead@guests.test> is unknown',
    'Last-Attempt-Date: Sun, 22 Nov 2026 09:30:00 +0000',
    '',
    `--${name}`,
    `Content-Type: ${returnedType}`,
    '',
    ...returned,
    'Subject: Doors open at six',
    '',
    'Hello, Message-ID: <d.019a7c1e-0000-7000-8000-00000000ffff@beckon.test>',
    `--${name}--`,
    '',
  ].join('\r\n');
};

describe('a delivery status notification', () => {
  it.each([
    ['failed', '5.1.1', 'bounce', 'permanent'],
    ['failed', '5.1.10', 'bounce', 'permanent'],
    ['failed', '5.2.1', 'bounce', 'permanent'],
    ['failed', '5.2.2', 'bounce', 'transient'],
    ['failed', '4.4.7', 'bounce', 'transient'],
    ['failed', '5.7.1', 'bounce', 'policy'],
    ['failed', '5.3.4', 'bounce', 'content'],
    ['failed', 'none', 'bounce', 'undetermined'],
    ['Failed', '5.1.1 (no such user)', 'bounce', 'permanent'],
    ['delayed', '4.4.1', 'delayed', null],
    ['delivered', '2.0.0', 'delivered', null],
    ['relayed', '2.0.0', 'sent', null],
    ['expanded', '2.0.0', 'sent', null],
  ])('%s %s is %s (%s)', (action, status, kind, subtype) => {
    expect(readDsn(report({ action, status }), now)).toMatchObject({ deliveryId: id, kind, subtype });
  });

  it('has the time, the code and the words, without an address', () => {
    expect(readDsn(report(), now)).toMatchObject({
      errorCode: '5.1.1',
      detail: '550 5.1.1 <[address]> is unknown',
      finalRecipient: 'dead@guests.test',
      occurredAt: new Date('2026-11-22T09:30:00Z'),
    });
  });

  it.each<[string, Report]>([
    ['a bare boundary', { boundary: 'b1' }],
    ['the whole mail returned', { returnedType: 'message/rfc822' }],
    ['our envelope id', { perMessage: [`Original-Envelope-Id: ${id}`], returned: [] }],
    ['a folded Message-ID', { returned: [`Message-ID:\r\n <d.${id}@beckon.test>`] }],
    ['only what it answers', { returned: [], headers: [`In-Reply-To: <d.${id}@beckon.test>`] }],
  ])('names our delivery by %s', (_what, parts) => {
    expect(readDsn(report(parts), now)?.deliveryId).toBe(id);
  });

  it('is read from base64 and with bare line feeds too', () => {
    const status = Buffer.from(
      'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.test\nAction: failed\nStatus: 5.1.1\n',
    ).toString('base64');
    const raw = `Content-Type: multipart/report; boundary=b\nIn-Reply-To: <d.${id}@x.test>\n\n--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n${status}\n--b--\n`;
    expect(readDsn(raw, now)).toMatchObject({ deliveryId: id, kind: 'bounce', subtype: 'permanent' });
  });

  it.each([
    ['nothing', ''],
    ['an ordinary mail', 'Subject: hello\r\n\r\nhello'],
    ['a mail of somebody else', report({ returned: ['Message-ID: <other@example.test>'] })],
    ['an action nobody knows', report({ action: 'exploded' })],
    ['an end in the middle', report().slice(0, 500)],
    ['another boundary', report().replaceAll('--=_bound', '--=_other')],
    ['parts within parts', `${'Content-Type: multipart/report; boundary=b\n\n--b\n'.repeat(50)}x`],
    ['very many parts', `Content-Type: multipart/report; boundary=b\n\n${'--b\n\n'.repeat(10_000)}`],
  ])('is none: %s', (_what, raw) => {
    expect(readDsn(raw, now)).toBeNull();
  });

  it('survives megabytes of hostile headers', () => {
    const before = process.cpuUsage();
    for (const filler of [' \n', 'a:\n ', '\t', 'a', 'boundary=', '=\n', '-', ';']) {
      readDsn(`Content-Type: multipart/report; boundary=b;${filler.repeat(1_000_000 / filler.length)}`, now);
      readDsn(
        `Content-Type: multipart/report; boundary=b\nContent-Transfer-Encoding: quoted-printable\n\n${filler.repeat(1_000_000 / filler.length)}`,
        now,
      );
    }
    readDsn(report().replace('is unknown', 'a'.repeat(1_000_000)), now);
    // the processor's time: a busy machine may let it wait
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });
});

it.each([
  [`<d.${id}@beckon.test>`, id],
  [`d.${id.toUpperCase()}@beckon.test`, id],
  [`<x.${id}@beckon.test>`, null],
  ['<d.123@beckon.test>', null],
  ['', null],
])('the delivery in %s is %s', (text, found) => {
  expect(deliveryIdInMessageId(text)).toBe(found);
});
