import { inspectContent } from '@beckon/templates';
import { templateVariables } from './template-variables';

const read = (body: string, named?: string[]) => {
  const { variables, faults } = templateVariables(inspectContent({ channel: 'whatsapp', body }, null).body, named);
  return [variables, faults.map(({ path, code }) => `${path} ${code}`)];
};

describe('the variables of a WhatsApp template', () => {
  it.each<[string, string, string[] | undefined, string[], string[]]>([
    ['in the order of the text', 'Hi {{guest_name}}, {{event_name}}!', undefined, ['guest_name', 'event_name'], []],
    [
      'in the order that was given',
      'Hi {{guest_name}}, {{event_name}}!',
      ['event_name', 'guest_name'],
      ['event_name', 'guest_name'],
      [],
    ],
    ['each once', 'Hi {{guest_name}} {{guest_name}}!', undefined, ['guest_name'], []],
    ['none', 'Hello!', [], [], []],
    ['one that is not named', 'Hi {{guest_name}} {{venue}}.', ['venue'], ['venue'], ['variables VARIABLE_MISSING']],
    [
      'one that is not used',
      'Hi {{guest_name}}.',
      ['guest_name', 'venue'],
      ['guest_name'],
      ['variables VARIABLE_UNUSED'],
    ],
    ['one named twice', 'Hi {{venue}}.', ['venue', 'venue'], ['venue', 'venue'], ['variables VARIABLE_TWICE']],
    ['at the start', ' {{guest_name}}, hi.', undefined, ['guest_name'], ['content STARTS_WITH_PLACEHOLDER']],
    [
      'at the end, white space aside',
      'Hi {{guest_name}} \n',
      undefined,
      ['guest_name'],
      ['content ENDS_WITH_PLACEHOLDER'],
    ],
    [
      'two shapes of one',
      'Hi {{guest_name}}, {{guest_name | upcase}}!',
      undefined,
      ['guest_name'],
      ['content TWO_SHAPES'],
    ],
  ])('%s', (_name, body, named, variables, faults) => {
    expect(read(body, named)).toEqual([variables, faults]);
  });
});
