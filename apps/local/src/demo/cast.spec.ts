import { castAsCsv, demoCast, plainLetters } from './cast';

const { guests, suppressed } = demoCast();
const count = (condition: (guest: (typeof guests)[number]) => boolean) => guests.filter(condition).length;

describe('demoCast', () => {
  it('is the same every time, and another for another seed', () => {
    expect(demoCast()).toEqual({ guests, suppressed });
    expect(demoCast(2).guests).not.toEqual(guests);
  });

  it('has about 250 guests of every answer', () => {
    expect(guests).toHaveLength(250);
    for (const status of ['attending', 'pending', 'maybe', 'declined']) {
      expect([status, count(({ rsvpStatus }) => rsvpStatus === status) >= 15]).toEqual([status, true]);
    }
  });

  it('can reach nobody real: only example.test and numbers reserved for fiction', () => {
    for (const { email, phone } of guests) {
      expect(email).toMatch(/^([a-z0-9.]+@example\.test)?$/);
      expect(phone).toMatch(/^(\+447700900\d{3}|\+120255501\d{2})?$/);
    }
  });

  it('has guests without any address, only with a telephone, and exactly two who share an address', () => {
    expect(count(({ email, phone }) => email === '' && phone === '')).toBeGreaterThan(3);
    expect(count(({ email, phone }) => email === '' && phone !== '')).toBeGreaterThan(2);
    const emails = guests.map(({ email }) => email).filter((email) => email !== '');
    expect(emails.length - new Set(emails).size).toBe(1);
  });

  it('has names of many scripts, each once', () => {
    expect(new Set(guests.map(({ name }) => name)).size).toBe(250);
    for (const script of [
      /\p{Script=Arabic}/u,
      /\p{Script=Han}/u,
      /\p{Script=Greek}/u,
      /\p{Script=Devanagari}/u,
      /[łß]/,
      /'/,
    ]) {
      expect([String(script), count(({ name }) => script.test(name)) > 0]).toEqual([String(script), true]);
    }
  });

  it('blocks addresses that are on the list', () => {
    const emails = new Set(guests.map(({ email }) => email));
    for (const { address } of suppressed) expect(emails).toContain(address);
    expect(suppressed.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['bounce', 'manual']));
  });
});

describe('plainLetters', () => {
  it.each([
    ['Größmann', 'grossmann'],
    ['Łukasz', 'lukasz'],
    ['İpek', 'ipek'],
    ['Đặng', 'dang'],
    ["O'Connor", 'oconnor'],
    ['Åsa', 'asa'],
  ])('writes %s as %s', (text, expected) => {
    expect(plainLetters(text)).toBe(expected);
  });
});

describe('castAsCsv', () => {
  it('quotes what needs it and joins tags with a semicolon', () => {
    const guest = {
      name: 'A, "B"',
      firstName: '',
      email: 'a@example.test',
      phone: '',
      rsvpStatus: 'maybe' as const,
      plusOnes: 2,
      tags: ['x', 'y'],
      locale: 'en',
    };
    expect(castAsCsv([guest])).toBe(
      'name,firstName,email,phone,rsvpStatus,plusOnes,tags,locale\r\n"A, ""B""",,a@example.test,,maybe,2,"x;y",en\r\n',
    );
  });
});
