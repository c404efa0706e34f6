import { applyChanges, isReaddressed, type MessageDraft } from './message-draft';

const draft: MessageDraft = {
  channel: 'email',
  audience: 'everyone',
  segmentId: null,
  subject: 'Hello',
  body: 'Text',
  templateId: null,
  dedupe: 'contact',
  sendAt: new Date('2027-05-01T12:00:00Z'),
  expiresAt: null,
};

describe('changing a draft', () => {
  it('keeps what is not named', () => {
    expect(applyChanges(draft, { subject: undefined, body: 'Other' })).toEqual({ ...draft, body: 'Other' });
  });

  it('takes null as "none"', () => {
    expect(applyChanges(draft, { sendAt: null }).sendAt).toBeNull();
  });

  it('drops the subject with the channel that has one', () => {
    expect(applyChanges(draft, { channel: 'sms' })).toEqual({ ...draft, channel: 'sms', subject: null });
  });

  it.each<[string, Partial<MessageDraft>, boolean]>([
    ['another text', { body: 'Other', subject: 'Other' }, false],
    ['another time', { sendAt: null }, false],
    ['another audience', { audience: 'maybe' }, true],
    ['another segment', { segmentId: 'x' }, true],
    ['another channel', { channel: 'sms' }, true],
    ['one per guest', { dedupe: 'guest' }, true],
  ])('%s goes to other guests or another way: %s', (_name, change, expected) => {
    expect(isReaddressed(draft, { ...draft, ...change })).toBe(expected);
  });
});
