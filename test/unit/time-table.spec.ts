import { resolveDerived, resolveTyped, shiftDays } from '../../libs/core/src/time/local-time';
import { reminderTime, type WallTime } from '../../libs/messaging/src/domain/reminder-rules';
import { changesOf, type ClockChange, IntlOracle } from './intl-oracle';

const FIRST_YEAR = 2024;
const LAST_YEAR = 2030;
const QUARTERS = Array.from(
  { length: 96 },
  (_, quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`,
);
// many zones change on the same days, and a calendar day knows no zone
const shifted = new Map<string, string>();
const wall: WallTime = {
  resolveDerived,
  shiftDays(local, days, timeOfDay) {
    const key = `${local} ${days} ${timeOfDay}`;
    const known = shifted.get(key) ?? shiftDays(local, days, timeOfDay);
    shifted.set(key, known);
    return known;
  },
};
const HOUR_MS = 3_600_000;

// nothing here waits: it computes, and on a slow or busy machine for minutes
jest.setTimeout(300_000);

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
});

/** Every quarter of an hour of every day on which the clocks of the group change, in local time. */
function* tableOf({ changes }: ZoneGroup): Generator<string> {
  for (const day of new Set(changes.flatMap((change) => change.days)))
    for (const time of QUARTERS) yield `${day}T${time}`;
}

/** The first few differences and how many there were: thousands of lines help nobody. */
class Differences {
  private readonly first: string[] = [];
  compared = 0;
  found = 0;

  compare(what: () => string, actual: readonly number[], expected: readonly number[]): void {
    this.compared++;
    if (actual.length === expected.length && actual.every((at, index) => at === expected[index])) return;
    this.found++;
    if (this.first.length < 20) this.first.push(`${what()}: ${texts(actual)} instead of ${texts(expected)}`);
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
      const what = () => `${local} in ${group.zones.join(', ')} is ${typed.kind}, should be ${expected.kind}`;
      const isSameKind = typed.kind === expected.kind;
      differences.compare(what, isSameKind ? found.map(Number) : [], expected.instants);
      differences.compare(what, [Number(resolveDerived(local, oracle.zone))], [expected.derived]);
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
        others.forEach((other, index) =>
          differences.compare(() => `${days[0]}T${hour} in ${group.zones[index + 1]}`, [other], [first!]),
        );
      }
    }
  }
  differences.expectNone();
  expect(differences.compared).toBeGreaterThan(10_000);
});

it('reminders that fall on a change day leave at the wall time of the event, the day-of one by its rule', () => {
  const differences = new Differences();
  for (const group of groups) {
    const oracle = new IntlOracle(group.zones[0]!);
    let nine = { day: '', atMs: 0 };
    for (const local of tableOf(group)) {
      const { derived } = oracle.resolve(local, group.changes);
      const day = local.slice(0, 10);
      if (nine.day !== day) nine = { day, atMs: oracle.resolve(`${day}T09:00`, group.changes).derived };
      for (const [kind, days] of [
        ['reminder_7d', 7],
        ['reminder_3d', 3],
        ['reminder_1d', 1],
      ] as const) {
        // only the wall time counts for these, not the instant of the start
        const event = { startsAtLocal: oracle.daysLater(local, days), timeZone: oracle.zone, startsAt: new Date(0) };
        differences.compare(
          () => `${kind} of ${event.startsAtLocal} in ${oracle.zone}`,
          [Number(reminderTime(kind, event, wall))],
          [derived],
        );
      }
      const event = { startsAtLocal: local, timeZone: oracle.zone, startsAt: new Date(derived) };
      const expected = local.slice(11) < '11:00' ? derived - 2 * HOUR_MS : nine.atMs;
      differences.compare(
        () => `day of ${local} in ${oracle.zone}`,
        [Number(reminderTime('reminder_day_of', event, wall))],
        [expected],
      );
    }
  }
  differences.expectNone();
  expect(differences.compared).toBeGreaterThan(100_000);
});
