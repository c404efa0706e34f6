import type { ChannelQuotaDto, GapCode, GapDto, QuotaDto } from '../api/generated/models';
import type { IconName } from '../ui/icons';
import { CHANNEL_WORDS, type StateWords } from '../words/states';

/** What a gap is about where it is not about one channel. */
type Part = 'workers' | 'planned' | 'queue';

interface GapWords {
  readonly state: StateWords;
  /** Null: the channel that it names. */
  readonly part: Part | null;
  /** Guests get nothing, or later than asked for: said in the headline. */
  readonly headline: string;
}

/** How each gap of the API is shown. The compiler says when the API knows one that has no words here. */
export const GAP_WORDS: Readonly<Record<GapCode, GapWords>> = {
  NO_WORKER: {
    state: { icon: 'failed', word: 'None is there', tone: 'lost' },
    part: 'workers',
    headline: 'Nothing is being sent right now',
  },
  MESSAGES_LATE: {
    state: { icon: 'held', word: 'Late', tone: 'asking' },
    part: 'planned',
    headline: 'Some planned messages are late',
  },
  QUEUE_DOWN: {
    state: { icon: 'alert', word: 'Does not answer', tone: 'asking' },
    part: 'queue',
    headline: 'Messages leave, but a little later',
  },
  PROVIDER_DOWN: { state: { icon: 'held', word: 'Waits', tone: 'asking' }, part: null, headline: 'waits' },
  CHANNEL_SIMULATED: {
    state: { icon: 'info', word: 'Simulated', tone: 'asking' },
    part: null,
    headline: 'is only simulated',
  },
};

/** The state of a provider that gets nothing, by who has to do something about it. */
const CAUSE_STATES: Readonly<Record<NonNullable<GapDto['cause']>, StateWords>> = {
  provider: GAP_WORDS.PROVIDER_DOWN.state,
  sender: { icon: 'paused', word: 'Paused', tone: 'asking' },
  setup: { icon: 'failed', word: 'Cannot deliver', tone: 'lost' },
};

const WORKS: StateWords = { icon: 'delivered', word: 'Works', tone: 'arrived' };
const STOPPED: StateWords = { icon: 'failed', word: 'Nothing leaves', tone: 'lost' };
const FULL: StateWords = { icon: 'paused', word: 'Full for today', tone: 'asking' };

const PARTS: readonly { readonly key: Part; readonly word: string; readonly icon: IconName; readonly well: string }[] =
  [
    { key: 'workers', word: 'Workers', icon: 'out', well: 'At least one is there and sends.' },
    { key: 'planned', word: 'Planned messages', icon: 'clock', well: 'Each one has left, or begun to, at its time.' },
    { key: 'queue', word: 'Queue', icon: 'pulse', well: 'Wakes the workers at once when something is to be sent.' },
  ];

/** One line of the status page. */
export interface StatusRow {
  readonly key: string;
  readonly word: string;
  readonly icon: IconName;
  readonly state: StateWords;
  /** What is so, in a sentence or two. */
  readonly text: string;
  readonly todo: string | null;
  /** ISO 8601. */
  readonly since: string | null;
  /** When it ends, or is tried again; ISO 8601. */
  readonly until: { readonly words: string; readonly at: string } | null;
  /** How much of the day's limit is used; null where that is not known. */
  readonly usage: string | null;
  /** What it comes from, for support. */
  readonly gap: GapDto | null;
}

export interface StatusRows {
  readonly headline: string;
  readonly isWell: boolean;
  readonly channels: readonly StatusRow[];
  readonly parts: readonly StatusRow[];
}

/** The whole status from what the API says is missing, and from the day's limits where one may see them. */
export function statusRows(gaps: readonly GapDto[], quota: QuotaDto | null): StatusRows {
  const isStopped = gaps.some(({ code }) => GAP_WORDS[code].part === 'workers');
  const channels = (['email', 'sms', 'whatsapp'] as const).map((key): StatusRow => {
    const { word, icon } = CHANNEL_WORDS[key]!;
    const gap = gaps.find(({ channel }) => channel === key);
    const usage = quota === null ? null : usageWords(quota[key]);
    if (gap !== undefined) return { ...rowOf(gap), ...{ key, word, icon, usage } };
    const row = { ...{ key, word, icon, usage }, ...{ todo: null, since: null, until: null, gap: null } };
    if (isStopped) return { ...row, state: STOPPED, text: 'What is due waits for a worker and is kept.' };
    if (quota !== null && isFull(quota[key]))
      return {
        ...row,
        state: FULL,
        text: `All ${countWords(quota[key].limit ?? 0)} of today are used or promised to messages that are planned.`,
        until: { words: 'More can be planned from', at: quota[key].resetsAt },
      };
    return { ...row, state: WORKS, text: 'Messages are sent as asked.' };
  });
  const parts = PARTS.map(({ well, ...part }): StatusRow => {
    const gap = gaps.find(({ code, channel }) => channel === undefined && GAP_WORDS[code].part === part.key);
    const row = { ...part, usage: null };
    if (gap !== undefined) return { ...rowOf(gap), ...row };
    return { ...row, state: WORKS, text: well, todo: null, since: null, until: null, gap: null };
  });
  return { headline: headlineOf(gaps), isWell: gaps.length === 0, channels, parts };
}

function rowOf(gap: GapDto): Pick<StatusRow, 'state' | 'text' | 'todo' | 'since' | 'until' | 'gap'> {
  const { code, cause, detail, todo, since, until } = gap;
  return {
    state: cause === undefined ? GAP_WORDS[code].state : CAUSE_STATES[cause],
    text: detail,
    todo,
    since: since ?? null,
    until: until === undefined ? null : { words: 'Tried again at', at: until },
    gap,
  };
}

/** The worst in one line; channels by name. */
function headlineOf(gaps: readonly GapDto[]): string {
  const worst = gaps[0];
  if (worst === undefined) return 'All channels can send';
  if (GAP_WORDS[worst.code].part !== null) return GAP_WORDS[worst.code].headline;
  const names = [...new Set(gaps.flatMap(({ channel }) => (channel === undefined ? [] : [channel])))].map(
    (channel) => CHANNEL_WORDS[channel]?.word ?? channel,
  );
  if (names.length === 1) return `${names[0]!} ${GAP_WORDS[worst.code].headline}`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)!} can’t deliver as asked`;
}

const isFull = ({ limit, remaining }: ChannelQuotaDto): boolean => limit !== null && remaining === 0;

const countWords = (count: number): string => count.toLocaleString('en');

function usageWords({ limit, used, reserved }: ChannelQuotaDto): string {
  const held = reserved > 0 ? ` and ${countWords(reserved)} held` : '';
  return limit === null
    ? `${countWords(used)} sent today, no limit`
    : `${countWords(used)} used${held} of ${countWords(limit)} today`;
}
