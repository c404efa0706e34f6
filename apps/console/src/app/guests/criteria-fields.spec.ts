import { fromCriteria, NEW_LINE, toCriteria } from './criteria-fields';

describe('the segment builder', () => {
  it.each([
    [{ all: [{ field: 'rsvpStatus', op: 'is', value: 'attending' }] }],
    [
      {
        any: [
          { field: 'tags', op: 'has', value: 'family' },
          { field: 'plusOnes', op: 'gte', value: 1 },
        ],
      },
    ],
    [{ all: [{ field: 'hasEmail', op: 'is', value: false }] }],
    [{ all: [{ field: 'attributes.table', op: 'isNot', value: '4' }] }],
    [{ all: [{ field: 'answeredAt', op: 'after', value: '2026-11-01T00:00:00Z' }] }],
  ])('reads and writes %j without a change', (criteria) => {
    const built = fromCriteria(criteria);
    expect(built === null ? null : toCriteria(built)).toEqual(criteria);
  });

  it.each([
    [{ not: { field: 'rsvpStatus', op: 'is', value: 'declined' } }],
    [{ all: [{ any: [{ field: 'tags', op: 'has', value: 'a' }] }] }],
    [{ all: [{ field: 'rsvpStatus', op: 'in', value: ['maybe', 'pending'] }] }],
  ])('does not pretend to show %j', (criteria) => {
    expect(fromCriteria(criteria)).toBeNull();
  });

  it('gives nothing while a line is not complete', () => {
    expect(toCriteria({ match: 'all', lines: [] })).toBeNull();
    expect(toCriteria({ match: 'all', lines: [{ ...NEW_LINE, field: 'tags', op: 'has', value: ' ' }] })).toBeNull();
    expect(toCriteria({ match: 'all', lines: [{ ...NEW_LINE, field: 'attributes', value: '4' }] })).toBeNull();
  });
});
