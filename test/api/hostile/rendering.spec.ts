import type { INestApplicationContext } from '@nestjs/common';
import { signLink } from '@beckon/core';
import PostalMime, { type Email } from 'postal-mime';
import {
  aGuest,
  type Answer,
  MailDouble,
  type Person,
  startApi,
  startWorker,
  type TestApi,
  until,
} from '../../harness';
import { randomFor, seed } from './random';
import { allTexts } from './values';

/**
 * One broadcast to two hundred guests with hostile names, about a hostile event, in a hostile text. Beside it a harmless one
 * with the same structure: whatever the values are, pages, previews and mails have the same tags.
 */
const GUESTS = 200;
/** Written into the database past all checks, as if an older version had let them in. */
const SMUGGLED = [
  'Ana\r\nBcc: victim@people.test',
  'Ana\nX-Evil: 1\n\n<script>alert(1)</script>',
  'Ana\rSubject: other',
  '\r\n.\r\nQUIT\r\n',
  '\u202egnp',
];
const KNOWN_HEADERS = [
  'From',
  'To',
  'Reply-To',
  'Subject',
  'Message-ID',
  'Date',
  'MIME-Version',
  'Auto-Submitted',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Content-Type',
  'Content-Transfer-Encoding',
];

const hostileEvent = {
  name: 'Ama & <Kofi> "><img src=x onerror=alert(1)> {{guest_name}} =?utf-8?B?DQo=?=',
  venue: `'><svg/onload=alert(1)> {% raw %} </title>`,
  hostName: '"Eve" <eve@people.test>, Bcc: <b@people.test>',
};
const hostileBranding = {
  senderName: '"Ama" <evil@people.test>, "B',
  footer: '</td></table><script>alert(1)</script>\n<!-- ',
};
const hostileText = {
  subject: 'News for {{guest_name}} <b> about {{event_name}}',
  body: 'Hello {{guest_first_name}} <script>alert(1)</script> {{guest_name}}, from {{host_name}} at {{venue}}\n\nSee https://evil.test/"onmouseover="alert(1)\n\n{{rsvp_link}}',
};
const harmlessText = {
  subject: 'News for {{guest_name}} about {{event_name}}',
  body: 'Hello {{guest_first_name}} and {{guest_name}}, from {{host_name}} at {{venue}}\n\nSee https://good.test/ now\n\n{{rsvp_link}}',
};

let mail: MailDouble;
let api: TestApi;
let worker: INestApplicationContext;
let owner: Person;
let harmless: { eventId: string; guestId: string };
let hostileId: string;
const guests: { id: string; name: string; email: string }[] = [];
let received: { raw: string; read: Email }[];

beforeAll(async () => {
  mail = await MailDouble.start();
  api = await startApi({ SMTP_URL: mail.url, REDIS_URL: process.env.REDIS_URL ?? '' });
  worker = await startWorker(api.config);
  owner = await api.person();
  harmless = await aHarmlessEvent();
  hostileId = (await api.event(owner, hostileEvent)).id;
  await branded(hostileId, hostileBranding);
  await inviteHostileGuests();
  await smuggleNamesIn();
  await broadcast(hostileId, hostileText);
  received = await Promise.all(
    mail.ledger.map(async ({ raw }) => ({ raw: raw.toString('latin1'), read: await PostalMime.parse(raw) })),
  );
});
afterAll(async () => {
  await worker.close();
  await api.close();
  await mail.stop();
});

async function aHarmlessEvent(): Promise<{ eventId: string; guestId: string }> {
  const { id: eventId } = await api.event(owner);
  await branded(eventId, { senderName: 'Ama Mensah', footer: 'Harbour Events\nLondon' });
  const { id: guestId } = await aGuest(owner, eventId, { name: 'Ama Mensah', email: 'ama@guests.test' });
  return { eventId, guestId };
}

async function branded(eventId: string, branding: object): Promise<void> {
  const { status, text } = await owner.client.patch(`/v1/events/${eventId}/branding`, branding);
  if (status !== 200) throw new Error(`branding: ${status} ${text}`);
}

async function inviteHostileGuests(): Promise<void> {
  const random = randomFor('guests');
  const short = allTexts.filter((text) => text.length <= 90);
  for (let tries = 0; guests.length < GUESTS && tries < 1_000; tries++) {
    const [name, firstName] = [
      tries < short.length ? short[tries]! : `${random.pick(short)} ${random.pick(short)}`,
      random.pick(short),
    ];
    const email = `guest${tries}@guests.test`;
    const { status, body } = await owner.client.post(`/v1/events/${hostileId}/guests`, { name, firstName, email });
    if (status === 201) guests.push({ id: body.id, name: body.name, email });
  }
  expect(guests).toHaveLength(GUESTS);
}

async function smuggleNamesIn(): Promise<void> {
  for (const [i, name] of SMUGGLED.entries()) {
    const guest = guests[i * 7]!;
    await api.database.pool.query('update guests set name = $2, first_name = $2 where id = $1', [guest.id, name]);
    guest.name = name;
  }
}

async function broadcast(eventId: string, text: object): Promise<void> {
  const path = `/v1/events/${eventId}/messages`;
  const {
    status,
    body,
    text: answer,
  } = await owner.client.post(path, { mode: 'now', channel: 'email', audience: 'everyone', ...text });
  if (status !== 201) throw new Error(`send: ${status} ${answer}`);
  await until(
    'the message to be sent',
    async () => (await owner.client.get(`${path}/${body.id}`)).body.status === 'sent',
  );
}

/** The tags of a page in their order, without what is in them. */
const tagsOf = (html: string): string[] => [...html.matchAll(/<[^>\s]*/g)].map(([tag]) => tag.toLowerCase());
/** Attributes that run something, and links that lead somewhere else than to a web page. */
const livingIn = (html: string): string[] =>
  [...html.matchAll(/<[a-z][^>]*>/gi)]
    .map(([tag]) => tag)
    .filter(
      (tag) =>
        /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '""')) ||
        /(href|src|action)="(?!https?:|mailto:|#|\/|")/i.test(tag),
    );
const line = (text: string): string => text.replace(/\s+/g, ' ').trim();

const previewOf = (eventId: string, guestId: string, text: object): Promise<Answer> =>
  owner.client.post(`/v1/events/${eventId}/messages/preview`, {
    channel: 'email',
    audience: 'everyone',
    guestId,
    ...text,
  });
const pageOf = (guestId: string): Promise<Answer> =>
  api.anonymous.get(`/r/${signLink('rsvp', { id: guestId, version: 1 }, api.config.linkSecret)}`, {
    headers: { accept: 'text/html' },
  });

describe(`mails with hostile values (seed ${seed})`, () => {
  it('go out once to each guest and to nobody else', () => {
    expect([...mail.countByRecipient()].sort()).toEqual(guests.map(({ email }) => [email, 1]).sort());
  });

  it('have only headers that we write, each once, in lines that every relay takes', () => {
    for (const { raw } of received) {
      const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
      const names = head.split(/\r\n(?![ \t])/).map((header) => /^([A-Za-z-]+): /.exec(header)?.[1] ?? header);
      expect(names.filter((name) => !KNOWN_HEADERS.includes(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
      expect(head).toMatch(/^[\t\r\n\x20-\x7e]*$/);
      expect(raw.split('\r\n').every((one) => one.length <= 998 && !/[\r\n]/.test(one))).toBe(true);
    }
  });

  it('say in From, To and Subject what was meant, and nothing more', () => {
    const byAddress = new Map(guests.map((guest) => [guest.email, guest]));
    for (const { read } of received) {
      expect(read.to).toHaveLength(1);
      const guest = byAddress.get(read.to?.[0]?.address ?? '');
      expect(guest).not.toBeUndefined();
      expect(read.from?.address).toBe('events@beckon.test');
      expect([read.cc, read.bcc].filter((list) => list !== undefined && list.length > 0)).toEqual([]);
      expect(read.subject).not.toMatch(/[\r\n]/);
      if (!SMUGGLED.includes(guest!.name)) {
        expect(line(read.subject ?? '')).toBe(line(`News for ${guest!.name} <b> about ${hostileEvent.name}`));
      }
    }
  });

  it('have the tags of a harmless mail, and run nothing', async () => {
    const { body } = await previewOf(harmless.eventId, harmless.guestId, harmlessText);
    for (const { read } of received) {
      expect(tagsOf(read.html ?? '')).toEqual(tagsOf(body.html));
      expect(livingIn(read.html ?? '')).toEqual([]);
    }
  });
});

describe('previews and pages with hostile values', () => {
  it('have the tags of harmless ones, and run nothing', async () => {
    const [preview, page] = [
      await previewOf(harmless.eventId, harmless.guestId, harmlessText),
      await pageOf(harmless.guestId),
    ];
    for (const { id } of guests.slice(0, 100)) {
      const [hostilePreview, hostilePage] = [await previewOf(hostileId, id, hostileText), await pageOf(id)];
      expect([hostilePreview.status, hostilePage.status]).toEqual([200, 200]);
      expect(tagsOf(hostilePreview.body.html)).toEqual(tagsOf(preview.body.html));
      expect(tagsOf(hostilePage.text)).toEqual(tagsOf(page.text));
      expect([...livingIn(hostilePreview.body.html), ...livingIn(hostilePage.text)]).toEqual([]);
      expect(hostilePreview.body.subject).not.toMatch(/[\r\n]/);
    }
  });

  it('have calendar entries whose lines nobody can add to', async () => {
    const at = `/r/${signLink('rsvp', { id: guests[0]!.id, version: 1 }, api.config.linkSecret)}/event.ics`;
    const { status, text } = await api.anonymous.get(at);
    expect(status).toBe(200);
    const names = text
      .split(/\r\n(?![ \t])/)
      .filter((one) => one !== '')
      .map((one) => one.split(/[:;]/)[0]);
    const plain = await api.anonymous.get(
      `/r/${signLink('rsvp', { id: harmless.guestId, version: 1 }, api.config.linkSecret)}/event.ics`,
    );
    expect(names).toEqual(
      plain.text
        .split(/\r\n(?![ \t])/)
        .filter((one) => one !== '')
        .map((one) => one.split(/[:;]/)[0]),
    );
  });
});
