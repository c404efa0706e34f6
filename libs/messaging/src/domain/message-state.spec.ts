import { readFileSync } from 'node:fs';
import path from 'node:path';
import { canMove, MESSAGE_STATUSES, messageMoves, movesOfSystemCancelled } from './message-state';

const migration = readFileSync(path.resolve(__dirname, '../../../../migrations/foundation/messages.ts'), 'utf8');

describe('the states of a message', () => {
  it('are the same moves here and in the database', () => {
    const guard = /function guard_message_status[^]*?\$\$([^]*?)\$\$/.exec(migration)![1]!;
    const inDatabase = [...guard.matchAll(/'([a-z]+>[a-z]+)'/g)].map((match) => match[1]!).sort();
    const here = MESSAGE_STATUSES.flatMap((from) => messageMoves[from].map((to) => `${from}>${to}`)).sort();
    expect(inDatabase.length).toBeGreaterThan(10);
    expect(here).toEqual(inDatabase);
  });

  it('let the system bring back the same states as the database', () => {
    const [, list] = /old\.status = 'cancelled' and new\.status in \(([^)]*)\)/.exec(migration)!;
    expect([...list!.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...movesOfSystemCancelled]);
  });

  it('are the ones the table accepts', () => {
    const [, list] = /status text not null check \(status in \(([^)]*)\)\),\s*-- why it is cancelled/.exec(migration)!;
    expect([...list!.matchAll(/'(\w+)'/g)].map((match) => match[1]).sort()).toEqual([...MESSAGE_STATUSES].sort());
  });

  it.each([
    ['draft', 'scheduled', null, true],
    ['draft', 'sending', null, false],
    ['sending', 'scheduled', null, false],
    ['sent', 'sending', null, true],
    ['cancelled', 'scheduled', 'person', false],
    ['cancelled', 'scheduled', 'system', true],
    ['cancelled', 'sending', 'system', false],
    ['cancelling', 'sending', null, false],
    ['active', 'sent', null, false],
  ] as const)('%s to %s (cancelled by %s): %s', (from, to, by, allowed) => {
    expect(canMove(from, to, by)).toBe(allowed);
  });
});
