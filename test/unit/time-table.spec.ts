import { resolveDerived, resolveTyped, shiftDays } from '../../libs/core/src/time/local-time';
import { reminderTime } from '../../libs/messaging/src/domain/reminder-rules';
import { changesOf, type ClockChange, IntlOracle } from './intl-oracle';

const FIRST_YEAR = 2024;
const LAST_YEAR = 2030;
const QUARTERS = Array.from(
  { length: 96 },
  (_, quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`,
);
const wall = { resolveDerived, shiftDays };
const HOUR_MS = 3_600_000;

/** Zones whose clocks change at the same moments by the same amounts; what holds for one holds for all of them. */
interface ZoneGroup {
  readonly zones: readonly string[];
  readonly changes: readonly ClockChange[];
}

const groups: ZoneGroup[] = [];
let zoneCount = 0;

beforeAll(() => {
  const byTable = new Map<string, { zones: string[]; changes: ClockChange[] }>();
  for (const zone of new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])) {
    zoneCount++;
    const { startOffsetMs, changes } = changesOf(new IntlOracle(zone), FIRST_YEAR, LAST_YEAR);
    const table = JSON.stringify([startOffsetMs, changes]);
    const group = byTable.get(table);
    if (group === undefined) byTable.set(table, { zones: [zone], changes });
    else group.zones.push(zone);
  }
  groups.push(...byTable.values());
}, 60_000);

/** Every quarter of an hour of every day on which the clocks of the group change, in local time. */
function* tableOf({ changes }: ZoneGroup): Generator<string> {
  for (const day of new Set(changes.flatMap((change) => change.days))) for (const time of QUARTERS) yield `${day}T${time}`;
}

/** The first few differences and how many there were: thousands of lines help nobody. */
class Differences {
  private readonly first: string[] = [];
  compared = 0;
  found = 0;

  compare(what: string, actual: string, expected: string): void {
    this.compared++;
    if (actual === expected) return;
    this.found++;
    if (this.first.length < 20) this.first.push(`${what}: ${actual} instead of ${expected}`);
  }

  expectNone(): void {
    expect({ found: this.found, first: this.first }).toEqual({ found: 0, first: [] });
  }
}

const texts = (instants: readonly number[]): string => instants.map((at) => new Date(at).toISOString()).join(' and ');

it('finds the clock changes of the whole world', () => {
  const changing = groups.filter((group) => group.changes.length > 0);
  expect(zoneCount).toBeGreaterThan(400);
  expect(changing.length).toBeGreaterThan(20);
  expect(changing.flatMap((group) => group.zones)).toEqual(
    expect.arrayContaining(['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo']),
  );
});

it('typed and derived wall times mean what Intl shows, every quarter of an hour of every change day', () => {
  const differences = new Differences();
  let times = 0;
  for (const group of groups) {
    const oracle = new IntlOracle(group.zones[0]!);
    for (const local of tableOf(group)) {
      times++;
      const expected = oracle.resolve(local, group.changes);
      const typed = resolveTyped(local, oracle.zone);
      const found = typed.kind === 'unique' ? [typed.instant] : typed.candidates.map(({ instant }) => instant);
      const what = `${local} in ${group.zones.join(', ')}`;
      differences.compare(what, `${typed.kind} ${texts(found.map(Number))}`, `${expected.kind} ${texts(expected.instants)}`);
      differences.compare(what, texts([Number(resolveDerived(local, oracle.zone))]), texts([expected.derived]));
    }
  }
  differences.expectNone();
  console.log(
    `${zoneCount} zones with ${groups.length} different tables, ${groups.reduce((sum, { zones, changes }) => sum + zones.length * changes.length, 0)} clock changes, ${times} wall times, ${differences.compared} answers compared`,
  );
  expect(times).toBeGreaterThan(30_000);
});

it('every zone that shares its table with another one gives the same answers', () => {
  const differences = new Differences();
  for (const group of groups) {
    for (const { days } of group.changes) {
      for (const hour of ['00:00', '00:30', '01:30', '02:00', '02:30', '03:00', '12:00', '23:30']) {
        const [first, ...others] = group.zones.map((zone) => resolveDerived(`${days[0]}T${hour}`, zone).getTime());
        others.forEach((other, index) => differences.compare(`${days[0]}T${hour} in ${group.zones[index + 1]}`, texts([other]), texts([first!])));
      }
    }
  }
  differences.expectNone();
  expect(differences.compared).toBeGreaterThan(20_000);
});

it('reminders that fall on a change day leave at the wall time of the event, the day-of one by its rule', () => {
  const differences = new Differences();
  for (const group of groups) {
    const oracle = new IntlOracle(group.zones[0]!);
    for (const local of tableOf(group)) {
      const { derived } = oracle.resolve(local, group.changes);
      for (const [kind, days] of [['reminder_7d', 7], ['reminder_3d', 3], ['reminder_1d', 1]] as const) {
        // only the wall time counts for these, not the instant of the start
        const event = { startsAtLocal: oracle.daysLater(local, days), timeZone: oracle.zone, startsAt: new Date(0) };
        differences.compare(`${kind} of ${event.startsAtLocal} in ${oracle.zone}`, texts([Number(reminderTime(kind, event, wall))]), texts([derived]));
      }
      const event = { startsAtLocal: local, timeZone: oracle.zone, startsAt: new Date(derived) };
      const nine = oracle.resolve(`${local.slice(0, 10)}T09:00`, group.changes).derived;
      const expected = local.slice(11) < '11:00' ? derived - 2 * HOUR_MS : nine;
      differences.compare(`day of ${local} in ${oracle.zone}`, texts([Number(reminderTime('reminder_day_of', event, wall))]), texts([expected]));
    }
  }
  differences.expectNone();
  expect(differences.compared).toBeGreaterThan(100_000);
});
