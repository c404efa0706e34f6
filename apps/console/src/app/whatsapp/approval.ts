import type { WhatsAppTemplateDto } from '../api/generated/models';
import type { StateWords } from '../words/states';

/** What decides how a template stands with WhatsApp. */
export type ApprovalFacts = Pick<
  WhatsAppTemplateDto,
  'isActive' | 'isApproved' | 'approvalStatus' | 'approvalReason' | 'twilioContentSid'
>;

/** How a template stands, in a mark and a word, and in a sentence that says what to do. */
export interface ApprovalWords {
  readonly state: StateWords;
  readonly sentence: string;
}

const OFF: StateWords = { icon: 'paused', word: 'Switched off', tone: 'idle' };
const APPROVED: StateWords = { icon: 'delivered', word: 'Approved', tone: 'arrived' };
const NOT_APPROVED: StateWords = { icon: 'queued', word: 'Not approved', tone: 'waiting' };

/**
 * @param isSimulated WhatsApp is only simulated here: then an admin approves by hand, and no Content SID is needed
 */
export function approvalWords(template: ApprovalFacts, isSimulated: boolean): ApprovalWords {
  const { isActive, isApproved, approvalStatus, approvalReason, twilioContentSid } = template;
  if (!isActive) return { state: OFF, sentence: 'It is kept, and nothing is sent with it. Switch it on to use it.' };
  if (isApproved && (isSimulated || twilioContentSid !== null))
    return { state: APPROVED, sentence: 'It can be sent to any guest with a phone number.' };
  if (isSimulated)
    return {
      state: NOT_APPROVED,
      sentence: 'WhatsApp is only simulated here, so an admin approves it by hand.',
    };
  if (twilioContentSid === null)
    return {
      state: NOT_APPROVED,
      sentence: 'Make the same text in Twilio’s Content Template Builder, submit it, and enter its Content SID here.',
    };
  switch (approvalStatus) {
    case 'received':
    case 'pending':
      return {
        state: { icon: 'sending', word: 'Waiting for WhatsApp', tone: 'moving' },
        sentence: 'Approval takes up to 48 hours. Beckon looks it up by itself every few minutes.',
      };
    case 'rejected':
      return {
        state: { icon: 'failed', word: 'Rejected', tone: 'lost' },
        sentence: `${approvalReason === null ? 'WhatsApp gave no reason.' : `WhatsApp says: ${approvalReason}.`} Change the text in Twilio, submit it again, and enter the new Content SID.`,
      };
    case 'paused':
      return {
        state: { icon: 'paused', word: 'Paused by WhatsApp', tone: 'asking' },
        sentence: 'People blocked or reported it. Wait, or use another template.',
      };
    case 'disabled':
      return {
        state: { icon: 'cancelled', word: 'Disabled by WhatsApp', tone: 'lost' },
        sentence: 'It can’t be used any more. Use another template.',
      };
    case 'unsubmitted':
      return { state: NOT_APPROVED, sentence: 'It was never submitted. Submit it for approval in Twilio.' };
    default:
      return { state: NOT_APPROVED, sentence: 'Its approval has not been looked up yet. Check it now.' };
  }
}
