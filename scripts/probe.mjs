// `npm run probe -- --url URL`: does a running deployment refuse an empty audience and really send to a real one?
// It makes an event of its own with one guest, sends one message, watches it end, and deletes the event again.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

const USAGE = `npm run probe -- --url URL [--to ADDRESS] [--email E --password P] [--timeout SECONDS]

  --url       the deployment, for example https://beckon.example.com
  --to        where the probe's one mail may go. Default: the account it signs in with; on this machine probe@example.test
  --email, --password  an account that may create events (or BECKON_PROBE_EMAIL and BECKON_PROBE_PASSWORD), or an API key with the
              scopes events, guests, messages, deliveries and the role ceiling owner in BECKON_PROBE_API_KEY. With none of them
              it registers an account of its own, which works where registration is open
  --timeout   how long the mail may take, 90 by default

Ends with 0 when both are as they must be, else with 1 and what was seen.`;

const REQUEST_TIMEOUT_MS = 15_000;
const ENDED = ['sent', 'failed', 'cancelled'];

class ProbeFailed extends Error {}

/** Speaks to the deployment; every failure says what was asked and what came back. */
class Deployment {
  token = null;

  constructor(baseUrl, signal) {
    this.baseUrl = baseUrl;
    this.signal = signal;
  }

  async ask(method, path, body) {
    let response, text;
    try {
      response = await fetch(new URL(path, this.baseUrl), {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          ...(this.token && { authorization: `Bearer ${this.token}` }),
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.any([AbortSignal.timeout(REQUEST_TIMEOUT_MS), ...(this.signal ? [this.signal] : [])]),
      });
      text = await response.text();
    } catch (error) {
      throw new ProbeFailed(
        `${method} ${path}: no answer (${error.cause?.code ?? error.cause?.message ?? error.message})`,
      );
    }
    return {
      status: response.status,
      body: parseJson(text),
      seen: `${method} ${path}: ${describe(response.status, text)}`,
    };
  }

  async expect(status, method, path, body) {
    const answer = await this.ask(method, path, body);
    if (answer.status !== status) throw new ProbeFailed(`${answer.seen}; expected ${status}`);
    return answer.body;
  }
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function describe(status, text) {
  const { code, detail } = parseJson(text) ?? {};
  return code ? `${status} ${code} (${detail ?? ''})` : `${status} ${text.slice(0, 200)}`;
}

const isThisMachine = (url) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(
      ['url', 'to', 'email', 'password', 'timeout'].map((name) => [name, { type: 'string' }]),
    ),
  });
  const { BECKON_PROBE_EMAIL, BECKON_PROBE_PASSWORD, BECKON_PROBE_API_KEY: apiKey } = process.env;
  if (!URL.canParse(values.url ?? '')) throw new ProbeFailed(`Say which deployment: --url URL\n\n${USAGE}`);
  const url = new URL(values.url);
  const email = values.email ?? BECKON_PROBE_EMAIL;
  const password = values.password ?? BECKON_PROBE_PASSWORD;
  if (!email !== !password) throw new ProbeFailed('Give both: --email and --password.');
  const to = values.to ?? email ?? (isThisMachine(url) ? 'probe@example.test' : undefined);
  if (!to) {
    throw new ProbeFailed(
      'Say where the one mail of the probe may go: --to you@example.com. It is a real mail on a real deployment.',
    );
  }
  const timeoutSeconds = Number(values.timeout ?? 90);
  if (!(timeoutSeconds > 0 && timeoutSeconds <= 3600))
    throw new ProbeFailed('--timeout is a number of seconds up to 3600.');
  return { url, to, email, password, apiKey, timeoutMs: timeoutSeconds * 1000 };
}

async function signIn(deployment, { email, password, apiKey }, say) {
  if (apiKey) {
    deployment.token = apiKey;
    return say('signed in with an API key');
  }
  if (email) {
    deployment.token = (await deployment.expect(200, 'POST', '/v1/auth/login', { email, password })).accessToken;
    return say(`signed in as ${email}`);
  }
  const own = {
    email: `probe-${randomUUID()}@example.test`,
    password: `${randomUUID()} ${randomUUID()}`,
    name: 'Probe',
  };
  const answer = await deployment.ask('POST', '/v1/auth/register', own);
  if (answer.status !== 201) {
    throw new ProbeFailed(
      `${answer.seen}. Registration is not open here: give --email and --password, or BECKON_PROBE_API_KEY.`,
    );
  }
  deployment.token = answer.body.accessToken;
  return say(`registered ${own.email}`);
}

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

const theMessage = {
  mode: 'now',
  channel: 'email',
  audience: 'everyone',
  subject: 'Beckon probe',
  body: 'This is a probe of {{event_name}}. If you can read it, sending works. Nothing has to be done.',
};

async function emptyAudienceIsRefused(deployment, messages, say) {
  const answer = await deployment.ask('POST', messages, theMessage);
  if (answer.status !== 409 || answer.body?.code !== 'NO_RECIPIENTS') {
    throw new ProbeFailed(`${answer.seen}; expected 409 NO_RECIPIENTS for an empty audience`);
  }
  say('an empty audience is refused: 409 NO_RECIPIENTS');
}

async function realAudienceIsReached(deployment, messages, { timeoutMs }, say) {
  const { id } = await deployment.expect(201, 'POST', messages, theMessage);
  const end = Date.now() + timeoutMs;
  let progress;
  do {
    await new Promise((resume) => setTimeout(resume, 500));
    progress = await deployment.expect(200, 'GET', `${messages}/${id}/progress`);
  } while (!ENDED.includes(progress.status) && Date.now() < end && !deployment.signal.aborted);
  const { status, counts, isSimulated, failures, leftOut } = progress;
  if (status !== 'sent' || counts.sent + counts.delivered < 1) {
    const causes = [...(failures ?? []), ...(leftOut ?? [])].map(({ words, example }) =>
      `${words} ${example ?? ''}`.trim(),
    );
    throw new ProbeFailed(
      [
        `the message is "${status}" after ${timeoutMs / 1000} s at most: ${JSON.stringify(counts)}`,
        ...causes,
        ...(await gaps(deployment)),
      ].join('\n  '),
    );
  }
  say(
    isSimulated
      ? 'a real audience: sent, but only SIMULATED; no e-mail provider is set up'
      : 'a real audience is reached: the message is sent',
  );
}

/** What the deployment itself says is missing; it may not say so to an API key. */
async function gaps(deployment) {
  const answer = await deployment.ask('GET', '/v1/status/gaps').catch(() => null);
  return (answer?.body?.items ?? []).map(({ title, todo }) => `${title}. ${todo}`);
}

/** @returns true when both are as they must be */
export async function probe(args) {
  const say = (text) => console.log(`ok  ${text}`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort(new Error('stopped')));
  let cleanUp = async () => {};
  try {
    const options = readOptions(args);
    const deployment = new Deployment(options.url, stop.signal);
    await deployment.expect(200, 'GET', '/readyz');
    say(`${options.url.origin} is ready`);
    await signIn(deployment, options, say);
    const event = await deployment.expect(201, 'POST', '/v1/events', {
      ...{ name: 'Beckon probe', startsAtLocal: inDays(30), timeZone: 'UTC', venue: 'Nowhere', hostName: 'Beckon' },
    });
    cleanUp = async () => {
      deployment.signal = null;
      await deployment.expect(204, 'DELETE', `/v1/events/${event.id}`);
      say('the event of the probe is deleted');
    };
    const messages = `/v1/events/${event.id}/messages`;
    await emptyAudienceIsRefused(deployment, messages, say);
    await deployment.expect(201, 'POST', `/v1/events/${event.id}/guests`, { name: 'Probe', email: options.to });
    await realAudienceIsReached(deployment, messages, options, say);
    await cleanUp();
    return true;
  } catch (error) {
    if (!(error instanceof ProbeFailed) && error?.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw error;
    console.error(`FAILED  ${error.message}`);
    await cleanUp().catch((problem) => console.error(`The event of the probe is still there: ${problem.message}`));
    return false;
  }
}
