import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime, { type Email } from 'postal-mime';
import type { Outgoing } from '../channels/channel';
import { composeMime, quotedPrintable } from './mime';

const frame = { domain: 'beckon.test', date: new Date('2027-06-01T12:00:00Z') };

const ordinary: Outgoing = {
  deliveryId: '01890000-0000-7000-8000-000000000001',
  to: 'ana@example.com',
  subject: 'See you',
  text: 'Hello Ana',
  html: '<p>Hello Ana</p>',
  unsubscribeUrl: 'https://beckon.test/u/token',
  envelope: {
    from: { name: 'Efua Mensah', address: 'events@beckon.test' },
    replyTo: 'host@example.com',
    listId: 'event-1',
  },
};

async function readByLibrary(outgoing: Outgoing): Promise<Email> {
  const { envelope } = outgoing;
  const raw = await new MailComposer({
    from: envelope.from ?? undefined,
    to: outgoing.to,
    replyTo: envelope.replyTo ?? undefined,
    subject: outgoing.subject ?? '',
    text: outgoing.text,
    html: outgoing.html ?? undefined,
    messageId: `<d.${outgoing.deliveryId}@beckon.test>`,
    date: frame.date,
  })
    .compile()
    .build();
  return PostalMime.parse(raw);
}

/** What a mail program shows: line ends and blanks around the whole do not count. */
const shown = (mail: Email) => ({
  from: mail.from?.address,
  fromName: mail.from?.name.replace(/\s+/g, ' ').trim(),
  to: mail.to?.map((to) => to.address),
  replyTo: mail.replyTo?.map((to) => to.address),
  subject: (mail.subject ?? '').replace(/\s+/g, ' ').trim(),
  text: (mail.text ?? '').replace(/\r\n/g, '\n').trimEnd(),
  html: (mail.html ?? '').replace(/\r\n/g, '\n').trimEnd(),
  messageId: mail.messageId,
  date: mail.date,
});

/** Names and texts as hostile guests and careless authors write them. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    'Ana\r\nBcc: everyone@example.com',
    'x\n\nbody',
    '.',
    '..\r\n.\r\n',
    '=?UTF-8?B?QW5h?=',
    'trailing blanks   \t',
    '"quoted\\" <evil@example.com>',
    '🎉'.repeat(60),
    'ß'.repeat(200),
    'a'.repeat(3000),
    '=3D='.repeat(50),
    '--=_d.01890000-0000-7000-8000-000000000001--',
    'José, 王小明, Łukasz',
    ' leading',
    'tab\tinside',
    '\u2028line\u2029para',
  ),
);

// what rendering gives: control characters are gone from values, and no half of a surrogate pair gets past the API
const clean = hostile.map((text) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, ''),
);

describe('composeMime', () => {
  it('writes the headers that a bulk sender owes', () => {
    const raw = composeMime(ordinary, frame);
    expect(raw.split('\r\n\r\n', 1)[0]?.split('\r\n')).toEqual([
      'From: "Efua Mensah" <events@beckon.test>',
      'To: ana@example.com',
      'Reply-To: host@example.com',
      'Subject: See you',
      'Message-ID: <d.01890000-0000-7000-8000-000000000001@beckon.test>',
      'Date: Tue, 01 Jun 2027 12:00:00 +0000',
      'MIME-Version: 1.0',
      'Auto-Submitted: auto-generated',
      'List-Id: <event-1.beckon.test>',
      'List-Unsubscribe: <https://beckon.test/u/token>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'Content-Type: multipart/alternative; boundary="=_d.01890000-0000-7000-8000-000000000001"',
    ]);
  });

  it('reads in a mail program exactly as the mail of the library does, for 5,000 hostile guests', async () => {
    await fc.assert(
      fc.asyncProperty(clean, clean, clean, clean, fc.boolean(), async (name, subject, text, html, hasHtml) => {
        const outgoing: Outgoing = {
          ...ordinary,
          subject: subject.replace(/[\r\n\t\u2028\u2029]+/g, ' '),
          text,
          html: hasHtml ? `<p>${html}</p>` : null,
          envelope: {
            ...ordinary.envelope,
            from: { name: name.replace(/[\r\n\t\u2028\u2029]+/g, ' '), address: 'events@beckon.test' },
          },
        };
        // the library leaves `=?...?=` as it is, and a mail program then shows something else than what was written
        fc.pre(!`${name}${subject}`.includes('=?'));
        expect(shown(await PostalMime.parse(composeMime(outgoing, frame)))).toEqual(
          shown(await readByLibrary(outgoing)),
        );
      }),
      { numRuns: 5000 },
    );
  }, 120_000);

  it('shows a subject as it was written, also one that looks encoded', async () => {
    for (const subject of [
      '=?UTF-8?B?QW5h?=',
      'Łódź, Zoë & 王小明 🎉 '.repeat(6).trim(),
      'x'.repeat(200),
      '"quotes" <b>',
    ]) {
      expect((await PostalMime.parse(composeMime({ ...ordinary, subject }, frame))).subject).toBe(subject);
    }
  });

  it('never lets a value start a header or a line that is too long, whatever it is', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, subject) => {
        const raw = composeMime(
          {
            ...ordinary,
            subject,
            text: name,
            html: `<p>${name}</p>`,
            envelope: { ...ordinary.envelope, from: { name, address: 'events@beckon.test' } },
          },
          frame,
        );
        const lines = raw.split('\r\n');
        const head = lines.slice(0, lines.indexOf(''));
        expect(raw).toMatch(/^[\t\r\n\x20-\x7e]*$/);
        expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(head.filter((line) => !/^([A-Z][A-Za-z-]+: | )/.test(line))).toEqual([]);
        expect(head.map((line) => /^([A-Za-z-]+):/.exec(line)?.[1]).filter(Boolean)).toHaveLength(12);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(900);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps quoted-printable lines within 76 and never splits an escape', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const encoded = quotedPrintable(text.toWellFormed().replace(/\r\n?|\n/g, '\r\n'));
        for (const line of encoded.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).not.toMatch(/[\t ]$|=[0-9A-F]$|=[0-9A-F]?=$/);
        }
      }),
    );
  });
});
