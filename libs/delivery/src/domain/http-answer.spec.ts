import { BadAnswer, readAnswer } from './http-answer';

const lines = (...all: string[]): string => all.join('\r\n');
const plain = lines('HTTP/1.1 201 Created', 'Content-Type: application/json', 'Content-Length: 11', '', '{"sid":"é"}');
const chunked = lines(
  'HTTP/1.1 200 OK',
  'Transfer-Encoding: chunked',
  '',
  '5;x=1',
  'hello',
  '6',
  ' world',
  '0',
  '',
  '',
);

describe('readAnswer', () => {
  it.each<[string, string, object]>([
    [
      'a length',
      lines('HTTP/1.1 201 Created', 'Content-Length: 2', '', 'ok'),
      { status: 201, body: 'ok', isKept: true },
    ],
    ['pieces', chunked, { status: 200, body: 'hello world', isKept: true }],
    [
      'pieces with trailers',
      lines('HTTP/1.1 200 OK', 'transfer-encoding: Chunked', '', '2', 'ok', '0', 'Sum: 1', '', ''),
      { body: 'ok', isKept: true },
    ],
    ['nothing to say', lines('HTTP/1.1 204 No Content', '', ''), { status: 204, body: '', isKept: true }],
    [
      'a word on the way',
      lines('HTTP/1.1 100 Continue', '', 'HTTP/1.1 201 Created', 'Content-Length: 0', '', ''),
      { status: 201, body: '', isKept: true },
    ],
    [
      'a connection that closes',
      lines('HTTP/1.1 500 Oh', 'Connection: Close', 'Content-Length: 0', '', ''),
      { status: 500, isKept: false },
    ],
    ['an old server', lines('HTTP/1.0 200 OK', 'Content-Length: 0', '', ''), { status: 200, isKept: false }],
    ['more than was asked for', lines('HTTP/1.1 200 OK', 'Content-Length: 1', '', 'ab'), { body: 'a', isKept: false }],
    [
      'headers',
      lines('HTTP/1.1 429 Slow', 'Retry-After:  7 ', 'X-A: 1', 'x-a: 2', 'Content-Length: 0', '', ''),
      {
        headers: { 'retry-after': '7', 'x-a': '1, 2', 'content-length': '0' },
      },
    ],
  ])('%s', (_what, text, expected) => {
    expect(readAnswer(Buffer.from(text), false)).toMatchObject(expected);
  });

  it.each([
    ['a length', plain.replace('11', '12')],
    ['pieces', chunked],
  ])('waits for the rest, wherever it is cut: %s', (_what, text) => {
    const whole = Buffer.from(text);
    for (let cut = 0; cut < whole.length; cut++) {
      expect(readAnswer(whole.subarray(0, cut), false)).toBeNull();
      expect(() => readAnswer(whole.subarray(0, cut), true)).toThrow(BadAnswer);
    }
    expect(readAnswer(whole, false)).not.toBeNull();
  });

  it('is over with the connection when nothing else says so', () => {
    const text = Buffer.from(lines('HTTP/1.1 200 OK', '', 'all of it'));
    expect(readAnswer(text, false)).toBeNull();
    expect(readAnswer(text, true)).toMatchObject({ body: 'all of it', isKept: false });
  });

  it.each<[string, string]>([
    ['another protocol', lines('220 mail.test ESMTP', '', '')],
    ['a status that is none', lines('HTTP/1.1 999 Hm', '', '')],
    ['a change of protocol', lines('HTTP/1.1 101 Switching Protocols', '', '')],
    ['a header without a name', lines('HTTP/1.1 200 OK', ': x', '', '')],
    ['a folded header', lines('HTTP/1.1 200 OK', 'A: 1', ' 2', '', '')],
    ['two lengths', lines('HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 2', '', 'ab')],
    ['a length below zero', lines('HTTP/1.1 200 OK', 'Content-Length: -1', '', '')],
    [
      'a length and pieces',
      lines('HTTP/1.1 200 OK', 'Content-Length: 1', 'Transfer-Encoding: chunked', '', '0', '', ''),
    ],
    ['another coding', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked', '', '')],
    ['a piece without a length', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', 'x', '')],
    ['a piece that is longer', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '2', 'abcd', '')],
    ['a head without an end', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(70_000)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => readAnswer(Buffer.from(text), false)).toThrow(BadAnswer);
  });
});
