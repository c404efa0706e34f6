import { sendButton, type SendSituation } from './send-button';

const ready: SendSituation = {
  channel: 'email',
  when: 'now',
  sendAt: null,
  timeZone: 'Africa/Accra',
  now: new Date('2026-11-22T10:00:00Z'),
  count: 124,
  isCounting: false,
  subject: 'Shuttles',
  body: 'Hi',
  unresolved: 0,
  templateProblem: null,
  isScheduled: false,
  isBusy: false,
  isOffline: false,
  isReadOnly: false,
  hasNoAudience: false,
  isEventCancelled: false,
};
const later = { when: 'later', sendAt: '2026-12-01T09:00:00Z' } as const;

describe('sendButton', () => {
  it.each<[string, Partial<SendSituation>]>([
    ['Send to 124 guests', {}],
    ['Send to 1 guest', { count: 1 }],
    ['Send to 124 guests', { channel: 'whatsapp', subject: '' }],
    ['Send to 12,400 guests', { count: 12_400 }],
    ['Schedule for Tue 1 Dec, 09:00 in Accra', later],
    ['Schedule for Tue 1 Dec, 10:00 in Berlin', { ...later, timeZone: 'Europe/Berlin' }],
    ['Schedule for Tue 1 Dec, 09:00 in Accra', { ...later, count: 0 }],
    ['Save for Tue 1 Dec, 09:00 in Accra', { ...later, isScheduled: true }],
    ['Send to 124 guests', { channel: 'sms', subject: '' }],
    ['Send to 124 guests', { isCounting: true }],
  ])('can be pressed: %s', (label, change) => {
    expect(sendButton({ ...ready, ...change })).toEqual({ label, isBlocked: false });
  });

  it.each<[string, Partial<SendSituation>]>([
    ['Read only', { isReadOnly: true }],
    ['The event is cancelled', { isEventCancelled: true }],
    ['Sending…', { isBusy: true }],
    ['Saving…', { ...later, isBusy: true }],
    ['Offline: your text is kept', { isOffline: true }],
    ['Choose who gets it', { hasNoAudience: true }],
    ['Choose a WhatsApp template', { channel: 'whatsapp', templateProblem: 'Choose a WhatsApp template' }],
    ['Write a subject to send', { subject: '  ' }],
    ['Write a message to send', { body: '' }],
    ['Fix 1 placeholder to send', { unresolved: 1 }],
    ['Fix 3 placeholders to send', { unresolved: 3 }],
    ['Choose a time', { when: 'later' }],
    ['That time has passed', { ...later, sendAt: '2026-11-22T09:59:00Z' }],
    ['Counting guests…', { count: null, isCounting: true }],
    ['Could not count the guests', { count: null }],
    ['Nobody to send to', { count: 0 }],
  ])('says why not: %s', (label, change) => {
    expect(sendButton({ ...ready, ...change })).toEqual({ label, isBlocked: true });
  });
});
