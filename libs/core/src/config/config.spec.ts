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

  it('names all mistakes at once', () => {
    const attempt = () => loadConfig({ PORT: 'x', JWT_SECRET: 'short' });
    expect(attempt).toThrow(InvalidEnvironment);
    expect(attempt).toThrow(/PORT[\s\S]*DATABASE_URL[\s\S]*JWT_SECRET[\s\S]*LINK_SECRET/);
  });
});
