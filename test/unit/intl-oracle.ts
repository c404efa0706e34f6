const DAY_MS = 86_400_000;

/** One moment at which a zone's clocks change. */
export interface ClockChange {
  readonly atMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
  /** The local days it touches: what the clocks show just before, and then. */
  readonly days: readonly string[];
}

export interface Resolution {
  readonly kind: 'unique' | 'gap' | 'overlap';
  readonly instants: readonly number[];
  /** Out of a gap by its length, of two the earlier. */
  readonly derived: number;
}

/**
 * Tells what wall times mean by nothing but `Intl.DateTimeFormat`: it tries offsets and looks what the clocks would show.
 * On purpose as simple as can be, and without any of the code it judges.
 */
export class IntlOracle {
  private readonly format: Intl.DateTimeFormat;

  constructor(readonly zone: string) {
    // the Swedish way to write is 2027-06-01 18:00:00
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  }

  /** What the clocks show, `2027-06-01 18:00:00`. */
  shown(atMs: number): string {
    return this.format.format(atMs);
  }

  /** By how much the clocks are ahead of UTC. */
  offsetMs(atMs: number): number {
    return Date.parse(`${this.shown(atMs).replace(' ', 'T')}Z`) - atMs;
  }

  /** @param changes the zone's clock changes around the time, as `changesOf` finds them */
  resolve(local: string, changes: readonly ClockChange[]): Resolution {
    const asIfUtc = Date.parse(`${local}:00Z`);
    const offsets = new Set(changes.flatMap(({ beforeMs, afterMs }) => [beforeMs, afterMs]));
    const shown = `${local.replace('T', ' ')}:00`;
    const instants = [...offsets].map((offset) => asIfUtc - offset).filter((at) => this.shown(at) === shown);
    instants.sort((left, right) => left - right);
    if (instants.length === 1) return { kind: 'unique', instants, derived: instants[0]! };
    if (instants.length === 2) return { kind: 'overlap', instants, derived: instants[0]! };
    const gap = changes.find(({ atMs, beforeMs, afterMs }) => atMs + beforeMs <= asIfUtc && asIfUtc < atMs + afterMs);
    if (instants.length > 2 || gap === undefined)
      throw new Error(`${local} in ${this.zone} has ${instants.length} meanings`);
    return { kind: 'gap', instants: [asIfUtc - gap.afterMs, asIfUtc - gap.beforeMs], derived: asIfUtc - gap.beforeMs };
  }

  /** The same wall time a number of calendar days later. */
  daysLater(local: string, days: number): string {
    return new Date(Date.parse(`${local}:00Z`) + days * DAY_MS).toISOString().slice(0, 16);
  }
}

/** All clock changes of a zone in some years: looks at every day, and where the offset differs, halves until the second. */
export function changesOf(
  oracle: IntlOracle,
  firstYear: number,
  lastYear: number,
): { startOffsetMs: number; changes: ClockChange[] } {
  const end = Date.UTC(lastYear + 1, 0, 1);
  let at = Date.UTC(firstYear, 0, 1);
  const startOffsetMs = oracle.offsetMs(at);
  const changes: ClockChange[] = [];
  for (let beforeMs = startOffsetMs; at < end; at += DAY_MS) {
    const afterMs = oracle.offsetMs(at + DAY_MS);
    if (afterMs === beforeMs) continue;
    let [low, high] = [at, at + DAY_MS];
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (oracle.offsetMs(middle) === beforeMs) low = middle;
      else high = middle;
    }
    const days = new Set([oracle.shown(low), oracle.shown(high)].map((text) => text.slice(0, 10)));
    changes.push({ atMs: high, beforeMs, afterMs, days: [...days] });
    beforeMs = afterMs;
  }
  return { startOffsetMs, changes };
}
