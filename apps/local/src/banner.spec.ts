import { bannerText } from './banner';

const facts = {
  consoleUrl: 'http://127.0.0.1:3000',
  mailboxUrl: 'http://127.0.0.1:1080',
  opsUrl: 'http://127.0.0.1:3001',
  hasEmailProvider: false,
  hasTwilio: false,
  hasRedis: true,
  dataDir: '.data',
  signIns: [{ email: 'demo@beckon.local', password: 'amber-river-otter-plum-42', role: 'owner' }],
  notes: ['A note.'],
};

describe('bannerText', () => {
  it('tells the addresses, the sign-ins, the notes and how to stop', () => {
    const text = bannerText(facts);
    for (const part of [
      facts.consoleUrl,
      `${facts.consoleUrl}/docs`,
      facts.mailboxUrl,
      facts.opsUrl,
      'A note.',
      '.data',
      'Ctrl-C',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('puts each sign-in on one line, as a person and a script can read it', () => {
    expect(bannerText(facts)).toMatch(/^ {2}demo@beckon\.local {2}password: amber-river-otter-plum-42 {2}\(owner\)$/m);
  });

  it('leads to the phones, and says whether they are simulated', () => {
    expect(bannerText(facts)).toMatch(/http:\/\/127\.0\.0\.1:1080\/phones .*simulated: answer YES or STOP/);
    expect(bannerText({ ...facts, hasTwilio: true })).not.toContain('simulated');
  });

  it('says what Redis would add only where there is none', () => {
    expect(bannerText(facts)).not.toContain('Redis');
    expect(bannerText({ ...facts, hasRedis: false })).toMatch(/No Redis: .*Redis would add/);
  });

  it('invites to register where there is no demo', () => {
    expect(bannerText({ ...facts, signIns: [] })).toContain('register the first account');
  });
});
