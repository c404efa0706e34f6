import { type Answer, startApi, type TestApi, uniqueWord } from '../harness';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const account = (over: object = {}) => ({
  email: `${uniqueWord()}@people.test`,
  password: `four small ${uniqueWord()} teapots`,
  name: 'Ama Mensah',
  ...over,
});
const cookieOf = (answer: Answer) =>
  answer.headers.getSetCookie().find((cookie) => cookie.startsWith('beckon_refresh=')) ?? '';
const sent = (answer: Answer) => ({ cookie: cookieOf(answer).split(';')[0] ?? '' });
const refresh = (cookie: Record<string, string>) => api.anonymous.post('/v1/auth/refresh', {}, cookie);
/** Lets a number of seconds pass for the refresh tokens of a person. */
const ageTokens = (userId: string, seconds: number) =>
  api.database.pool.query(
    `update refresh_tokens set used_at = used_at - make_interval(secs => $2) where user_id = $1`,
    [userId, seconds],
  );

describe('registration', () => {
  it('signs in right away, as admin of an organization of one', async () => {
    const person = account({ organizationName: 'Mensah Events' });
    const answer = await api.anonymous.post('/v1/auth/register', person);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      expiresIn: 900,
      user: { email: person.email, name: 'Ama Mensah', organization: { name: 'Mensah Events', role: 'admin' } },
    });
    expect(cookieOf(answer)).toMatch(/HttpOnly/);
    expect(cookieOf(answer)).toMatch(/SameSite=Strict/);
    expect(cookieOf(answer)).toMatch(/Secure/);
    expect(cookieOf(answer)).toMatch(/Path=\/v1\/auth/);
    const me = await api.anonymous.as(answer.body.accessToken).get('/v1/me');
    expect(me.body).toEqual(answer.body.user);
  });

  it('keeps no password and no token in clear text', async () => {
    const person = account();
    const { body } = await api.anonymous.post('/v1/auth/register', person);
    const { rows } = await api.database.pool.query(
      `select u.password_hash, encode(t.token_hash, 'hex') as token from users u join refresh_tokens t on t.user_id = u.id where u.id = $1`,
      [body.user.id],
    );
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(rows[0].token).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['the same address', (email: string) => email],
    ['the same address in capitals', (email: string) => email.toUpperCase()],
    ['the same address with space around it', (email: string) => ` ${email} `],
  ])('refuses %s a second time', async (_name, twist) => {
    const person = account();
    await api.anonymous.post('/v1/auth/register', person);
    const again = await api.anonymous.post('/v1/auth/register', { ...person, email: twist(person.email) });
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS', errors: [{ path: 'email' }] } });
  });

  it('makes one account out of ten registrations at once', async () => {
    const person = account();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.anonymous.post('/v1/auth/register', person)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it.each([
    ['a short password', { password: 'short' }, 'password', 'WEAK_PASSWORD'],
    ['a common password', { password: 'Password123' }, 'password', 'WEAK_PASSWORD'],
    ['no e-mail address', { email: 'ama at home' }, 'email', 'INVALID_EMAIL'],
    ['an empty name', { name: '   ' }, 'name', 'MIN_LENGTH'],
    ['a name with a line break', { name: 'Ama\nMensah' }, 'name', 'IS_PLAIN_LINE'],
    ['a name that turns text around', { name: 'Ama \u202eMensah' }, 'name', 'IS_PLAIN_LINE'],
    ['a role', { role: 'admin' }, 'role', 'UNKNOWN_FIELD'],
  ])('refuses %s', async (_name, over, path, code) => {
    const answer = await api.anonymous.post('/v1/auth/register', account(over));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.code).toBe('VALIDATION_FAILED');
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path, code }));
  });
});

describe('sign-in', () => {
  it('works with the right password, whatever the case of the address', async () => {
    const person = await api.person();
    const answer = await api.anonymous.post('/v1/auth/login', {
      email: person.email.toUpperCase(),
      password: person.password,
    });
    expect(answer).toMatchObject({ status: 200, body: { user: { id: person.id } } });
  });

  it('tells a wrong password and an unknown address apart for nobody', async () => {
    const person = await api.person();
    const wrong = await api.anonymous.post('/v1/auth/login', { email: person.email, password: 'not this one' });
    const unknown = await api.anonymous.post('/v1/auth/login', {
      email: `${uniqueWord()}@people.test`,
      password: 'not this one',
    });
    const fixed = (answer: Answer) => ({ ...answer.body, requestId: '' });
    expect(wrong.status).toBe(401);
    expect(fixed(unknown)).toEqual(fixed(wrong));
  });

  it.each([
    ['nothing', {}, 'email'],
    ['no password', { email: 'a@b.test' }, 'password'],
    ['a number as password', { email: 'a@b.test', password: 12345678 }, 'password'],
    ['an object as address', { email: { $ne: null }, password: 'x' }, 'email'],
  ])('answers 400 to %s', async (_name, body, path) => {
    const answer = await api.anonymous.post('/v1/auth/login', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
  });

  it('pauses after ten wrong passwords, also for the right one, and forgets after a success', async () => {
    const person = await api.person();
    const attempt = (password: string) => api.anonymous.post('/v1/auth/login', { email: person.email, password });
    const began = performance.now();
    const failed = await Promise.all(Array.from({ length: 10 }, () => attempt('wrong password')));
    expect(failed.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 401));
    const paused = await attempt(person.password);
    expect(paused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    const seconds = Number(paused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(30 - Math.ceil((performance.now() - began) / 1000));
    expect(seconds).toBeLessThanOrEqual(30);
    await api.database.pool.query(
      `update sign_in_throttle set locked_until = now() - interval '1 second' where key like 'account:%'`,
    );
    expect((await attempt(person.password)).status).toBe(200);
    expect((await attempt('wrong again')).status).toBe(401);
    expect((await attempt(person.password)).status).toBe(200);
  });

  it('lets no more than ten of thirty guesses at once through', async () => {
    const person = await api.person();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        api.anonymous.post('/v1/auth/login', { email: person.email, password: `guess ${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });
});

describe('access tokens', () => {
  const parts = (token: string) => token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  const unsigned = (header: object, payload: string) =>
    `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${Buffer.from(payload).toString('base64url')}.`;

  it.each([
    ['nothing', () => null],
    ['not a token', () => 'nonsense'],
    ['a token with another signature', (token: string) => `${token.slice(0, -4)}AAAA`],
    ['a token that is not signed', (token: string) => unsigned({ alg: 'none', typ: 'at+jwt' }, parts(token)[1] ?? '')],
    ['a token of another type', (token: string) => unsigned({ alg: 'HS256', typ: 'JWT' }, parts(token)[1] ?? '')],
    ['an API key nobody made', () => `bk_0123abcd_${'x'.repeat(43)}`],
  ])('refuses %s', async (_name, twist) => {
    const { client } = await api.person();
    const answer = await api.anonymous.as(twist(client.token ?? '')).get('/v1/me');
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  it('end with the session', async () => {
    const registered = await api.anonymous.post('/v1/auth/register', account());
    const client = api.anonymous.as(registered.body.accessToken);
    expect((await client.get('/v1/me')).status).toBe(200);
    expect((await api.anonymous.post('/v1/auth/logout', {}, sent(registered))).status).toBe(204);
    expect((await client.get('/v1/me')).status).toBe(401);
    expect((await refresh(sent(registered))).status).toBe(401);
  });
});

describe('refreshing', () => {
  it('gives new tokens each time', async () => {
    const first = await api.anonymous.post('/v1/auth/register', account());
    const second = await refresh(sent(first));
    expect(second.status).toBe(200);
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    const third = await refresh(sent(second));
    expect(third.status).toBe(200);
    expect((await api.anonymous.as(third.body.accessToken).get('/v1/me')).body.id).toBe(first.body.user.id);
  });

  it('without a cookie is 401, and signing out without one is fine', async () => {
    expect((await refresh({})).status).toBe(401);
    expect((await refresh({ cookie: 'beckon_refresh=made-up; other=1' })).status).toBe(401);
    expect((await api.anonymous.post('/v1/auth/logout')).status).toBe(204);
  });

  it('bears a lost answer: the same token again within ten seconds', async () => {
    const first = await api.anonymous.post('/v1/auth/register', account());
    const [one, two] = await Promise.all([refresh(sent(first)), refresh(sent(first))]);
    expect([one.status, two.status]).toEqual([200, 200]);
  });

  it('ends the session for thief and owner when a used token comes again later', async () => {
    const first = await api.anonymous.post('/v1/auth/register', account());
    const second = await refresh(sent(first));
    await ageTokens(first.body.user.id, 11);
    expect((await refresh(sent(first))).status).toBe(401);
    expect((await refresh(sent(second))).status).toBe(401);
    expect((await api.anonymous.as(second.body.accessToken).get('/v1/me')).status).toBe(401);
    const { rows } = await api.database.pool.query(
      `select 1 from audit_log where action = 'session.reuse_detected' and subject_id = $1`,
      [first.body.user.id],
    );
    expect(rows).toHaveLength(1);
  });

  it('does not go on for ever', async () => {
    const first = await api.anonymous.post('/v1/auth/register', account());
    await api.database.pool.query(`update refresh_tokens set family_expires_at = now() where user_id = $1`, [
      first.body.user.id,
    ]);
    expect((await refresh(sent(first))).status).toBe(401);
  });
});

describe('my account', () => {
  it('changes the name', async () => {
    const { client } = await api.person('Old Name');
    expect((await client.patch('/v1/me', { name: '  New Name ' })).body.name).toBe('New Name');
    expect((await client.get('/v1/me')).body.name).toBe('New Name');
  });

  it('changes the password and ends the other sessions only', async () => {
    const person = await api.person();
    const other = await api.anonymous.post('/v1/auth/login', { email: person.email, password: person.password });
    const next = `another phrase ${uniqueWord()}`;
    const wrong = await person.client.post('/v1/me/password', { current: 'not it at all', next });
    expect(wrong.body.errors).toEqual([expect.objectContaining({ path: 'current', code: 'WRONG_PASSWORD' })]);
    expect((await person.client.post('/v1/me/password', { current: person.password, next: 'password1' })).status).toBe(
      400,
    );
    expect((await person.client.post('/v1/me/password', { current: person.password, next })).status).toBe(204);
    expect((await person.client.get('/v1/me')).status).toBe(200);
    expect((await api.anonymous.as(other.body.accessToken).get('/v1/me')).status).toBe(401);
    expect((await refresh(sent(other))).status).toBe(401);
    expect(
      (await api.anonymous.post('/v1/auth/login', { email: person.email, password: person.password })).status,
    ).toBe(401);
    expect((await api.anonymous.post('/v1/auth/login', { email: person.email, password: next })).status).toBe(200);
  });
});
