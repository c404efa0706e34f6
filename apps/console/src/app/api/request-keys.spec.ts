import { RequestKeys } from './request-keys';

it('a repeat gets its first key and a change a new one', () => {
  const keys = new RequestKeys();
  const first = keys.for('create', { body: 'a' });
  expect(keys.for('create', { body: 'a' })).toBe(first);
  expect(keys.for('create', { body: 'b' })).not.toBe(first);
  expect(keys.for('send-now', { body: 'a' })).not.toBe(first);
});
