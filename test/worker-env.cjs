// The environment of one Jest worker. Nothing of the user's own settings may reach a test.
for (const name of Object.keys(process.env)) {
  if (
    /^(DATABASE_URL|REDIS_URL|PUBLIC_BASE_URL|CORS_ORIGINS|TRUST_PROXY|REGISTRATION|DEMO|HOST|PORT|OPS_PORT|DATA_DIR|MAILBOX_.*|SMTP_.*|RESEND_.*|SES_.*|TWILIO_.*|JWT_SECRET|LINK_SECRET|.*_SECONDS|BECKON_.*)$/.test(
      name,
    )
  ) {
    delete process.env[name];
  }
}
process.env.LOG_LEVEL = process.env.TEST_LOG_LEVEL ?? 'silent';
// A Redis database of this worker's own. Without Redis the variable is absent, and tests that need it say they did not run.
if (process.env.TEST_REDIS_URL)
  process.env.REDIS_URL = process.env.TEST_REDIS_URL.replace(/\/\d+$/, `/${process.env.JEST_WORKER_ID ?? 1}`);
