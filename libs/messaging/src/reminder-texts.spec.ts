import { checkContent } from '@beckon/templates';
import { REMINDER_KINDS } from './domain/reminder-rules';
import { reminderTexts } from './domain/reminder-texts';

const event = {
  name: 'Summer party',
  startsAtLocal: '2027-06-15T18:00',
  venue: 'Harbour Hall',
  hostName: 'Efua Mensah',
};

describe('the shipped texts', () => {
  it.each(REMINDER_KINDS)("%s is accepted by the same check as a text of one's own", (kind) => {
    expect(() => checkContent({ channel: 'email', ...reminderTexts[kind] }, event)).not.toThrow();
  });
});
