import { classifySmtpFailure, firstLine } from './smtp-outcome';

describe('classifySmtpFailure', () => {
  it.each([
    ['an unknown mailbox', 'EENVELOPE', 550, '550 5.1.1 no such user', false, 'refused', true],
    ['a disabled mailbox', 'EENVELOPE', 550, '550 5.2.1 mailbox disabled', false, 'refused', true],
    ['a full mailbox, final', 'EENVELOPE', 552, '552 5.2.2 mailbox full', false, 'refused', false],
    ['content refused', 'EMESSAGE', 554, '554 5.6.0 malformed', true, 'refused', false],
    ['a policy against us', 'EENVELOPE', 550, '550 5.7.1 not authorised to relay', false, 'not_sent', undefined],
    ['greylisting', 'EENVELOPE', 451, '451 4.7.1 come back later', false, 'not_sent', undefined],
    ['a 4yz after the dot', 'EMESSAGE', 451, '451 4.3.0 try later', true, 'not_sent', undefined],
    ['a server that closes', 'ECONNECTION', 421, '421 4.3.2 shutting down', false, 'not_sent', undefined],
    ['wrong credentials', 'EAUTH', 535, '535 5.7.8 bad credentials', false, 'not_sent', undefined],
    ['a refused connection', 'ESOCKET', undefined, 'connect ECONNREFUSED', false, 'not_sent', undefined],
    ['a name that does not resolve', 'EDNS', undefined, 'getaddrinfo ENOTFOUND', false, 'not_sent', undefined],
    ['a time-out before the message', 'ETIMEDOUT', undefined, 'Timeout', false, 'not_sent', undefined],
    ['a time-out within the message', 'ETIMEDOUT', undefined, 'Timeout', true, 'unclear', undefined],
    [
      'a connection lost after the dot',
      'ECONNECTION',
      undefined,
      'Connection closed unexpectedly',
      true,
      'unclear',
      undefined,
    ],
    ['nonsense after the dot', 'EMESSAGE', undefined, 'Well, thank you', true, 'unclear', undefined],
    ['a code nobody knows after the dot', 'EMESSAGE', 600, '600 what?', true, 'unclear', undefined],
    ['a 3yz after the dot', 'EMESSAGE', 354, '354 go on', true, 'unclear', undefined],
    ['an empty message', 'EMESSAGE', undefined, 'Empty message', false, 'refused', false],
    ['an abort after the first byte', 'EABORT', undefined, 'aborted', true, 'unclear', undefined],
    ['an address the library refuses', 'EENVELOPE', undefined, 'No recipients defined', false, 'refused', false],
  ])('%s', (_what, code, responseCode, response, hasBodyStarted, kind, suppress) => {
    const outcome = classifySmtpFailure({ code, responseCode, response, hasBodyStarted });
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'refused') expect(outcome.suppress).toBe(suppress);
  });

  it.each([
    ['no connection', 'ESOCKET', undefined, 'connect ECONNREFUSED', 'provider'],
    ['no such server', 'EDNS', undefined, 'getaddrinfo ENOTFOUND', 'provider'],
    ['wrong credentials', 'EAUTH', 535, '535 5.7.8 bad credentials', 'provider'],
    ['a server that wants credentials', 'EENVELOPE', 530, '530 5.7.0 authentication required', 'provider'],
    ['a server that closes', 'ECONNECTION', 421, '421 4.3.2 shutting down', 'provider'],
    ['a server that slows us down', 'EENVELOPE', 454, '454 throttling failure', 'provider'],
    ['greylisting of one guest', 'EENVELOPE', 451, '451 4.7.1 come back later', undefined],
    ['a policy of the guest', 'EENVELOPE', 550, '550 5.7.1 blocked', undefined],
  ])('%s: whose fault', (_what, code, responseCode, response, blame) => {
    const outcome = classifySmtpFailure({ code, responseCode, response, hasBodyStarted: false });
    expect(outcome).toMatchObject({ kind: 'not_sent' });
    expect(outcome.kind === 'not_sent' && outcome.blame).toBe(blame);
  });

  it('keeps addresses and further lines out of what is stored', () => {
    expect(firstLine('550 5.1.1 <ana@example.com>: unknown\r\n550 see https://example.com')).toBe(
      '550 5.1.1 <[address]>: unknown',
    );
  });
});
