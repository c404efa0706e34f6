/**
 * The seed of all hostile input of a run. It is the same on every run, so that a failure comes again;
 * `HOSTILE_SEED=<any number>` tries other inputs, and the seed stands in every failure.
 */
export const seed = Number(process.env.HOSTILE_SEED ?? 20_270_601);

export interface Random {
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** `count` different ones, in random order; all when there are not more. */
  some<T>(from: readonly T[], count: number): T[];
}

/** The same numbers for the same name and seed, whatever runs before. */
export function randomFor(name: string): Random {
  let state = seed;
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (from) => from[below(from.length)]!,
    some(from, count) {
      const rest = [...from];
      for (let i = rest.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [rest[i], rest[j]] = [rest[j]!, rest[i]!];
      }
      return rest.slice(0, count);
    },
  };
}
