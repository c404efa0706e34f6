import type { Pool } from 'pg';
import type { AcceptedMail } from '../harness/mail-double';

/** What was found at the end; empty `violations` means that every promise was kept. */
export interface Judgement {
  readonly violations: string[];
  readonly byStatus: Record<string, number>;
  readonly mails: number;
  readonly unknownSent: number;
  readonly unknownNotSent: number;
}

const DELIVERY = /^Message-ID: <d\.([0-9a-f-]{36})@/im;

/**
 * Compares what the mail server accepted with what the ledger says. The mail server is the judge.
 *
 * @param mails everything that was accepted, also where the answer was lost
 * @param unknownBound how many rows may be unknown after what struck
 */
export async function judge(pool: Pool, mails: readonly AcceptedMail[], unknownBound: number): Promise<Judgement> {
  const violations: string[] = [];
  const copies = new Map<string, number>();
  for (const mail of mails) {
    const id = DELIVERY.exec(mail.raw.toString('latin1'))?.[1] ?? 'no id';
    copies.set(id, (copies.get(id) ?? 0) + 1);
  }
  const { rows } = await pool.query<{ id: string; status: string; lease: boolean; due: boolean }>(
    `select id, status, lease_until is not null as lease, next_attempt_at <= now() as due from deliveries`,
  );
  const statusOf = new Map(rows.map((row) => [row.id, row.status]));
  const say = (rule: string, found: readonly string[]): void => {
    if (found.length > 0) violations.push(`${rule}: ${found.length}, for example ${found.slice(0, 3).join(', ')}`);
  };
  say(
    'I1 more than one copy',
    [...copies].filter(([, n]) => n > 1).map(([id]) => id),
  );
  say(
    'I1 a mail without a delivery',
    [...copies.keys()].filter((id) => !statusOf.has(id)),
  );
  say(
    'I3 not settled',
    rows.filter((row) => row.status === 'dispatching' || row.status === 'pending' || row.lease).map((row) => row.id),
  );
  say(
    'I4 accepted, but the mail server has it not',
    rows.filter((row) => row.status === 'accepted' && !copies.has(row.id)).map((row) => row.id),
  );
  say(
    'I4 said to be not sent, but the mail server has it',
    rows
      .filter((row) => ['failed', 'cancelled', 'suppressed', 'skipped'].includes(row.status) && copies.has(row.id))
      .map((row) => row.id),
  );
  const { rows: operator } = await pool.query<{ invariant: string; subject: string }>(
    'select invariant, subject::text from invariant_violations limit 20',
  );
  say(
    "the operator's view shows violations",
    operator.map((row) => `${row.invariant} ${row.subject}`),
  );
  const unknown = rows.filter((row) => row.status === 'unknown');
  if (unknown.length > unknownBound)
    violations.push(`unknown: ${unknown.length}, and at most ${unknownBound} can be explained`);
  const byStatus: Record<string, number> = {};
  for (const { status } of rows) byStatus[status] = (byStatus[status] ?? 0) + 1;
  return {
    violations,
    byStatus,
    mails: mails.length,
    unknownSent: unknown.filter((row) => copies.has(row.id)).length,
    unknownNotSent: unknown.filter((row) => !copies.has(row.id)).length,
  };
}
