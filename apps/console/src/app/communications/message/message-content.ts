import { Component, inject, input } from '@angular/core';
import { Api } from '../../api/generated/api';
import { previewMessage } from '../../api/generated/fn/messages/preview-message';
import type { MessageDto } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { CurrentEvent } from '../../events/current-event';
import { DataPage } from '../../ui/data-page';
import { MailFrame } from '../../ui/mail-frame';

/** The message as its first guest sees it. */
@Component({
  selector: 'beckon-message-content',
  imports: [DataPage, MailFrame],
  template: `<div data-testid="guest-message-preview">
    @if (event.canEdit()) {
      <beckon-data [of]="preview">
        @if (preview.value(); as shown) {
          <p class="bk-quiet">As {{ shown.guestName }} sees it</p>
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
      const { eventId, audience, segmentId, channel, subject, body, dedupe } = this.message();
      return this.event.canEdit()
        ? { eventId, body: { audience, segmentId, channel, subject, body, dedupe } }
        : undefined;
    },
    (params) => this.api.invoke(previewMessage, params),
  );
}
