import { classifyTwilioFailure, type TwilioFailure } from './twilio-outcome';

const failure = (over: Partial<TwilioFailure>): TwilioFailure => ({
  status: 400,
  code: null,
  message: 'No',
  to: '+447700900123',
  hasConnected: true,
  networkCode: null,
  retryAfterMs: null,
  ...over,
});

describe('classifyTwilioFailure', () => {
  it.each<[number | null, number | null, Record<string, unknown>]>([
    // never processed: safe to repeat, and nobody's fault
    [429, 20429, { kind: 'not_sent', blame: 'pace', retryAfterMs: 1000 }],
    [429, null, { kind: 'not_sent', blame: 'pace', retryAfterMs: 1000 }],
    // setup: the channel stops
    [401, 20003, { kind: 'not_sent', blame: 'setup' }],
    [403, null, { kind: 'not_sent', blame: 'setup' }],
    [404, 20404, { kind: 'not_sent', blame: 'setup' }],
    [400, 21606, { kind: 'not_sent', blame: 'setup' }],
    [400, 21609, { kind: 'not_sent', blame: 'setup' }],
    [400, 21212, { kind: 'not_sent', blame: 'setup' }],
    [400, 63007, { kind: 'not_sent', blame: 'setup' }],
    // the sender rests
    [429, 63018, { kind: 'not_sent', blame: 'sender', retryAfterMs: 600_000 }],
    [400, 63018, { kind: 'not_sent', blame: 'sender' }],
    // this guest, later
    [400, 21611, { kind: 'not_sent', retryAfterMs: 3_600_000 }],
    [400, 30001, { kind: 'not_sent', retryAfterMs: 60_000 }],
    // this guest, never
    [400, 21211, { kind: 'refused', suppress: false }],
    [400, 21614, { kind: 'refused', suppress: false }],
    [400, 21612, { kind: 'refused', suppress: false }],
    [400, 21217, { kind: 'refused', suppress: false }],
    [403, 21408, { kind: 'refused', suppress: false }],
    [400, 21617, { kind: 'refused', suppress: false }],
    [400, 21656, { kind: 'refused', suppress: false }],
    [400, 63016, { kind: 'refused', suppress: false }],
    [400, 63024, { kind: 'refused', suppress: true }],
    [400, 21610, { kind: 'refused', suppress: 'stop' }],
    // a code nobody has heard of
    [400, 21999, { kind: 'refused', suppress: false }],
    [422, null, { kind: 'refused', suppress: false }],
    // nobody can know
    [500, 20500, { kind: 'unclear' }],
    [503, 20503, { kind: 'unclear' }],
    [500, 21610, { kind: 'unclear' }],
    [502, null, { kind: 'unclear' }],
    [408, null, { kind: 'unclear' }],
    [302, null, { kind: 'unclear' }],
    [201, null, { kind: 'unclear' }],
    [null, null, { kind: 'unclear', code: 'NO_ANSWER' }],
  ])('HTTP %s with code %s is %j', (status, code, expected) => {
    expect(classifyTwilioFailure(failure({ status, code }))).toMatchObject(expected);
  });

  it('counts what is about one guest as an attempt of that guest', () => {
    expect(classifyTwilioFailure(failure({ code: 21611 }))).not.toHaveProperty('blame');
  });

  it('knows that nothing left where no connection stood', () => {
    expect(classifyTwilioFailure(failure({ status: null, hasConnected: false, networkCode: 'ECONNREFUSED' }))).toEqual({
      kind: 'not_sent',
      code: 'ECONNREFUSED',
      error: 'No',
      blame: 'provider',
    });
    expect(classifyTwilioFailure(failure({ status: null, networkCode: 'ECONNRESET' })).kind).toBe('unclear');
  });

  it('waits as long as Twilio asks', () => {
    expect(classifyTwilioFailure(failure({ status: 429, retryAfterMs: 7000 }))).toMatchObject({ retryAfterMs: 7000 });
  });

  it('never tries marketing templates again for US numbers (63049), and does elsewhere, much later', () => {
    expect(classifyTwilioFailure(failure({ code: 63049, to: '+12015550123' }))).toMatchObject({ kind: 'refused' });
    for (const to of ['+447700900123', '+14165550123'])
      expect(classifyTwilioFailure(failure({ code: 63049, to }))).toMatchObject({
        kind: 'not_sent',
        retryAfterMs: 3_600_000,
      });
  });

  it('says what to do for a known code, and repeats no number for others', () => {
    expect(
      classifyTwilioFailure(failure({ code: 21211, message: "The 'To' number +447700900123 is not valid" })).error,
    ).toBe('This is not a valid number. Correct it with the guest.');
    expect(
      classifyTwilioFailure(failure({ code: 21999, message: 'No route from +1 555 010-0123 to +447700900123.' })).error,
    ).toBe('No route from [number] to [number].');
  });
});
