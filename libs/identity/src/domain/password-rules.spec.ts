import { passwordFault } from './password-rules';

it.each([
  ['seven characters', 'abcdefg', 'at least 8'],
  ['seven emoji, which are fourteen code units', '😀😁😂🤣😃😄😅', 'at least 8'],
  ['201 characters', 'ab3'.repeat(67), 'at most 200'],
  ['a common one', 'password123', 'most common'],
  ['a common one in capitals', 'PassWord1', 'most common'],
  ['a common one in full-width letters', 'ｐａｓｓｗｏｒｄ', 'most common'],
  ['the address', 'ama.mensah@example.test', 'e-mail address'],
  ['the address in capitals', 'AMA.MENSAH@example.test', 'e-mail address'],
  ['the part before the @', 'ama.mensah', 'e-mail address'],
  ['two characters over and over', 'abababababab', 'different characters'],
])('refuses %s', (_name, password, reason) => {
  expect(passwordFault(password, 'ama.mensah@example.test')).toContain(reason);
});

it.each([
  ['eight plain letters', 'quietrug'],
  ['words', 'four small green teapots'],
  ['200 characters', 'ab3z'.repeat(50)],
  ['another script', 'ɛte sɛn me nua'],
])('accepts %s', (_name, password) => {
  expect(passwordFault(password, 'ama.mensah@example.test')).toBeNull();
});
