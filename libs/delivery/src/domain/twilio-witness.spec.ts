import { findLost, type ListedMessage } from './twilio-witness';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, seconds));
const listed = (over: Partial<ListedMessage> = {}): ListedMessage => ({
  sid: 'SM1',
  body: 'Doors open at six',
  direction: 'outbound-api',
  from: '+15550100123',
  messagingServiceSid: null,
  createdAt: at(1),
  ...over,
});
const lost = { text: 'Doors open at six', sender: '+15550100123', from: at(0), until: at(9) };
const nobody = () => false;

describe('findLost', () => {
  it.each<[string, Partial<ListedMessage>, boolean]>([
    ['the same', {}, true],
    ['cheaper quotes and blanks', { body: ' Doors  open “at” six.' }, true],
    ['the sentence of a trial account', { body: 'Sent from your Twilio trial account - Doors open at six' }, true],
    ['other words', { body: 'Doors open at seven' }, false],
    ['words after it', { body: 'Doors open at six, or so' }, false],
    ['a message from the guest', { direction: 'inbound' }, false],
    ['another sender', { from: '+15550100999' }, false],
    ['an hour before', { createdAt: at(-3600) }, false],
    ['an hour later', { createdAt: at(3600) }, false],
    ['a clock that is half a minute off', { createdAt: at(-30) }, true],
    ['no time', { createdAt: null }, false],
  ])('%s: %j', (_what, over, isFound) => {
    expect(findLost(lost, [listed(over)], nobody)).toEqual(isFound ? listed(over) : null);
  });

  it('takes what belongs to nobody else, the earliest first', () => {
    const three = [listed({ sid: 'SM3', createdAt: at(5) }), listed(), listed({ sid: 'SM2', createdAt: at(3) })];
    expect(findLost(lost, three, nobody)?.sid).toBe('SM1');
    expect(findLost(lost, three, (sid) => sid === 'SM1')?.sid).toBe('SM2');
  });

  it('says nothing when others look for the same words and there is not one for each', () => {
    const two = [listed(), listed({ sid: 'SM2', createdAt: at(3) })];
    expect(findLost(lost, two, nobody, 1)?.sid).toBe('SM1');
    expect(findLost(lost, two, nobody, 2)).toBeNull();
    expect(findLost(lost, two, (sid) => sid === 'SM1', 1)).toBeNull();
  });

  it('knows its Messaging Service', () => {
    const service = listed({ messagingServiceSid: 'MG1' });
    expect(findLost({ ...lost, sender: 'MG1' }, [service], nobody)).toEqual(service);
    expect(findLost({ ...lost, sender: 'MG2' }, [service], nobody)).toBeNull();
  });

  it('never guesses where there are no words to compare', () => {
    expect(findLost({ ...lost, text: '👋' }, [listed({ body: '👋' })], nobody)).toBeNull();
  });
});
