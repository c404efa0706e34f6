import { readApproval, reasonNotToSend, type Sendable } from './template-approval';

it.each<[string, unknown, unknown]>([
  [
    'approved',
    { whatsapp: { status: 'approved', category: 'UTILITY', rejection_reason: '' } },
    { status: 'approved', reason: null, category: 'utility' },
  ],
  [
    'rejected',
    { whatsapp: { status: 'rejected', category: 'MARKETING', rejection_reason: ' INVALID_FORMAT ' } },
    { status: 'rejected', reason: 'INVALID_FORMAT', category: 'marketing' },
  ],
  [
    'a category nobody knows',
    { whatsapp: { status: 'Pending', category: 'NEW' } },
    { status: 'pending', reason: null, category: null },
  ],
  ['never submitted', { whatsapp: null }, { status: 'unsubmitted', reason: null, category: null }],
  ['something else', { sid: 'HX' }, null],
  ['no status', { whatsapp: {} }, null],
  ['a text', 'approved', null],
  ['nothing', null, null],
])('reads %s', (_name, body, expected) => {
  expect(readApproval(body)).toEqual(expected);
});

const template: Sendable = {
  isApproved: true,
  isActive: true,
  twilioContentSid: 'HX0',
  approvalStatus: 'approved',
  displayName: 'Hello',
};
it.each<[string, Partial<Sendable>, boolean, RegExp | null]>([
  ['all is well', {}, true, null],
  ['no Twilio and no Content SID', { twilioContentSid: null }, false, null],
  ['no Content SID', { twilioContentSid: null }, true, /has no Twilio Content SID/],
  ['switched off', { isActive: false }, true, /switched off/],
  ['not approved and no Twilio', { isApproved: false }, false, /by hand/],
  ['pending', { isApproved: false, approvalStatus: 'pending' }, true, /48 hours/],
  ['rejected', { isApproved: false, approvalStatus: 'rejected' }, true, /rejected/],
  ['paused', { isApproved: false, approvalStatus: 'paused' }, true, /paused/],
  ['disabled', { isApproved: false, approvalStatus: 'disabled' }, true, /disabled/],
  ['never asked', { isApproved: false, approvalStatus: null }, true, /Check its approval/],
])('a template that is %s', (_name, over, isTwilio, expected) => {
  const reason = reasonNotToSend({ ...template, ...over }, isTwilio);
  if (expected === null) expect(reason).toBeNull();
  else expect(reason).toMatch(expected);
});
