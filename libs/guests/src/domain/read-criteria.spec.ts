import { describeCriteria } from './describe-criteria';
import { type GuestFacts, matchesCriteria } from './match-criteria';
import { MAX_CRITERIA_NODES, readCriteria } from './read-criteria';

const attending = { field: 'rsvpStatus', op: 'is', value: 'attending' };
const nested = (depth: number): unknown => (depth === 1 ? attending : { not: nested(depth - 1) });

describe('criteria that make no sense', () => {
  it.each([
    ['nothing', null, '', 'OBJECT_EXPECTED'],
    ['a list', [], '', 'OBJECT_EXPECTED'],
    ['an empty object', {}, 'field', 'UNKNOWN_FIELD'],
    ['an unknown field', { field: 'shoeSize', op: 'is', value: 1 }, 'field', 'UNKNOWN_FIELD'],
    ['a field of every object', { field: 'constructor', op: 'name', value: 1 }, 'field', 'UNKNOWN_FIELD'],
    ['an unknown op', { field: 'name', op: 'is', value: 'x' }, 'op', 'UNKNOWN_OPERATOR'],
    ['an op of every object', { field: 'name', op: 'toString', value: 'x' }, 'op', 'UNKNOWN_OPERATOR'],
    ['a wrong status', { field: 'rsvpStatus', op: 'is', value: 'yes' }, 'value', 'INVALID_VALUE'],
    ['an empty list of statuses', { field: 'rsvpStatus', op: 'in', value: [] }, 'value', 'INVALID_VALUE'],
    ['a fraction', { field: 'plusOnes', op: 'gt', value: 1.5 }, 'value', 'INVALID_VALUE'],
    ['a text as a flag', { field: 'hasEmail', op: 'is', value: 'true' }, 'value', 'INVALID_VALUE'],
    ['a day without a zone', { field: 'answeredAt', op: 'after', value: '2027-01-01' }, 'value', 'INVALID_VALUE'],
    ['a NUL', { field: 'name', op: 'contains', value: 'a\0' }, 'value', 'INVALID_VALUE'],
    ['an attribute without a key', { field: 'attributes.', op: 'is', value: 1 }, 'field', 'UNKNOWN_FIELD'],
    ['a missing value', { field: 'tags', op: 'has' }, 'value', 'INVALID_VALUE'],
    ['an empty group', { all: [] }, 'all', 'EMPTY'],
    ['all and any', { all: [attending], any: [attending] }, 'any', 'UNKNOWN_MEMBER'],
    ['more than a condition', { ...attending, and: 1 }, 'and', 'UNKNOWN_MEMBER'],
    [
      'a fault deep inside',
      { all: [attending, { not: { any: [{ field: 'x' }] } }] },
      'all.1.not.any.0.field',
      'UNKNOWN_FIELD',
    ],
    ['six levels', nested(6), 'not.not.not.not.not', 'TOO_DEEP'],
    [
      'too many',
      { all: Array.from({ length: MAX_CRITERIA_NODES }, () => attending) },
      `all.${MAX_CRITERIA_NODES - 1}`,
      'TOO_MANY',
    ],
  ])('%s', (_what, input, path, code) => {
    expect(readCriteria(input)).toEqual({ problem: { path, code, message: expect.stringMatching(/\.$/) } });
  });

  it('names what would be possible', () => {
    expect(readCriteria({ field: 'tag', op: 'has', value: 'x' })).toMatchObject({
      problem: { message: expect.stringContaining('tags') },
    });
    expect(readCriteria({ field: 'tags', op: 'is', value: 'x' })).toMatchObject({
      problem: { message: expect.stringContaining('has, hasNot') },
    });
  });
});

const guest: GuestFacts = {
  name: 'Ama Mensah',
  email: 'ama@example.test',
  phone: null,
  rsvpStatus: 'attending',
  rsvpAnsweredAt: new Date('2027-05-01T12:00:00Z'),
  plusOnes: 2,
  tags: ['family'],
  locale: 'en-GB',
  attributes: { table: 4, vip: true },
  invitationStatus: 'delivered',
};

describe('criteria that are understood', () => {
  it.each([
    [attending, true, 'are attending'],
    [{ field: 'rsvpStatus', op: 'isNot', value: 'attending' }, false, 'not (are attending)'],
    [{ field: 'rsvpStatus', op: 'in', value: ['maybe', 'attending', 'maybe'] }, true, 'may come or are attending'],
    [{ field: 'invitationStatus', op: 'is', value: 'not_sent' }, false, 'have an invitation that is not sent'],
    [
      { field: 'invitationStatus', op: 'in', value: ['delivered', 'read'] },
      true,
      'have an invitation that is delivered or read',
    ],
    [{ field: 'tags', op: 'has', value: ' family ' }, true, 'have the tag "family"'],
    [{ field: 'tags', op: 'hasNot', value: 'vip' }, true, 'do not have the tag "vip"'],
    [{ field: 'plusOnes', op: 'gte', value: 2 }, true, 'bring at least 2 guests'],
    [{ field: 'plusOnes', op: 'lt', value: 1 }, false, 'bring fewer than 1 guest'],
    [{ field: 'locale', op: 'startsWith', value: 'EN' }, true, 'use a language that starts with EN'],
    [{ field: 'locale', op: 'is', value: 'en' }, false, 'use the language en'],
    [{ field: 'name', op: 'contains', value: 'mens' }, true, 'have "mens" in their name'],
    [{ field: 'hasEmail', op: 'is', value: true }, true, 'have an e-mail address'],
    [{ field: 'hasPhone', op: 'is', value: true }, false, 'have a phone number'],
    [{ field: 'attributes.table', op: 'is', value: '4' }, true, 'have table equal to "4"'],
    [{ field: 'attributes.vip', op: 'is', value: true }, true, 'have vip equal to "true"'],
    [{ field: 'attributes.none', op: 'isNot', value: 'x' }, true, 'have none other than "x"'],
    [{ field: 'attributes.none', op: 'exists' }, false, 'have a value for none'],
    [
      { field: 'answeredAt', op: 'after', value: '2027-05-01T13:00:00+02:00' },
      true,
      'answered after 2027-05-01 11:00 UTC',
    ],
    [{ field: 'answeredAt', op: 'before', value: '2027-05-01T12:00Z' }, false, 'answered before 2027-05-01 12:00 UTC'],
    [{ not: attending }, false, 'not (are attending)'],
    [
      {
        all: [
          attending,
          {
            any: [
              { field: 'tags', op: 'has', value: 'vip' },
              { field: 'plusOnes', op: 'eq', value: 2 },
            ],
          },
        ],
      },
      true,
      'are attending and (have the tag "vip" or bring exactly 2 guests)',
    ],
  ])('%j', (input, isMatch, description) => {
    const read = readCriteria(input);
    if ('problem' in read) throw new Error(read.problem.message);
    expect([matchesCriteria(read.criteria, guest), describeCriteria(read.criteria)]).toEqual([isMatch, description]);
    expect(readCriteria(JSON.parse(JSON.stringify(read.criteria)))).toEqual(read);
  });

  it('asks nothing of a guest who lacks the fact', () => {
    const bare: GuestFacts = { ...guest, locale: null, rsvpAnsweredAt: null, attributes: {} };
    for (const input of [
      { field: 'locale', op: 'is', value: 'en' },
      { field: 'answeredAt', op: 'before', value: '2099-01-01T00:00Z' },
      { field: 'answeredAt', op: 'after', value: '1999-01-01T00:00Z' },
      { field: 'attributes.table', op: 'is', value: 'null' },
    ]) {
      const read = readCriteria(input);
      expect('criteria' in read && matchesCriteria(read.criteria, bare)).toBe(false);
    }
  });
});
