import type { MessageDto } from '../../api/generated/models';
import { readLocal } from '../../words/local-time';
import {
  audienceOf,
  copyOf,
  type Draft,
  draftOf,
  EMPTY_DRAFT,
  toCreate,
  toUpdate,
  wantsTemplate,
} from './compose-draft';

const draft: Draft = { ...EMPTY_DRAFT, subject: ' Shuttles ', body: 'Hi', audience: 'pending' };
const later: Draft = {
  ...draft,
  when: 'later',
  sendAtLocal: '2026-12-04T18:00',
  sendAt: '2026-12-04T18:00:00Z',
};

const same = { channel: 'email', audience: 'pending', segmentId: null, templateId: null, expiresAt: null, body: 'Hi' };

describe('toCreate', () => {
  it.each([
    ['a draft without a time', draft, 'draft', null, { mode: 'draft', ...same, subject: 'Shuttles' }],
    [
      'a draft keeps its time',
      later,
      'draft',
      null,
      { mode: 'draft', ...same, subject: 'Shuttles', sendAt: '2026-12-04T18:00:00Z' },
    ],
    [
      'now: held, and only for those who were counted',
      draft,
      'now',
      'snap',
      { mode: 'now', ...same, subject: 'Shuttles', holdSeconds: 10, snapshot: 'snap' },
    ],
    [
      'now never takes the time along',
      { ...later, when: 'now' },
      'now',
      null,
      { mode: 'now', ...same, subject: 'Shuttles', holdSeconds: 10 },
    ],
    [
      'scheduled',
      later,
      'schedule',
      'snap',
      { mode: 'schedule', ...same, subject: 'Shuttles', sendAt: '2026-12-04T18:00:00Z' },
    ],
    [
      'SMS has no subject, a segment its id',
      { ...draft, channel: 'sms', audience: 'segment', segmentId: 's1' },
      'draft',
      null,
      { mode: 'draft', ...same, channel: 'sms', audience: 'segment', segmentId: 's1', subject: null },
    ],
    [
      'a segment that was left behind is not sent along',
      { ...draft, segmentId: 's1' },
      'draft',
      null,
      { mode: 'draft', ...same, subject: 'Shuttles' },
    ],
  ] as const)('%s', (_name, given, mode, snapshot, expected) => {
    expect(toCreate(given, mode, snapshot)).toEqual(expected);
  });
});

describe('toUpdate', () => {
  it('carries the version, and plans only when asked', () => {
    expect(toUpdate(later, 3)).toEqual({ version: 3, ...same, subject: 'Shuttles', sendAt: later.sendAt });
    expect(toUpdate(later, 3, true)).toMatchObject({ mode: 'schedule' });
  });
});

describe('a saved message', () => {
  const message = {
    ...{ audience: 'segment', segmentId: 's1', channel: 'email', subject: 'Hi', body: 'Text', templateId: null },
    ...{ sendAt: '2026-12-04T18:00:00.000Z', heldUntil: null, expiresAt: null },
  } as MessageDto;

  it('comes back as it was, in the time of the event', () => {
    expect(draftOf(message, 'Europe/Berlin')).toMatchObject({ when: 'later', sendAtLocal: '2026-12-04T19:00' });
  });

  it.each([
    ['2026-12-04T18:00:00.000Z', 'Europe/Berlin', null],
    ['2026-10-25T00:30:00.000Z', 'Europe/London', '+01:00'],
    ['2026-10-25T01:30:00.000Z', 'Europe/London', '+00:00'],
  ])('is not changed by being opened: %s in %s', (sendAt, timeZone, offset) => {
    const opened = draftOf({ ...message, sendAt }, timeZone);
    const readings = readLocal(opened.sendAtLocal, timeZone)?.readings ?? [];
    expect(opened).toMatchObject({ sendAt, sendAtOffset: offset });
    expect(readings.find((reading) => offset === null || reading.offset === offset)?.instant).toBe(sendAt);
  });

  it('is copied without its time', () => {
    expect(copyOf(message)).toEqual({
      ...EMPTY_DRAFT,
      audience: 'segment',
      segmentId: 's1',
      subject: 'Hi',
      body: 'Text',
    });
  });
});

describe('audienceOf', () => {
  it('is nothing while no segment is chosen', () => {
    expect(audienceOf({ ...draft, audience: 'segment' })).toBeNull();
    expect(audienceOf(draft)).toEqual({ audience: 'pending', channel: 'email' });
  });

  it.each<[string, Partial<Draft>, { templateId?: string }]>([
    ['a template is still to be chosen: whom any template reaches', {}, {}],
    ['a template', { templateId: 't1' }, { templateId: 't1' }],
    ['own words', { hasOwnWords: true }, { templateId: 'none' }],
  ])('over WhatsApp, %s', (_what, part, words) => {
    const written: Draft = { ...draft, channel: 'whatsapp', ...part };
    expect(audienceOf(written)).toEqual({ audience: 'pending', channel: 'whatsapp', ...words });
    expect(wantsTemplate(written)).toBe(Object.keys(part).length === 0);
  });
});

it('a WhatsApp message of own words is opened and copied as one', () => {
  const message = {
    channel: 'whatsapp',
    templateId: null,
    body: 'Hi',
    sendAt: null,
    expiresAt: null,
  } as unknown as MessageDto;
  expect(draftOf(message, 'Africa/Accra').hasOwnWords).toBe(true);
  expect(copyOf(message).hasOwnWords).toBe(true);
  expect(copyOf({ ...message, templateId: 't1' }).hasOwnWords).toBe(false);
});
