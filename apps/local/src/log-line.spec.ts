import { plainWords, RepeatFilter, shownFrom } from './log-line';

const line = (level: number, msg: string, more = {}) => JSON.stringify({ level, msg, time: 1, ...more });

describe('plainWords', () => {
  it.each([
    [line(50, 'it broke', { err: { message: 'disk full' } }), 'api error: it broke: disk full'],
    [line(60, 'gone'), 'api error: gone'],
    [line(40, 'slow'), 'api warning: slow'],
    [line(50, 'it broke: disk full', { err: { message: 'disk full' } }), 'api error: it broke: disk full'],
    [line(50, '', { err: { message: 'disk full' } }), 'api error: disk full'],
    ['SyntaxError: unexpected token', 'api: SyntaxError: unexpected token'],
    ['{not json', 'api: {not json'],
    ['    at Module._compile (node:internal)', null],
    [line(30, 'hello'), null],
    ['   ', null],
  ])('shows %s as %s', (text, expected) => {
    expect(plainWords('api', text, shownFrom(undefined))).toBe(expected);
  });

  it.each([
    ['info', line(30, 'hello'), 'api info: hello'],
    ['error', line(40, 'slow'), null],
    ['silent', line(60, 'gone'), null],
    ['silent', 'a stack trace', null],
  ])('respects LOG_LEVEL=%s', (level, text, expected) => {
    expect(plainWords('api', text, shownFrom(level))).toBe(expected);
  });
});

describe('RepeatFilter', () => {
  it('shows a flood once, and later how much was hidden', () => {
    const filter = new RepeatFilter(1000);
    expect([0, 10, 20, 1500].map((now) => filter.pass('x', now))).toEqual([
      'x',
      null,
      null,
      'x (and 2 more like this)',
    ]);
  });

  it('does not hide different texts', () => {
    const filter = new RepeatFilter(1000);
    expect([filter.pass('x', 0), filter.pass('y', 0)]).toEqual(['x', 'y']);
  });
});
