import { messageLabel } from './message-label';

describe('the name of a message', () => {
  it.each([
    ['reminder_7d', 'One week to go', 'x', '7 days before'],
    ['reminder_3d', 'x', 'x', '3 days before: last call'],
    ['reminder_1d', 'x', 'x', '1 day before'],
    ['reminder_day_of', 'x', 'x', 'On the day'],
    ['notice_invitation', null, 'x', 'Invitation'],
    ['notice_something_new', null, 'x', 'Automatic notice'],
    ['test', null, 'x', 'Test message'],
    ['broadcast', ' News about {{event_name}} ', 'x', 'News about {{event_name}}'],
    ['broadcast', null, 'Doors open at six\nBring a coat', 'Doors open at six'],
    ['broadcast', '  ', 'x', 'Broadcast'],
    ['broadcast', '🎉'.repeat(100), 'x', `${'🎉'.repeat(79)}…`],
    ['broadcast', null, `${'We meet '.repeat(9)}at {{event_location}}`, `${'We meet '.repeat(9)}at…`],
    ['broadcast', null, `${'We meet '.repeat(9)}at {a bar} tonight`, `${'We meet '.repeat(9)}at…`],
  ])('%s, %s', (kind, subject, body, expected) => {
    expect(messageLabel({ kind, subject, body })).toBe(expected);
  });

  it.each([
    ['News about {{event_name}}', 'News about Summer {{dinner}}'],
    ['{{ guest_first_name | default: "You" }}, see you at {{venue}}', '[first name], see you at [venue]'],
    ['{{event_name', '{{event_name'],
  ])('%s, for people who read a list', (subject, expected) => {
    expect(messageLabel({ kind: 'broadcast', subject, body: '', eventName: 'Summer {{dinner}}' })).toBe(expected);
  });
});
