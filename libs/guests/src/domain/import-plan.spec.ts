import type { ImportRow } from './csv-row';
import type { GuestValues } from './guest-values';
import { planImport, type StoredGuest } from './import-plan';

const none: Omit<GuestValues, 'name'> = {
  firstName: null, email: null, emailKey: null, phone: null, rsvpStatus: 'pending', plusOnes: 0, tags: [], locale: null, timeZone: null, attributes: {},
}; // prettier-ignore
const mail = (email: string): Pick<GuestValues, 'email' | 'emailKey'> => ({ email, emailKey: email.toLowerCase() });
const stored = (id: string, name: string, more: Partial<GuestValues> = {}): StoredGuest => ({
  ...none,
  ...more,
  id,
  name,
});
const row = (name: string, more: Partial<GuestValues> = {}, id: string | null = null): ImportRow => ({
  line: 2,
  id,
  given: { name, ...more },
});

describe('whom a line means', () => {
  const list = [
    stored('1', 'Ama', { ...mail('a@x.test'), phone: '+441' }),
    stored('2', 'Kofi', mail('a@x.test')),
    stored('3', 'Efua', { phone: '+442' }),
    stored('4', 'Yaw'),
  ];
  it.each([
    ['address and name', row('AMA', { ...mail('A@x.test'), plusOnes: 1 }), '1'],
    ['somebody else at the same address', row('Kofi', { ...mail('a@x.test'), plusOnes: 1 }), '2'],
    ['a third one at the same address', row('Esi', mail('a@x.test')), 'new'],
    ['the same name at another address', row('Ama', mail('b@x.test')), 'new'],
    ['phone and name, without an address', row('Ama', { phone: '+441', plusOnes: 1 }), '1'],
    ['phone and name, of one without an address', row('Efua', { ...mail('e@x.test'), phone: '+442' }), '3'],
    ['phone and name, of one with another address', row('Ama', { ...mail('c@x.test'), phone: '+441' }), 'new'],
    ['the name alone', row('  yaw', { plusOnes: 1 }), '4'],
    ['the name alone of one with an address', row('Ama', { plusOnes: 1 }), 'new'],
    ['an address new to the name', row('Yaw', mail('y@x.test')), 'new'],
    ['the id before everything', row('Ama', { ...mail('a@x.test'), plusOnes: 1 }, '4'), '4'],
    ['an id that is not on the list', row('Ama', { ...mail('a@x.test'), plusOnes: 1 }, '9'), '1'],
  ])('%s', (_what, line, expected) => {
    const plan = planImport([line], list);
    expect(plan.created.length === 1 ? 'new' : plan.changed.map(({ id }) => id).join()).toBe(expected);
  });
});

describe('what a line changes', () => {
  const guest = stored('1', 'Ama', {
    rsvpStatus: 'attending',
    tags: ['a', 'b'],
    attributes: { seats: 2, table: 'A' },
    plusOnes: 2,
  });
  it.each([
    ['nothing it does not say', {}, null],
    ['nothing that reads the same', { tags: ['b', 'a'], attributes: { seats: '2' }, plusOnes: 2 }, null],
    ['no answer back to pending', { rsvpStatus: 'pending' as const }, null],
    ['an answer to another', { rsvpStatus: 'declined' as const }, { rsvpStatus: 'declined' }],
    ['the spelling of the name', { name: 'AMA' }, { name: 'AMA' }],
    ['tags as a whole', { tags: ['c'] }, { tags: ['c'] }],
    ['attributes one by one', { attributes: { table: 'B' } }, { attributes: { seats: 2, table: 'B' } }],
  ])('%s', (_what, given, change) => {
    const plan = planImport([row('Ama', given, '1')], [guest]);
    expect(plan.changed).toEqual(change === null ? [] : [{ ...guest, ...change }]);
    expect(plan.counts).toEqual({ created: 0, updated: change === null ? 0 : 1, skipped: change === null ? 1 : 0 });
  });

  it('is seen by later lines', () => {
    const plan = planImport(
      [
        row('Esi'),
        row('Esi', { plusOnes: 1 }),
        row('Esi', { plusOnes: 1 }),
        row('Ama', mail('n@x.test'), '1'),
        row('Ama', mail('n@x.test')),
      ],
      [guest],
    );
    expect(plan.counts).toEqual({ created: 1, updated: 2, skipped: 2 });
    expect(plan.created).toMatchObject([{ name: 'Esi', plusOnes: 1 }]);
    expect(plan.changed).toMatchObject([{ id: '1', email: 'n@x.test' }]);
  });

  it('is refused when there would be too many attributes', () => {
    const full = stored('1', 'Ama', {
      attributes: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a${i}`, 'x'])),
    });
    const plan = planImport([row('Ama', { attributes: { more: 'x' } }, '1')], [full]);
    expect(plan).toMatchObject({ changed: [], problems: [{ line: 2, code: 'TOO_MANY_ATTRIBUTES' }] });
  });
});
