import { sharedRules } from '../shared-rules';
import { readGuestValues } from './guest-values';

describe('what is said about a guest', () => {
  it.each([
    ['a name, space tidied', { name: '  Ama   Mensah ' }, { name: 'Ama Mensah' }],
    [
      'an address and its key',
      { email: ' Ama@Bücher.Example ' },
      { email: 'Ama@Bücher.Example', emailKey: 'ama@xn--bcher-kva.example' },
    ],
    ['no address', { email: null }, { email: null, emailKey: null }],
    ['a blank address', { email: ' ' }, { email: null, emailKey: null }],
    ['a phone number', { phone: '+44 7700 900123' }, { phone: '+447700900123' }],
    [
      'a national number with the locale of the same input',
      { phone: '07700 900123', locale: 'en-gb' },
      { phone: '+447700900123', locale: 'en-GB' },
    ],
    ['tags, each once', { tags: [' a ', 'b', 'a'] }, { tags: ['a', 'b'] }],
    [
      'nothing more',
      { tags: null, attributes: null, plusOnes: null, rsvpStatus: null },
      { tags: [], attributes: {}, plusOnes: 0, rsvpStatus: 'pending' },
    ],
    [
      'attributes; an empty one is none',
      { attributes: { a: ' x ', b: 2, c: false, d: '' } },
      { attributes: { a: 'x', b: 2, c: false } },
    ],
    ['a zone', { timeZone: 'Europe/London' }, { timeZone: 'Europe/London' }],
    ['what is not spoken of', {}, {}],
  ])('%s', (_what, input, values) => {
    expect(readGuestValues(input, sharedRules)).toEqual({ values, problems: [] });
  });

  it('reads a national number with the locale that is stored', () => {
    expect(readGuestValues({ phone: '07700 900123' }, sharedRules, 'en-GB').values).toEqual({ phone: '+447700900123' });
  });

  it.each([
    ['no name', { name: ' ' }, 'name', 'MISSING'],
    ['a line break', { name: 'a\r\nBcc: b' }, 'name', 'INVALID_TEXT'],
    ['a bidi override', { firstName: 'a\u202eb' }, 'firstName', 'INVALID_TEXT'],
    ['a NUL', { name: 'a\0' }, 'name', 'INVALID_TEXT'],
    ['a long name', { name: 'x'.repeat(201) }, 'name', 'TOO_LONG'],
    ['a number without a country', { phone: '07700 900123' }, 'phone', 'INVALID_PHONE'],
    ['a locale without a country is no hint', { phone: '07700 900123', locale: 'en' }, 'phone', 'INVALID_PHONE'],
    ['a broken address', { email: 'a@b' }, 'email', 'INVALID_EMAIL'],
    ['21 tags', { tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, 'tags', 'TOO_MANY_TAGS'],
    ['a long tag', { tags: ['x'.repeat(41)] }, 'tags', 'INVALID_TAG'],
    [
      '31 attributes',
      { attributes: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`a${i}`, i])) },
      'attributes',
      'TOO_MANY_ATTRIBUTES',
    ],
    ['a deep attribute', { attributes: { a: [] } }, 'attributes.a', 'INVALID_ATTRIBUTE'],
    [
      'an attribute from nowhere',
      { attributes: JSON.parse('{"__proto__": 1}') as Record<string, unknown> },
      'attributes.__proto__',
      'INVALID_ATTRIBUTE',
    ],
    ['a number nobody can read', { attributes: { a: 1e300 } }, 'attributes.a', 'INVALID_ATTRIBUTE'],
    ['no number at all', { plusOnes: NaN }, 'plusOnes', 'INVALID_NUMBER'],
  ])('is refused: %s', (_what, input, path, code) => {
    expect(readGuestValues(input, sharedRules).problems).toEqual([expect.objectContaining({ path, code })]);
  });
});
