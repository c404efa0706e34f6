import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listGuests } from '../api/generated/fn/guests/list-guests';
import { countRecipients } from '../api/generated/fn/messages/count-recipients';
import { listMessages } from '../api/generated/fn/messages/list-messages';
import type { MessageDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { labelWords } from '../communications/message-lists';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { TimeText } from '../ui/time-text';
import { RSVP_WORDS } from '../words/states';
import { CurrentEvent } from './current-event';

const ANSWERS = ['attending', 'maybe', 'pending', 'declined'] as const;

/** One look at an event: who comes, what leaves next, what wants doing. */
@Component({
  selector: 'beckon-overview-page',
  imports: [DataPage, Icon, RouterLink, TimeText],
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.css',
})
export class OverviewPage {
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  private readonly eventId = computed(() => this.event.id() || undefined);
  protected readonly answers = loaded(this.eventId, async (eventId) => {
    return Promise.all(
      ANSWERS.map(async (key) => {
        const { total } = await this.api.invoke(countRecipients, { eventId, audience: key, channel: 'email' });
        return { key, word: RSVP_WORDS[key], count: total };
      }),
    );
  });
  protected readonly everyone = loaded(this.eventId, (eventId) =>
    this.api.invoke(countRecipients, { eventId, audience: 'everyone', channel: 'email' }),
  );
  protected readonly total = computed(() => (this.answers.value() ?? []).reduce((sum, { count }) => sum + count, 0));
  protected readonly next = loaded(
    () => (this.event.canEdit() ? this.eventId() : undefined),
    async (eventId) => {
      const { items } = await this.api.invoke(listMessages, { eventId, status: ['scheduled'], limit: 100 });
      const waiting = items.filter(({ sendAt }) => sendAt !== null);
      return waiting.sort((a, b) => (a.sendAt ?? '').localeCompare(b.sendAt ?? ''));
    },
  );
  protected readonly first = loaded(this.eventId, (eventId) => this.api.invoke(listGuests, { eventId, limit: 1 }));
  protected readonly hasGuests = computed(() => (this.first.value()?.items.length ?? 1) > 0);
  protected readonly unreachable = computed(() => {
    const excluded = (this.everyone.value()?.excluded ?? {}) as Record<string, number>;
    return excluded['noAddress'] ?? 0;
  });

  protected label(message: MessageDto): string {
    return labelWords(message, this.event.value());
  }
}
