import { readLink, signLink } from './signed-link';

const secret = 's'.repeat(32);
const subject = { id: '01890000-abcd-7000-8000-00000000ffff', version: 3 };

describe('signed links', () => {
  it('come back as they went in, short enough for an SMS', () => {
    const token = signLink('rsvp', subject, secret);
    expect(token).toHaveLength(47);
    expect(readLink('rsvp', token, secret)).toEqual(subject);
  });

  it('are the same every time, so that a retry renders the same bytes', () => {
    expect(signLink('rsvp', subject, secret)).toBe(signLink('rsvp', subject, secret));
  });

  it('are worth nothing for another purpose or under another secret', () => {
    const token = signLink('rsvp', subject, secret);
    expect(readLink('unsubscribe', token, secret)).toBeNull();
    expect(readLink('rsvp', token, 't'.repeat(32))).toBeNull();
  });

  it('do not survive a change of any single character', () => {
    const token = signLink('rsvp', subject, secret);
    const forged = Array.from(token, (c, i) => token.slice(0, i) + (c === 'A' ? 'B' : 'A') + token.slice(i + 1));
    // the last character carries two bits that belong to nothing; base64 reads both spellings alike
    expect(forged.slice(0, -1).filter((t) => readLink('rsvp', t, secret) !== null)).toEqual([]);
  });

  it.each(['', 'x', '../../etc/passwd', 'A'.repeat(47), 'A'.repeat(5000), 'ä'.repeat(47)])('refuses %p', (token) => {
    expect(readLink('rsvp', token, secret)).toBeNull();
  });
});
