import { InvalidEnvironment } from './environment';
import { loadConfig } from './config';

const secret = 'k'.repeat(40);
const enough = { DATABASE_URL: 'postgres://127.0.0.1/beckon', JWT_SECRET: secret, LINK_SECRET: secret };

describe('loadConfig', () => {
  it('fills every default from three settings', () => {
    expect(loadConfig(enough)).toMatchObject({
      port: 3000,
      opsPort: 3001,
      host: '127.0.0.1',
      pollIntervalSeconds: 30,
      editWindowSeconds: 60,
      registration: 'invite',
      publicBaseUrl: 'http://127.0.0.1:3000',
      mail: { provider: 'log' },
      redisUrl: null,
    });
  });

  it('opens registration on one machine only', () => {
    expect(loadConfig({ ...enough, BECKON_LOCAL: '1' }).registration).toBe('open');
  });

  const resend = { RESEND_API_KEY: 're_1', RESEND_FROM: 'Beckon <hello@resend.test>' };
  const smtp = { SMTP_URL: 'smtp://mail.test', SMTP_FROM: 'Beckon <hello@smtp.test>' };
  const ses = { SES_REGION: 'eu-west-1', SES_FROM: 'hello@ses.test' };
  it.each([
    ['Resend before all others', { ...resend, ...smtp, ...ses }, 'resend', 'hello@resend.test'],
    ['SMTP before SES', { ...smtp, ...ses }, 'smtp', 'hello@smtp.test'],
    ['SES', ses, 'ses', 'hello@ses.test'],
    ['the log without any', {}, 'log', 'hello@beckon.local'],
  ])('picks %s', (_what, env, provider, address) => {
    expect(loadConfig({ ...enough, ...env }).mail).toMatchObject({ provider, from: { address } });
  });

  it.each([
    ['a missing secret', { JWT_SECRET: undefined }, /JWT_SECRET is missing/],
    ['a short secret', { LINK_SECRET: 'short' }, /LINK_SECRET must have at least 32/],
    ['a sample secret', { JWT_SECRET: 'change-me-change-me-change-me-change-me' }, /still the sample value/],
    ['a port that is none', { PORT: '70000' }, /PORT must be a whole number from 1 to 65535/],
    ['a word for a flag', { BECKON_LOCAL: 'maybe' }, /BECKON_LOCAL must be true or false/],
    ['a webhook secret of another form', { RESEND_WEBHOOK_SECRET: 'secret' }, /RESEND_WEBHOOK_SECRET must look like/],
    ['a topic that is none', { SES_TOPIC_ARN: 'arn:aws:s3:::bucket' }, /SES_TOPIC_ARN must look like/],
    ['a mode nobody knows', { REGISTRATION: 'ajar' }, /REGISTRATION must be one of open, invite, closed/],
    ['Resend without a sender', { RESEND_API_KEY: 're_1' }, /RESEND_FROM is missing/],
    ['SES without a sender', { SES_REGION: 'eu-west-1' }, /SES_FROM is missing/],
    ['a mail URL without protocol', { SMTP_URL: 'mail.example.com:25' }, /SMTP_URL must be a URL/],
  ])('refuses %s and says so', (_what, override, message) => {
    expect(() => loadConfig({ ...enough, ...override })).toThrow(message);
  });

  const account = { TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`, TWILIO_AUTH_TOKEN: 'f'.repeat(32) };
  const reachable = { PUBLIC_BASE_URL: 'https://beckon.test' };
  const service = `MG${'1b'.repeat(16)}`;
  it.each([
    ['nothing', {}, null],
    [
      'a number',
      { ...account, ...reachable, TWILIO_SMS_FROM: '+15550100123' },
      { smsFrom: '+15550100123', whatsappFrom: null },
    ],
    ['a Messaging Service', { ...account, ...reachable, TWILIO_SMS_FROM: service }, { smsFrom: service }],
    [
      'WhatsApp without its prefix',
      { ...account, ...reachable, TWILIO_WHATSAPP_FROM: '+15550100123' },
      { smsFrom: null, whatsappFrom: 'whatsapp:+15550100123' },
    ],
    [
      'the new and the old token',
      { ...account, ...reachable, TWILIO_SMS_FROM: service, TWILIO_AUTH_TOKEN: 'newtoken1, oldtoken1' },
      { authTokens: ['newtoken1', 'oldtoken1'] },
    ],
    [
      'a double on this machine',
      { ...account, TWILIO_SMS_FROM: service, TWILIO_BASE_URL: 'http://127.0.0.1:4000/' },
      { baseUrl: 'http://127.0.0.1:4000' },
    ],
    [
      'the simulated one of `npm start`',
      {
        ...account,
        TWILIO_SMS_FROM: service,
        TWILIO_SIMULATED: '1',
        BECKON_LOCAL: '1',
        PUBLIC_BASE_URL: 'http://my_host',
      },
      { isSimulated: true },
    ],
  ])('reads Twilio: %s', (_what, env, expected) => {
    const { twilio } = loadConfig({ ...enough, ...env });
    if (expected === null) expect(twilio).toBeNull();
    else expect(twilio).toMatchObject(expected);
  });

  const sms = { ...account, ...reachable, TWILIO_SMS_FROM: '+15550100123' };
  it.each([
    ['a simulation in production', { ...sms, TWILIO_SIMULATED: '1' }, /TWILIO_SIMULATED is for `npm start` alone/],
    ['no account', { ...sms, TWILIO_ACCOUNT_SID: '' }, /TWILIO_ACCOUNT_SID is missing: it goes with TWILIO_AUTH_TOKEN/],
    ['no token', { ...sms, TWILIO_AUTH_TOKEN: '' }, /TWILIO_AUTH_TOKEN is missing: it goes with TWILIO_ACCOUNT_SID/],
    ['no sender', { ...account, ...reachable }, /TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM is missing/],
    [
      'a sender alone',
      { ...reachable, TWILIO_SMS_FROM: service },
      /TWILIO_ACCOUNT_SID is missing[\s\S]*TWILIO_AUTH_TOKEN/,
    ],
    ['an account of another form', { ...sms, TWILIO_ACCOUNT_SID: 'SK1' }, /TWILIO_ACCOUNT_SID must look like/],
    [
      'a sample account',
      { ...sms, TWILIO_ACCOUNT_SID: `AC${'x'.repeat(32)}` },
      /TWILIO_ACCOUNT_SID is still the sample/,
    ],
    ['a sample token', { ...sms, TWILIO_AUTH_TOKEN: 'your_auth_token' }, /TWILIO_AUTH_TOKEN is still the sample/],
    [
      'three tokens',
      { ...sms, TWILIO_AUTH_TOKEN: 'tokennumber1,tokennumber2,tokennumber3' },
      /must be one token, or the new/,
    ],
    ['a name for a number', { ...sms, TWILIO_SMS_FROM: 'Beckon' }, /TWILIO_SMS_FROM must look like/],
    ['an underscore in the host', { ...sms, PUBLIC_BASE_URL: 'https://my_host.test' }, /no underscores/],
    [
      'a host that Twilio cannot reach',
      { ...sms, PUBLIC_BASE_URL: '' },
      /PUBLIC_BASE_URL must be an address that Twilio can reach/,
    ],
  ])('refuses Twilio with %s and says so', (_what, env, message) => {
    expect(() => loadConfig({ ...enough, ...env })).toThrow(message);
  });

  it('names all mistakes at once', () => {
    const attempt = () => loadConfig({ PORT: 'x', JWT_SECRET: 'short' });
    expect(attempt).toThrow(InvalidEnvironment);
    expect(attempt).toThrow(/PORT[\s\S]*DATABASE_URL[\s\S]*JWT_SECRET[\s\S]*LINK_SECRET/);
  });
});
