/** pino's numbers for the levels a person can ask for with LOG_LEVEL. */
const LEVELS: Readonly<Record<string, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Infinity,
};
const WORDS: readonly (readonly [number, string])[] = [
  [50, 'error'],
  [40, 'warning'],
  [30, 'info'],
  [0, 'debug'],
];

/** From which level on a child's lines are shown in the terminal: what LOG_LEVEL says, else warnings and errors. */
export function shownFrom(logLevel: string | undefined): number {
  return LEVELS[logLevel?.toLowerCase() ?? ''] ?? 40;
}

/**
 * One line of a child's output in plain words, or null when it is below `from`.
 * Lines that are no pino JSON (a crash of Node itself) count as errors.
 */
export function plainWords(name: string, line: string, from: number): string | null {
  const text = line.trimEnd();
  if (text === '') return null;
  const entry = parse(text);
  if (!entry && /^\s+(at |\^)/.test(text)) return null; // a stack trace; the log file has it
  if (!entry) return from <= 50 ? `${name}: ${text}` : null;
  if (entry.level < from) return null;
  const word = WORDS.find(([level]) => entry.level >= level)?.[1] ?? '';
  const reason =
    entry.reason && !entry.message.includes(entry.reason) ? `${entry.message ? ': ' : ''}${entry.reason}` : '';
  return `${name} ${word}: ${entry.message}${reason}`;
}

function parse(text: string): { level: number; message: string; reason?: string } | null {
  if (!text.startsWith('{')) return null;
  try {
    const { level, msg, err } = JSON.parse(text) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
    if (typeof level !== 'number') return null;
    return {
      level,
      message: typeof msg === 'string' ? msg : '',
      reason: typeof err?.message === 'string' ? err.message : undefined,
    };
  } catch {
    return null;
  }
}

/** Keeps a flood of one message readable: the first is shown, equal ones within `quietMs` are only counted. */
export class RepeatFilter {
  private readonly seen = new Map<string, { until: number; hidden: number }>();

  constructor(private readonly quietMs = 10_000) {}

  /** The text to show now, or null. Instants in milliseconds. */
  pass(text: string, now: number): string | null {
    const before = this.seen.get(text);
    if (before && now < before.until) {
      before.hidden++;
      return null;
    }
    if (this.seen.size > 500) this.seen.clear();
    this.seen.set(text, { until: now + this.quietMs, hidden: 0 });
    return before?.hidden ? `${text} (and ${before.hidden} more like this)` : text;
  }
}
