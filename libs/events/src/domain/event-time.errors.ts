import { DomainError } from '@beckon/core';

/** A moment that a typed local time may have meant. */
export interface TimeCandidate {
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Of the zone at that moment, for example `+01:00`. */
  readonly offset: string;
  /** What the clock on the wall shows then. */
  readonly local: string;
}

/** Which of an event's two times is meant. */
export type TimeField = 'startsAt' | 'endsAt';

/** The clocks go forward over the typed time. */
export class TimeDoesNotExist extends DomainError {
  readonly code = 'TIME_DOES_NOT_EXIST';
  readonly kind = 'invalid';
  readonly title = 'This time does not exist';

  constructor(field: TimeField, local: string, timeZone: string, candidates: readonly [TimeCandidate, TimeCandidate]) {
    const [day, time] = local.split('T');
    const message = `On ${day} there is no ${time} in ${timeZone}: the clocks go forward over it. Use ${clock(candidates[0])} or ${clock(candidates[1])}.`;
    super(message, problemAt(field, 'TIME_DOES_NOT_EXIST', message, candidates));
  }
}

/** The clocks go back, so the typed time happens twice. */
export class TimeAmbiguous extends DomainError {
  readonly code = 'TIME_AMBIGUOUS';
  readonly kind = 'invalid';
  readonly title = 'This time happens twice';

  constructor(field: TimeField, local: string, timeZone: string, candidates: readonly [TimeCandidate, TimeCandidate]) {
    const [day, time] = local.split('T');
    const [first, second] = candidates;
    const message = `On ${day} the clocks in ${timeZone} go back, so ${time} happens twice. Send ${field}Offset "${first.offset}" for the first (${first.at}) or "${second.offset}" for the second (${second.at}).`;
    super(message, problemAt(field, 'TIME_AMBIGUOUS', message, candidates));
  }
}

function clock({ local, offset }: TimeCandidate): string {
  return `${local.slice(11)} (${offset})`;
}

function problemAt(field: TimeField, code: string, message: string, candidates: readonly TimeCandidate[]) {
  return {
    errors: [{ path: `${field}Local`, code, message }],
    extra: {
      candidates: candidates.map(({ at, offset, local }) => ({ [field]: at, offset, [`${field}Local`]: local })),
    },
  };
}
