import { templateContent } from './template-content';

describe('templateContent', () => {
  it('numbers each placeholder once, in the order of its first use', () => {
    const { variables, forTwilio } = templateContent(
      'Hi {{guest_name}}! {{event_name}} is near, {{ guest_name }}. See {{event_name}} soon.',
    );
    expect(variables.map(({ number, name }) => `${number} ${name}`)).toEqual(['1 guest_name', '2 event_name']);
    expect(forTwilio).toBe('Hi {{1}}! {{2}} is near, {{1}}. See {{2}} soon.');
  });

  it('shows it as a guest would read it', () => {
    expect(templateContent('Hi {{guest_name}}, see {{venue}}!').preview).toBe('Hi Ama Mensah, see Harbour Hall!');
  });

  it.each([
    ['Hi {{guest_name}}!', []],
    ['', []],
    ['{{guest_name}}, come!', [/begins with/]],
    ['Come, {{guest_name}} ', [/ends with/]],
    ['Hi {{table}}, come!', [/no value for \{\{table\}\}/]],
    ['Hi {{guest_na', [/no value/, /ends with/]],
  ])('%j', (text, faults) => {
    const found = templateContent(text).faults;
    expect(found).toHaveLength(faults.length);
    for (const [at, fault] of faults.entries()) expect(found[at]).toMatch(fault);
  });
});
