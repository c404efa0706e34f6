import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { secretsIn } from './secrets';

describe('secretsIn', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), 'beckon-secrets-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('makes long, different secrets once and keeps them for this user only', () => {
    const first = secretsIn(dir, {});
    expect(secretsIn(dir, {})).toEqual(first);
    expect(first.JWT_SECRET).not.toBe(first.LINK_SECRET);
    expect(Math.min(first.JWT_SECRET.length, first.LINK_SECRET.length)).toBeGreaterThanOrEqual(48);
    expect(statSync(path.join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('prefers what the environment says, without forgetting its own', () => {
    const own = secretsIn(dir, {});
    expect(secretsIn(dir, { JWT_SECRET: 'from outside' })).toEqual({ ...own, JWT_SECRET: 'from outside' });
    expect(secretsIn(dir, { JWT_SECRET: ' ' })).toEqual(own);
  });
});
