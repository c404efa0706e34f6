import { type DeliveryFacts, findGaps } from './find-gaps';

const at = new Date('2027-06-01T12:00:00Z');
const later = new Date('2027-06-01T12:05:00Z');
const real = { email: 'smtp', sms: 'twilio', whatsapp: 'twilio' };
const healthy: DeliveryFacts = {
  workers: [real],
  lastWorkerSeenAt: at,
  openBreakers: [],
  queue: 'redis',
  late: { count: 0, since: null },
  pollIntervalSeconds: 30,
};
const found = (over: Partial<DeliveryFacts>): (string | null)[][] =>
  findGaps({ ...healthy, ...over }).map(({ code, channel, since }) => [code, channel, since?.toISOString() ?? null]);

it.each<[string, Partial<DeliveryFacts>, (string | null)[][]]>([
  ['all is well', {}, []],
  ['no Redis was asked for', { queue: 'in-process' }, []],
  ['Redis is away', { queue: 'down' }, [['QUEUE_DOWN', null, null]]],
  ['no worker is there', { workers: [] }, [['NO_WORKER', null, at.toISOString()]]],
  ['no worker was ever there', { workers: [], lastWorkerSeenAt: null }, [['NO_WORKER', null, null]]],
  ['messages are late', { late: { count: 2, since: at } }, [['MESSAGES_LATE', null, at.toISOString()]]],
  [
    'a provider of two channels is down',
    { openBreakers: [{ provider: 'twilio', since: at, until: null, cause: null }] },
    [
      ['PROVIDER_DOWN', 'sms', at.toISOString()],
      ['PROVIDER_DOWN', 'whatsapp', at.toISOString()],
    ],
  ],
  [
    'a provider that nobody uses any more is down',
    { openBreakers: [{ provider: 'ses', since: at, until: null, cause: null }] },
    [],
  ],
  [
    'one of two channels of a provider is stopped',
    { openBreakers: [{ provider: 'twilio:whatsapp', since: at, until: null, cause: null }] },
    [['PROVIDER_DOWN', 'whatsapp', at.toISOString()]],
  ],
  [
    'the simulated Twilio is stopped for one channel, and another one has left its mark',
    {
      workers: [{ ...real, sms: 'log', whatsapp: 'log' }],
      openBreakers: ['log:whatsapp', 'twilio:sms'].map((provider) => ({
        provider,
        since: at,
        until: null,
        cause: null,
      })),
    },
    [
      ['PROVIDER_DOWN', 'whatsapp', at.toISOString()],
      ['CHANNEL_SIMULATED', 'sms', null],
      ['CHANNEL_SIMULATED', 'whatsapp', null],
    ],
  ],
  [
    'one of two workers has no provider for SMS',
    { workers: [real, { ...real, sms: 'log' }] },
    [['CHANNEL_SIMULATED', 'sms', null]],
  ],
  [
    'several things at once, the worst first',
    { queue: 'down', late: { count: 1, since: at }, workers: [] },
    [
      ['NO_WORKER', null, at.toISOString()],
      ['MESSAGES_LATE', null, at.toISOString()],
      ['QUEUE_DOWN', null, null],
    ],
  ],
])('%s', (_what, over, expected) => {
  expect(found(over)).toEqual(expected);
});

it('says in plain words what to do', () => {
  const gaps = findGaps({
    ...healthy,
    workers: [{ email: 'log', sms: 'log', whatsapp: 'log' }],
    openBreakers: [{ provider: 'log', since: null, until: null, cause: null }],
    queue: 'down',
    late: { count: 1, since: at },
  });
  for (const gap of gaps) {
    for (const text of [gap.title, gap.detail, gap.todo]) expect(text.length).toBeGreaterThan(10);
    expect(gap.todo).toMatch(/\.$/);
  }
});

it.each([
  ['setup', 'Check TWILIO_AUTH_TOKEN.', 'SMS waits: the setup for Twilio has to be repaired', 'todo'],
  ['sender', 'The limit is reached.', 'SMS rests: the sender has reached a limit at Twilio', 'detail'],
] as const)('says why where it is known: %s', (blame, error, title, place) => {
  const [gap] = findGaps({
    ...healthy,
    openBreakers: [{ provider: 'twilio:sms', since: at, until: later, cause: { blame, error } }],
  });
  expect(gap).toMatchObject({
    code: 'PROVIDER_DOWN',
    channel: 'sms',
    title,
    [place]: error,
    cause: blame,
    until: later,
  });
});
