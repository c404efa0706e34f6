import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listGuestMessages } from '../api/generated/fn/audit/list-guest-messages';
import { getGuest } from '../api/generated/fn/guests/get-guest';
import { listInboundMessages } from '../api/generated/fn/guests/list-inbound-messages';
import type { InboundMessageDto } from '../api/generated/models';
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
    return RSVP_WORDS[status] ?? status;
  }

  /** What a message of the guest did; empty where it is for a person to read. */
  protected effect({ effect, channel }: InboundMessageDto): string {
    const word = channel === 'sms' ? 'SMS' : 'WhatsApp';
    switch (effect) {
      case 'stopped':
        return `No more ${word} messages go to this number.`;
      case 'started':
        return `${word} messages may go to this number again.`;
      case 'answered':
        return 'Set the answer of this guest.';
      case 'answer_too_late':
        return 'Came too late: the event takes no answers any more.';
      case null:
        return '';
    }
  }

  protected files(count: number): string {
    return count === 1 ? '(with a file)' : `(with ${count} files)`;
  }

  protected at(instant: string): string {
    return instantWords(instant, this.event.timeZone());
  }
}
