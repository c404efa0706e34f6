import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LogFile } from './log-file';

describe('LogFile', () => {
  let dir: string;
  let file: string;
  const content = (name: string) => readFileSync(path.join(dir, name), 'utf8');

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'beckon-log-'));
    file = path.join(dir, 'api.log');
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('goes on in a small file', async () => {
    writeFileSync(file, 'old\n');
    const log = new LogFile(file, 100);
    log.write('new\n');
    await log.close();
    expect(content('api.log')).toBe('old\nnew\n');
  });

  it('puts a big file aside at the start', async () => {
    writeFileSync(file, 'x'.repeat(101));
    const log = new LogFile(file, 100);
    log.write('new\n');
    await log.close();
    expect(content('api.log')).toBe('new\n');
    expect(content('api.log.1')).toHaveLength(101);
  });

  it('is closed when every line is in a file, also in those that were just put aside', async () => {
    const log = new LogFile(file, 100, 50);
    for (let n = 0; n < 20; n++) log.write('x'.repeat(1_000_000));
    await log.close();
    const sizes = readdirSync(dir).map((name) => statSync(path.join(dir, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20_000_000);
  });

  it('keeps no more than the agreed number of old files, however much is written', async () => {
    const log = new LogFile(file, 10, 2);
    for (const letter of 'abcdefgh') {
      // a file that is not open yet cannot be put aside
      while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 1));
      log.write(letter.repeat(11));
    }
    await log.close();
    expect(readdirSync(dir).sort()).toEqual(['api.log', 'api.log.1', 'api.log.2']);
    expect([content('api.log.2'), content('api.log.1')]).toEqual(['g'.repeat(11), 'h'.repeat(11)]);
  });
});
