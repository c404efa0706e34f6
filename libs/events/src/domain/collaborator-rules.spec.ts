import { leavesNoOwner } from './collaborator-rules';

it.each([
  ['the only owner leaves', 'owner', null, 1, true],
  ['the only owner becomes an editor', 'owner', 'editor', 1, true],
  ['the only owner stays one', 'owner', 'owner', 1, false],
  ['one of two owners leaves', 'owner', null, 2, false],
  ['an editor leaves', 'editor', null, 1, false],
])('%s', (_name, current, next, ownerCount, expected) => {
  expect(leavesNoOwner(current, next, ownerCount)).toBe(expected);
});
