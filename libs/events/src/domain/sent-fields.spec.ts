import { sentFields } from './sent-fields';

it('keeps null, empty and false, and drops what is undefined', () => {
  expect(sentFields({ a: null, b: '', c: false, d: 0, e: undefined })).toEqual({ a: null, b: '', c: false, d: 0 });
  expect(Object.keys(sentFields({ a: undefined }))).toEqual([]);
});
