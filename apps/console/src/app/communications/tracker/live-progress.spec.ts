import { parseBlock } from './live-progress';

describe('parseBlock', () => {
  it('reads an event with its data', () => {
    expect(parseBlock('id: 7\nevent: progress\ndata: {"total":3}')).toEqual({
      name: 'progress',
      progress: { total: 3 },
    });
  });

  it.each([': still here', 'event: other\ndata: {}', 'event: done\ndata: {"to', ''])('passes over %j', (block) => {
    expect(parseBlock(block)).toBeNull();
  });
});
