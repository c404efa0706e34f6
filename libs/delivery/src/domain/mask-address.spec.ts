import { maskAddress } from './mask-address';

it.each([
  ['ana.lima@example.com', 'a•••@example.com'],
  ['x@example.com', 'x•••@example.com'],
  ['+447700900123', '+44•••23'],
  ['123', '•••'],
])('%s is shown as %s', (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});
