import type { Router } from '@angular/router';
import type { Api } from '../api/generated/api';
import { undoMessage } from '../api/generated/fn/messages/undo-message';
import type { Undoable } from '../shell/undo';
import { HOLD_SECONDS } from './compose/compose-draft';

/** A message that was just sent and is held. */
export interface HeldSend {
  readonly eventId: string;
  readonly messageId: string;
  readonly count: number;
  /** When the API said so, in ms since 1970: its time runs since then, also while the next page is fetched. */
  readonly answeredAt: number;
}

/** The offer to take it back for what is left of its ten seconds; then it is a draft that one can go on writing. */
export function heldSend(api: Api, router: Router, { eventId, messageId, count, answeredAt }: HeldSend): Undoable {
  const secondsGone = Math.floor((Date.now() - answeredAt) / 1000);
  return {
    text: `Sending to ${count.toLocaleString('en')} ${count === 1 ? 'guest' : 'guests'}`,
    note: 'Nothing has left yet.',
    seconds: Math.max(1, HOLD_SECONDS - secondsGone),
    about: messageId,
    undo: async () => {
      await api.invoke(undoMessage, { eventId, messageId });
      await router.navigate(['/events', eventId, 'messages', messageId, 'edit']);
    },
  };
}
