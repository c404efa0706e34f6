/** One account of the demo, as shown to the person who starts the product. */
export interface SignIn {
  email: string;
  password: string;
  /** What this account may do, in words. */
  role: string;
}

/** What the banner tells. */
export interface BannerFacts {
  consoleUrl: string;
  mailboxUrl: string;
  opsUrl: string;
  /** Mail goes to a real provider instead of the mailbox. */
  hasEmailProvider: boolean;
  /** SMS and WhatsApp go to a real Twilio. */
  hasTwilio: boolean;
  hasRedis: boolean;
  /** As the person knows it, relative where possible. */
  dataDir: string;
  signIns: readonly SignIn[];
  /** Lines to add below, e.g. about the demo broadcast. */
  notes: readonly string[];
}

const NO_REDIS =
  'No Redis: the worker rings itself from PostgreSQL, and everything works. Redis would add fan-out over several workers and ' +
  'quicker starts of sends (install redis-server or valkey-server, or set REDIS_URL).';

/** The text shown when everything is ready. */
export function bannerText(facts: BannerFacts): string {
  const mailbox = facts.hasEmailProvider
    ? 'e-mail goes to your provider; SMS and WhatsApp without one land here'
    : 'every message lands here; nothing leaves this machine';
  const phones = facts.hasTwilio
    ? 'what was sent, guest by guest'
    : 'SMS and WhatsApp are simulated: answer YES or STOP there';
  const rows = [
    ['Console and API', facts.consoleUrl, ''],
    ['API description', `${facts.consoleUrl}/docs`, ''],
    ['Mailbox', facts.mailboxUrl, mailbox],
    ["Guests' phones", `${facts.mailboxUrl}/phones`, phones],
    ['Operations', facts.opsUrl, 'metrics at /metrics'],
  ] as const;
  const width = Math.max(...rows.map(([, url]) => url.length));
  const emailWidth = Math.max(0, ...facts.signIns.map(({ email }) => email.length));
  return [
    '',
    'Beckon is ready.',
    '',
    ...rows.map(([name, url, about]) => `  ${name.padEnd(17)}${url.padEnd(width + 2)}${about}`.trimEnd()),
    ...(facts.signIns.length > 0
      ? ['', 'Sign in to the demo:']
      : ['', 'Open the console and register the first account.']),
    ...facts.signIns.map(
      ({ email, password, role }) => `  ${email.padEnd(emailWidth)}  password: ${password}  (${role})`,
    ),
    '',
    ...facts.notes,
    ...(facts.hasRedis ? [] : [NO_REDIS]),
    `Data and logs: ${facts.dataDir}. Stop with Ctrl-C; the data is kept.`,
    '',
  ].join('\n');
}
