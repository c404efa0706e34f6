import document from '../../../../../openapi.json';
import type { GapDto, QuotaDto } from '../api/generated/models';
import { GAP_WORDS, statusRows } from './status-rows';

const gap = (code: GapDto['code'], more: Partial<GapDto> = {}): GapDto => ({
  code,
  title: 'A title',
  detail: 'What is so.',
  todo: 'What to do.',
  ...more,
});
const unlimited = {
  ...{ limit: null, used: 12, reserved: 0, remaining: null },
  ...{ day: '2027-06-01', resetsAt: '2027-06-02T00:00:00Z' },
};
const quota = (sms: Partial<QuotaDto['sms']>): QuotaDto => ({
  email: unlimited,
  sms: { ...unlimited, ...sms },
  whatsapp: unlimited,
});
const seen = (gaps: readonly GapDto[], limits: QuotaDto | null = null): string[] => {
  const { channels, parts } = statusRows(gaps, limits);
  return [...channels, ...parts].map(({ state }) => state.word);
};

it('has words for every gap of the API, and no others', () => {
  expect(Object.keys(GAP_WORDS).sort()).toEqual([...document.components.schemas.GapCode.enum].sort());
});

describe('statusRows', () => {
  const well = ['Works', 'Works', 'Works'];

  it.each<[string, GapDto[], string, string[]]>([
    ['nothing is missing', [], 'All channels can send', [...well, ...well]],
    [
      'one channel is simulated',
      [gap('CHANNEL_SIMULATED', { channel: 'sms' })],
      'SMS is only simulated',
      ['Works', 'Simulated', 'Works', ...well],
    ],
    [
      'two channels cannot',
      [gap('PROVIDER_DOWN', { channel: 'email', cause: 'setup' }), gap('CHANNEL_SIMULATED', { channel: 'sms' })],
      'E-mail and SMS can’t deliver as asked',
      ['Cannot deliver', 'Simulated', 'Works', ...well],
    ],
    [
      'a sender rests',
      [gap('PROVIDER_DOWN', { channel: 'whatsapp', cause: 'sender' })],
      'WhatsApp waits',
      ['Works', 'Works', 'Paused', ...well],
    ],
    [
      'a provider fails',
      [gap('PROVIDER_DOWN', { channel: 'whatsapp', cause: 'provider' })],
      'WhatsApp waits',
      ['Works', 'Works', 'Waits', ...well],
    ],
    [
      'no worker is there: then no channel works, whatever it is set up with',
      [gap('NO_WORKER'), gap('MESSAGES_LATE')],
      'Nothing is being sent right now',
      ['Nothing leaves', 'Nothing leaves', 'Nothing leaves', 'None is there', 'Late', 'Works'],
    ],
    [
      'the queue is away',
      [gap('QUEUE_DOWN')],
      'Messages leave, but a little later',
      [...well, 'Works', 'Works', 'Does not answer'],
    ],
  ])('%s', (_what, gaps, headline, states) => {
    expect(statusRows(gaps, null).headline).toBe(headline);
    expect(seen(gaps)).toEqual(states);
  });

  it('passes on what the API says: why, what to do, since when and until when', () => {
    const more = { channel: 'email', since: '2027-06-01T12:00:00Z', until: '2027-06-01T12:05:00Z' } as const;
    expect(statusRows([gap('PROVIDER_DOWN', more)], null).channels[0]).toMatchObject({
      text: 'What is so.',
      todo: 'What to do.',
      since: more.since,
      until: { words: 'Tried again at', at: more.until },
    });
  });

  it.each([
    [{}, 'Works', '12 sent today, no limit'],
    [{ limit: 500, used: 380, reserved: 20, remaining: 100 }, 'Works', '380 used and 20 held of 500 today'],
    [{ limit: 500, used: 480, reserved: 20, remaining: 0 }, 'Full for today', '480 used and 20 held of 500 today'],
    [{ limit: 0, used: 0, reserved: 0, remaining: 0 }, 'Full for today', '0 used of 0 today'],
  ])('says what is left of the day: %j', (sms, state, usage) => {
    const [, row] = statusRows([], quota(sms)).channels;
    expect([row.state.word, row.usage]).toEqual([state, usage]);
    expect(row.until?.at ?? null).toBe(state === 'Works' ? null : unlimited.resetsAt);
  });
});
