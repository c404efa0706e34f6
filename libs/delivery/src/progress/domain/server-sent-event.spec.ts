import { serverSentEvent, wantsStream } from './server-sent-event';

describe('who asks for a stream', () => {
  it.each([
    ['text/event-stream', true],
    ['application/json, text/event-stream;q=0.9', true],
    ['Text/Event-Stream, */*', true],
    ['application/json', false],
    ['*/*', false],
    ['text/event-stream-like', false],
    [undefined, false],
  ])('%s: %s', (accept, expected) => {
    expect(wantsStream(accept)).toBe(expected);
  });
});

it('keeps line breaks of the data within one line', () => {
  expect(serverSentEvent('7.1', 'progress', { words: 'one\ntwo' })).toBe(
    'id: 7.1\nevent: progress\ndata: {"words":"one\\ntwo"}\n\n',
  );
});
