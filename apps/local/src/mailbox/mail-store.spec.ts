import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MailStore } from './mail-store';

const to = (...addresses: string[]) => ({ channel: 'email' as const, from: 'bounce@beckon.local', to: addresses });
const filesIn = (dir: string, ending: string) =>
  readdirSync(dir)
    .filter((name) => name.endsWith(ending))
    .sort();

describe('MailStore', () => {
  let dir: string;
  let store: MailStore;
  const reopen = async (options = {}) => {
    await store.close();
    store = MailStore.open(dir, options);
  };

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'beckon-mails-'));
    store = MailStore.open(dir);
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('gives back every byte, also of many that come at once', async () => {
    const bodies = Array.from({ length: 1200 }, (_, at) => Buffer.from(`mail ${at} \r\n\0ü`.repeat(at % 7)));
    const ids = await Promise.all(bodies.map((body, at) => store.append(to(`g${at}@example.test`), body)));
    expect(new Set(ids).size).toBe(1200);
    for (const at of [0, 1, 6, 499, 500, 501, 1199]) expect(await store.read(ids[at] as string)).toEqual(bodies[at]);
  });

  it('lists the newest first, by exact recipient in any case, by part of one, and in pages', async () => {
    for (const address of ['ama@example.test', 'kama@example.test', 'kofi@example.test'])
      await store.append(to(address), Buffer.from('x'));
    const addresses = (query: Parameters<MailStore['list']>[0]) => store.list(query).map((message) => message.to[0]);
    expect(addresses({ limit: 2 })).toEqual(['kofi@example.test', 'kama@example.test']);
    expect(addresses({ limit: 9, to: 'AMA@example.test' })).toEqual(['ama@example.test']);
    expect(addresses({ limit: 9, search: 'ama@' })).toEqual(['kama@example.test', 'ama@example.test']);
    expect(addresses({ limit: 9, before: store.list({ limit: 2 })[1]?.id })).toEqual(['ama@example.test']);
    expect(addresses({ limit: 9, before: 'nonsense' })).toEqual([]);
  });

  it('survives a restart and goes on counting', async () => {
    const first = await store.append(to('a@example.test'), Buffer.from('first'));
    await reopen();
    const second = await store.append(to('b@example.test'), Buffer.from('second'));
    expect(Number(second)).toBeGreaterThan(Number(first));
    expect(await store.read(first)).toEqual(Buffer.from('first'));
    expect(await store.read(second)).toEqual(Buffer.from('second'));
  });

  it('after a crash leaves out what was cut short and keeps the rest, also what comes later', async () => {
    const kept = await store.append(to('a@example.test'), Buffer.from('kept'));
    await store.append(to('b@example.test'), Buffer.from('cut short'));
    const [data, index] = [filesIn(dir, '.mails')[0], filesIn(dir, '.index')[0]] as [string, string];
    await store.close();
    truncateSync(path.join(dir, data), statSync(path.join(dir, data)).size - 3);
    appendFileSync(path.join(dir, index), '[3,9,'); // a torn line
    store = MailStore.open(dir);
    const later = await store.append(to('c@example.test'), Buffer.from('later'));
    await reopen();
    expect(store.list({ limit: 9 }).map(({ id }) => id)).toEqual([later, kept]);
    expect(await store.read(later)).toEqual(Buffer.from('later'));
  });

  it('drops the oldest when there is too much, and frees the disk', async () => {
    await reopen({ maxBytes: 1000, segmentBytes: 200 });
    const ids: string[] = [];
    for (let at = 0; at < 40; at++) ids.push(await store.append(to(`g${at}@example.test`), Buffer.alloc(100, 97)));
    expect(store.count).toBeGreaterThan(5);
    expect(store.count).toBeLessThanOrEqual(12);
    expect(await store.read(ids[0] as string)).toBeNull();
    expect(await store.read(ids[39] as string)).toHaveLength(100);
    expect(filesIn(dir, '.mails').length).toBeLessThanOrEqual(6);
  });

  it('forgets everything on request, but never gives an id twice', async () => {
    const before = await store.append(to('a@example.test'), Buffer.from('x'));
    await store.clear();
    expect(store.count).toBe(0);
    await reopen();
    expect(store.count).toBe(0);
    expect(Number(await store.append(to('a@example.test'), Buffer.from('y')))).toBeGreaterThan(Number(before));
  });
});
