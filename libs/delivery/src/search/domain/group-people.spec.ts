import { groupPeople } from './group-people';

it('puts the guests of several events together who are one person, and nobody else', () => {
  const guest = (id: string, name: string, emailKey: string | null, phone: string | null = null) => ({
    id,
    name,
    emailKey,
    phone,
  });
  const groups = groupPeople([
    guest('1', 'Ama Mensah', 'ama@x.test'),
    guest('2', 'Yaw Mensah', 'ama@x.test'),
    guest('3', 'ama mensah ', 'ama@x.test'),
    guest('4', 'Ama Mensah', null, '+233201234567'),
    guest('5', 'Ama Mensah', null),
    guest('6', 'Ama Mensah', null),
  ]);
  expect(groups.map((group) => group.map(({ id }) => id).join())).toEqual(['1,3', '2', '4', '5', '6']);
});
