import { Component, inject, input } from '@angular/core';
import { Api } from '../../api/generated/api';
import { getDelivery } from '../../api/generated/fn/audit/get-delivery';
import { listMessageDeliveries } from '../../api/generated/fn/deliveries/list-message-deliveries';
import { previewMessage } from '../../api/generated/fn/messages/preview-message';
import type { MessageDto } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { CurrentEvent } from '../../events/current-event';
import { DataPage } from '../../ui/data-page';
import { MailFrame } from '../../ui/mail-frame';

/** Where a guest's text has gone out: it is shown as it was, whatever became of the event and its guests since. */
const GONE = 'read,delivered,sent,accepted,bounced';

type Words = Pick<
  MessageDto,
  'eventId' | 'id' | 'status' | 'audience' | 'segmentId' | 'channel' | 'subject' | 'body' | 'dedupe'
>;

interface ShownContent {
  readonly title: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

/** The message as its first guest got it; before it leaves, as the first would see it. */
@Component({
  selector: 'beckon-message-content',
  imports: [DataPage, MailFrame],
  template: `<div data-testid="guest-message-preview">
    @if (event.canEdit()) {
      <beckon-data [of]="preview">
        @if (preview.value(); as shown) {
          <p class="bk-quiet">{{ shown.title }}</p>
          @if (shown.html) {
            <beckon-mail-frame [subject]="shown.subject ?? ''" [html]="shown.html" />
          } @else {
            <div class="bk-paper text">{{ shown.text }}</div>
          }
        }
      </beckon-data>
    } @else {
      <div class="bk-paper text">{{ message().body }}</div>
    }
  </div>`,
  styles: `
    :host {
      display: block;
      max-width: 46rem;
    }
    .text {
      white-space: pre-wrap;
    }
    p {
      margin-bottom: 0.5rem;
    }
  `,
})
export class MessageContent {
  readonly message = input.required<MessageDto>();
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  protected readonly preview = loaded(
    () => {
      const { eventId, id, status, audience, segmentId, channel, subject, body, dedupe } = this.message();
      const message = { eventId, id, status, audience, segmentId, channel, subject, body, dedupe };
      return this.event.canEdit() ? message : undefined;
    },
    async (message) => (await this.gone(message)) ?? (await this.planned(message)),
  );

  private async gone({ eventId, id: messageId, status }: Words): Promise<ShownContent | null> {
    if (status === 'draft' || status === 'scheduled') return null;
    const { items } = await this.api.invoke(listMessageDeliveries, { eventId, messageId, status: GONE, limit: 1 });
    const [first] = items;
    if (first === undefined) return null;
    const { content } = await this.api.invoke(getDelivery, { deliveryId: first.id });
    return content && { ...content, title: `As ${first.guestName ?? 'a guest'} got it` };
  }

  private async planned({ eventId, id: _id, status: _status, ...request }: Words): Promise<ShownContent> {
    const { guestName, ...content } = await this.api.invoke(previewMessage, { eventId, body: request });
    return { ...content, title: `As ${guestName} sees it` };
  }
}
