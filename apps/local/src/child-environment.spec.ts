import { childEnvironment } from './child-environment';
import { readSettings } from './settings';

const connections = {
  databaseUrl: 'postgresql://private',
  jwtSecret: 'j',
  linkSecret: 'l',
  simulatedTwilioToken: 'only-for-tests',
};
const forEnv = (env: NodeJS.ProcessEnv, more = {}) =>
  childEnvironment(env, readSettings(env, '/project'), { ...connections, ...more });

describe('childEnvironment', () => {
  it('sends mail to the mailbox when nobody named a provider', () => {
    expect(forEnv({ SMTP_CATCHER_PORT: '2525' })).toMatchObject({
      SMTP_URL: 'smtp://127.0.0.1:2525',
      SMTP_FROM: 'Beckon <hello@beckon.local>',
      MAILBOX_URL: 'http://127.0.0.1:1080',
    });
  });

  it.each(['RESEND_API_KEY', 'SES_REGION'])('does not put SMTP before the provider of %s', (name) => {
    expect(forEnv({ [name]: 'x' })).not.toHaveProperty('SMTP_URL');
  });

  it('keeps the SMTP server that was asked for', () => {
    expect(forEnv({ SMTP_URL: 'smtp://mail.example.com', SMTP_FROM: 'A <a@example.com>' })).toMatchObject({
      SMTP_URL: 'smtp://mail.example.com',
      SMTP_FROM: 'A <a@example.com>',
    });
  });

  it('simulates Twilio in the mailbox when nobody named it', () => {
    expect(forEnv({ MAILBOX_PORT: '1081', TWILIO_BASE_URL: 'http://elsewhere' })).toMatchObject({
      TWILIO_SIMULATED: '1',
      TWILIO_BASE_URL: 'http://127.0.0.1:1081',
      TWILIO_AUTH_TOKEN: 'only-for-tests',
    });
  });

  it('never puts the simulated Twilio before what was named, not even in part', () => {
    for (const name of ['TWILIO_ACCOUNT_SID', 'TWILIO_SMS_FROM'])
      expect(forEnv({ [name]: 'x' })).not.toHaveProperty('TWILIO_SIMULATED');
  });

  it('passes everything else on', () => {
    expect(forEnv({ POLL_INTERVAL_SECONDS: '2', SOME_MARKER: 'x' })).toMatchObject({
      POLL_INTERVAL_SECONDS: '2',
      SOME_MARKER: 'x',
    });
  });

  it('names no Redis where there is none', () => {
    expect(forEnv({})).not.toHaveProperty('REDIS_URL');
    expect(forEnv({}, { redisUrl: 'redis://private' })).toHaveProperty('REDIS_URL', 'redis://private');
  });
});
