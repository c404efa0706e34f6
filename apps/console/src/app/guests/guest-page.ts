import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listGuestMessages } from '../api/generated/fn/audit/list-guest-messages';
import { getGuest } from '../api/generated/fn/guests/get-guest';
import { listInboundMessages } from '../api/generated/fn/guests/list-inbound-messages';
import { loaded } from '../api/loaded';
import { AnswerText } from '../deliveries/answer-text';
import { CurrentEvent } from '../events/current-event';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { RSVP_WORDS } from '../words/states';
import { instantWords } from '../words/time';

/** One guest: what they answered, and every message of the event with its answer to "did they get it?". */
@Component({
  selector: 'beckon-guest-page',
  imports: [AnswerText, DataPage, Icon, RouterLink],
  templateUrl: './guest-page.html',
  styleUrl: './guest-page.css',
})
export class GuestPage {
  readonly guestId = input.required<string>();
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  private readonly ids = computed(() => ({ eventId: this.event.id(), guestId: this.guestId() }));
  protected readonly guest = loaded(this.ids, (params) => this.api.invoke(getGuest, params));
  protected readonly messages = loaded(
    () => (this.event.canEdit() ? this.ids() : undefined),
    (params) => this.api.invoke(listGuestMessages, { ...params, limit: 100 }),
  );
  protected readonly inbound = loaded(
    () => (this.event.canEdit() ? this.ids() : undefined),
    (params) => this.api.invoke(listInboundMessages, { ...params, limit: 50 }),
  );

  protected answer(status: string): string {
    return RSVP_WORDS[status];
  }

  protected at(instant: string): string {
    return instantWords(instant, this.event.timeZone());
  }
}
