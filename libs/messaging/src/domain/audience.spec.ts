import { readAudience } from './audience';

const segment = '01900000-0000-7000-8000-000000000001';

describe('whom a caller means', () => {
  it.each<[string | undefined, string | null | undefined, unknown]>([
    ['everyone', undefined, { audience: 'everyone', segmentId: null }],
    ['pending', null, { audience: 'pending', segmentId: null }],
    [undefined, segment, { audience: 'segment', segmentId: segment }],
    ['segment', segment, { audience: 'segment', segmentId: segment }],
    ['everyone', segment, { audience: 'segment', segmentId: segment }],
    ['attending', segment, expect.objectContaining({ path: 'segmentId' })],
    ['segment', undefined, expect.objectContaining({ path: 'segmentId' })],
    ['martians', undefined, expect.objectContaining({ path: 'audience' })],
    ['toString', undefined, expect.objectContaining({ path: 'audience' })],
    [undefined, undefined, expect.objectContaining({ path: 'audience' })],
  ])('%s with segment %s', (audience, segmentId, expected) => {
    expect(readAudience(audience, segmentId)).toEqual(expected);
  });
});
