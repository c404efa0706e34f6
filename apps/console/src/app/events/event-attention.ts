import type { EventAttentionDto } from '../api/generated/models';
import type { IconName } from '../ui/icons';
import type { Tone } from '../words/states';

/** One thing that wants a person, and where it is put right. */
export interface Want {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** Below the event: `['guests']`. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** What an event wants of somebody, the most urgent first; nothing for viewers. */
export function wantsOf(attention: EventAttentionDto | null): Want[] {
  if (attention === null) return [];
  const { paused, failed, unconfirmed, guestsWithoutAddress } = attention;
  const sent = { path: ['messages'], query: { status: 'sent' } };
  const wants: Want[] = [
    { words: `${many(paused, 'message')} paused`, icon: 'paused', tone: 'asking', ...sent },
    { words: `${number(unconfirmed)} unconfirmed`, icon: 'unknown', tone: 'asking', ...sent },
    { words: `${many(failed, 'message')} failed`, icon: 'failed', tone: 'lost', ...sent },
    {
      words: `${many(guestsWithoutAddress, 'guest')} without an address`,
      icon: 'held',
      tone: 'asking',
      path: ['guests'],
      query: {},
    },
  ];
  const counts = [paused, unconfirmed, failed, guestsWithoutAddress];
  return wants.filter((_want, n) => (counts[n] ?? 0) > 0);
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function many(count: number, thing: string): string {
  return `${number(count)} ${thing}${count === 1 ? '' : 's'}`;
}
