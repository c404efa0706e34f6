import { randomUUID } from 'node:crypto';
import { createReadStream, mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { median, report } from './harness/report';
import { type Api, openStage } from './harness/stage';

const GUESTS = Number(process.env.BENCH_GUESTS ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** P12: the import of a guest list over HTTP against a parser and COPY that check nothing. */
export async function p12(): Promise<void> {
  const stage = await openStage();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'beckon-bench-'));
  try {
    const file = path.join(folder, 'guests.csv');
    writeFileSync(file, guestList(GUESTS));
    const api = await stage.api();
    const send = await signedIn(api);
    // no foreign keys, checks and triggers; the same columns and indexes
    await stage.pool.query('create table bare_guests (like guests including defaults including indexes)');
    const ours: number[] = [];
    const bare: number[] = [];
    const again: number[] = [];
    const growth: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const eventId = await send.event();
      const memory = watchMemory(api.process.pid!);
      const imported = await send.list(eventId, file);
      const { beforeMb, peakMb } = memory.stop();
      if (imported.answer.created !== GUESTS)
        throw new Error(`not everybody was imported: ${JSON.stringify(imported.answer)}`);
      const repeated = await send.list(eventId, file);
      if (repeated.answer.skipped !== GUESTS)
        throw new Error(`the second import changed something: ${JSON.stringify(repeated.answer)}`);
      const copied = await copyUnchecked(stage.pool, file);
      // the first round warms everything up
      if (round === 0) continue;
      ours.push(imported.ms);
      again.push(repeated.ms);
      bare.push(copied);
      growth.push(peakMb - beforeMb);
    }
    const ratio = median(ours) / median(bare);
    report({
      id: 'P12',
      work: `CSV import of ${GUESTS} guests over HTTP, with all checks and recognition of guests who are there`,
      yardstick: 'csv-parse and COPY of the same file into a table of the same columns and indexes, without any check',
      goal: '<= 3 x its time, constant memory',
      result: `${ratio.toFixed(2)} x its time (${(median(ours) / 1000).toFixed(2)} s against ${(median(bare) / 1000).toFixed(2)} s); memory of the warm process grows by ${median(growth).toFixed(0)} MB at its peak`,
      isMet: ratio <= 3,
      rounds: {
        'import, ms': ours,
        'the same file once more, ms': again,
        'csv-parse and COPY, ms': bare,
        'growth of memory, MB': growth,
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await stage.close();
  }
}

function guestList(count: number): string {
  const lines = ['name,email,phone,rsvpStatus,plusOnes,tags,attributes.table'];
  for (let n = 1; n <= count; n++) {
    const status = ['pending', 'attending', 'declined', 'maybe'][n % 4];
    lines.push(
      `Guest Number ${n},Guest.${n}@guests${n % 50}.example,+4477${String(n).padStart(8, '0')},${status},${n % 3},family;table ${n % 20},${n % 40}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

interface Sender {
  event(): Promise<string>;
  /** Uploads the file from disk; the time is that until the answer is there. */
  list(eventId: string, file: string): Promise<{ ms: number; answer: { created: number; skipped: number } }>;
}

async function signedIn(api: Api): Promise<Sender> {
  const post = async (
    url: string,
    headers: Record<string, string>,
    body: string | FormData,
  ): Promise<Record<string, unknown>> => {
    const response = await fetch(api.url + url, { method: 'POST', headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const json = { 'content-type': 'application/json' };
  const person = { email: `${randomUUID()}@bench.test`, password: `a-long-phrase-${randomUUID()}`, name: 'Bench' };
  const { accessToken } = await post('/v1/auth/register', json, JSON.stringify(person));
  const authorization = `Bearer ${String(accessToken)}`;
  return {
    async event() {
      const event = {
        name: 'Summer party',
        startsAtLocal: '2035-06-01T18:00',
        timeZone: 'Europe/London',
        venue: 'Harbour Hall',
        hostName: 'Efua Mensah',
      };
      return String((await post('/v1/events', { ...json, authorization }, JSON.stringify(event))).id);
    },
    async list(eventId, file) {
      const form = new FormData();
      form.set('file', await openAsBlob(file), 'guests.csv');
      const start = performance.now();
      const answer = await post(`/v1/events/${eventId}/guests/import`, { authorization }, form);
      return { ms: performance.now() - start, answer: answer as { created: number; skipped: number } };
    },
  };
}

/** @returns milliseconds from opening the file to the end of the COPY */
async function copyUnchecked(pool: Pool, file: string): Promise<number> {
  const client = await pool.connect();
  try {
    const start = performance.now();
    const ids = `${randomUUID()}\t${randomUUID()}`;
    const toLines = new Transform({
      writableObjectMode: true,
      transform([name, email, phone, status, plusOnes, tags, table]: string[], _encoding, done) {
        const key = email!.toLowerCase();
        done(
          null,
          `${ids}\t${name}\t${email}\t${key}\t${phone}\t${status}\t${plusOnes}\t{${tags!.replace(';', ',')}}\t{"table":"${table}"}\n`,
        );
      },
    });
    const copy = client.query(
      copyFrom(
        'copy bare_guests (organization_id, event_id, name, email, email_key, phone, rsvp_status, plus_ones, tags, attributes) from stdin',
      ),
    );
    await pipeline(createReadStream(file), parse({ from_line: 2 }), toLines, copy);
    return performance.now() - start;
  } finally {
    client.release();
  }
}

/** Looks at the resident memory of a process five times a second. */
function watchMemory(pid: number): { stop(): { beforeMb: number; peakMb: number } } {
  const residentMb = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const beforeMb = residentMb();
  let peakMb = beforeMb;
  const look = (): void => {
    peakMb = Math.max(peakMb, residentMb());
  };
  const timer = setInterval(look, 200);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { beforeMb, peakMb };
    },
  };
}
