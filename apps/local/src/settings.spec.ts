import { addressFor, readSettings, SettingsError } from './settings';

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({}, '/project')).toMatchObject({
      dataDir: '/project/.data',
      host: '127.0.0.1',
      ports: { http: 3000, ops: 3001, mailbox: 1080, smtp: 1025 },
      publicBaseUrl: 'http://127.0.0.1:3000',
      demo: true,
      hasEmailProvider: false,
      hasRealProvider: false,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readSettings({ PORT: ' ', DATABASE_URL: '', DEMO: '' }, '/project')).toEqual(readSettings({}, '/project'));
  });

  it.each([
    ['abc', /PORT is "abc"/],
    ['0', /PORT is "0"/],
    ['70000', /PORT is "70000"/],
    ['80.5', /PORT is "80.5"/],
    ['3001', /Port 3001 is asked for twice/],
  ])('refuses PORT=%s in clear words', (PORT, expected) => {
    expect(() => readSettings({ PORT }, '/project')).toThrow(SettingsError);
    expect(() => readSettings({ PORT }, '/project')).toThrow(expected);
  });

  it.each([
    [{ SMTP_URL: 'smtp://mail.example.com' }, true, true],
    [{ RESEND_API_KEY: 're_1' }, true, true],
    [{ SES_REGION: 'eu-west-1' }, true, true],
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, false, true],
    [{}, false, false],
  ])('knows which providers are real: %j', (env, hasEmailProvider, hasRealProvider) => {
    expect(readSettings(env, '/project')).toMatchObject({ hasEmailProvider, hasRealProvider });
  });

  it.each(['false', '0', 'no', 'OFF'])('DEMO=%s switches the demo off', (DEMO) => {
    expect(readSettings({ DEMO }, '/project').demo).toBe(false);
  });
});

describe('addressFor', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '127.0.0.1'],
    ['::1', '[::1]'],
    ['192.0.2.7', '192.0.2.7'],
  ])('reaches what listens on %s through %s', (host, expected) => {
    expect(addressFor(host)).toBe(expected);
  });
});
