import { type ApprovalFacts, approvalWords } from './approval';

const approved: ApprovalFacts = {
  isActive: true,
  isApproved: true,
  approvalStatus: 'approved',
  approvalReason: null,
  twilioContentSid: 'HX1',
};
const not = (over: Partial<ApprovalFacts>): ApprovalFacts => ({ ...approved, isApproved: false, ...over });

describe('approvalWords', () => {
  it.each<[ApprovalFacts, boolean, string, RegExp]>([
    [approved, false, 'Approved', /can be sent/],
    [{ ...approved, twilioContentSid: null }, true, 'Approved', /can be sent/],
    [{ ...approved, twilioContentSid: null }, false, 'Not approved', /enter its Content SID/],
    [{ ...approved, isActive: false }, false, 'Switched off', /Switch it on/],
    [not({ approvalStatus: null, twilioContentSid: null }), true, 'Not approved', /by hand/],
    [not({ approvalStatus: 'pending' }), false, 'Waiting for WhatsApp', /48 hours/],
    [not({ approvalStatus: 'rejected', approvalReason: 'Too short' }), false, 'Rejected', /says: Too short\. Change/],
    [not({ approvalStatus: 'rejected' }), false, 'Rejected', /no reason/],
    [not({ approvalStatus: 'paused' }), false, 'Paused by WhatsApp', /Wait/],
    [not({ approvalStatus: 'disabled' }), false, 'Disabled by WhatsApp', /another/],
    [not({ approvalStatus: 'unsubmitted' }), false, 'Not approved', /Submit it/],
    [not({ approvalStatus: null }), false, 'Not approved', /Check it now/],
    [not({ approvalStatus: 'a new word' }), false, 'Not approved', /Check it now/],
  ])('%j simulated %s: %s', (facts, isSimulated, word, sentence) => {
    const words = approvalWords(facts, isSimulated);
    expect(words.state.word).toBe(word);
    expect(words.sentence).toMatch(sentence);
  });
});
