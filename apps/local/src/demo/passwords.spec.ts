import { readablePassword } from './passwords';

describe('readablePassword', () => {
  it('is four words and two digits, and another every time', () => {
    const passwords = Array.from({ length: 200 }, readablePassword);
    for (const password of passwords) expect(password).toMatch(/^([a-z]{4,9}-){4}[1-9]\d$/);
    expect(new Set(passwords).size).toBe(200);
  });
});
