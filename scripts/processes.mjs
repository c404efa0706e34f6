// Processes and lock files: who is alive, who is really the one we started, and who holds a folder.
import { spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LINUX = process.platform === 'linux';

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  } catch {
    return '';
  }
}

/**
 * A text that changes when a pid is given to another process, or null when nothing (or only a zombie) has this pid.
 * A pid alone proves nothing: after a reboot or a long uptime it belongs to somebody else.
 */
export function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (LINUX) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : `${bootId()}-${fields[19]}`;
    } catch {
      return null;
    }
  }
  const ps = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const line = ps.stdout?.trim() ?? '';
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
}

/** What identifies a process for good: `{ pid, start }`. */
export const identityOf = (pid) => ({ pid, start: startOf(pid) });

/** True while the process that `identityOf` described still runs. */
export const isRunning = (identity) => {
  const start = startOf(identity?.pid);
  return start !== null && start === identity.start;
};

/** Waits until `condition()` holds; false when it still does not after `ms`. */
export async function waitUntil(condition, ms, everyMs = 25) {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() >= end) return false;
    await sleep(everyMs);
  }
  return true;
}

/**
 * Ends one process by its identity: each `[signal, waitMs]` in turn until it is gone.
 * Never signals a pid that meanwhile belongs to another process.
 */
export async function endProcess(identity, steps) {
  for (const [signal, waitMs] of steps) {
    if (!isRunning(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch {
      return;
    }
    if (await waitUntil(() => !isRunning(identity), waitMs)) return;
  }
}

/** Pids of processes called `name` whose working folder is `folder` (Linux; elsewhere empty). */
export function processesIn(folder, name) {
  if (!LINUX) return [];
  const found = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readlinkSync(`/proc/${entry}/cwd`) !== folder) continue;
      if (readFileSync(`/proc/${entry}/comm`, 'utf8').trim() === name && startOf(Number(entry)))
        found.push(Number(entry));
    } catch {
      // gone meanwhile, or another user's
    }
  }
  return found;
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Takes the lock file, or says who holds it: `{ held: true, previous, update(info), release() }` or `{ held: false, holder }`.
 * A lock of a dead process is taken over; `previous` is what it had written.
 */
export function takeLock(file, info = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = { ...identityOf(process.pid), ...info };
  const draft = `${file}.${process.pid}`;
  let previous = null;
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
      try {
        linkSync(draft, file); // appears whole or not at all, and fails when somebody was first
        return {
          held: true,
          previous,
          update(more) {
            Object.assign(mine, more);
            writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
            renameSync(draft, file);
          },
          release() {
            if (isMine(readHolder(file), mine)) rmSync(file, { force: true });
          },
        };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && isRunning(holder)) return { held: false, holder };
      // Dead holder. Move its file aside rather than delete it: another process may be doing the same, and then one of us
      // has just moved a live lock, which goes back.
      const aside = `${file}.old-${process.pid}`;
      try {
        renameSync(file, aside);
      } catch {
        continue;
      }
      const moved = readHolder(aside);
      if (moved && isRunning(moved)) {
        try {
          linkSync(aside, file);
        } catch {
          // a third process was quicker; its lock counts
        }
        rmSync(aside, { force: true });
        return { held: false, holder: moved };
      }
      previous = moved ?? previous;
      rmSync(aside, { force: true });
    }
    throw new Error(`The lock ${file} could not be taken.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

const isMine = (holder, mine) => holder?.pid === mine.pid && holder?.start === mine.start;

/** Like `takeLock`, but waits for its turn; `onWait(holder)` is called once when it has to. */
export async function waitForLock(file, onWait) {
  for (let told = false; ; told = true) {
    const lock = takeLock(file);
    if (lock.held) return lock;
    if (!told) onWait?.(lock.holder);
    await sleep(300);
  }
}
