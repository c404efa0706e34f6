import { computed, inject, type Signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { listGaps } from '../api/generated/fn/status/list-gaps';
import { loaded } from '../api/loaded';

/** Whether a channel is only simulated here; false while that is not known. Needs an injection context. */
export function simulated(channel: 'sms' | 'whatsapp'): Signal<boolean> {
  const api = inject(Api);
  const gaps = loaded(
    () => ({ channel }),
    () => api.invoke(listGaps, {}),
  );
  return computed(
    () => gaps.value()?.items.some((gap) => gap.code === 'CHANNEL_SIMULATED' && gap.channel === channel) ?? false,
  );
}
