import document from '../../../../../openapi.json';
import { PROBLEM_WORDS } from './problem-words';

describe('the words for problems', () => {
  it('has words for every code of the API', () => {
    const codes = new Set([...JSON.stringify(document).matchAll(/"code":"([A-Z_]+)"/g)].map((match) => match[1]));
    expect([...codes].filter((code) => !(code in PROBLEM_WORDS))).toEqual([]);
  });

  it.each(Object.entries(PROBLEM_WORDS))('%s: says it in a sentence and what to do', (_code, { title, todo }) => {
    expect(title).toMatch(/^[A-Z].*\.$/);
    expect(todo ?? '').toMatch(/^([A-Z].*\.)?$/);
  });
});
