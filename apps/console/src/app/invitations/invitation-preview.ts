import { Component, input } from '@angular/core';
import type { MessagePreviewDto } from '../api/generated/models';
import { MailFrame } from '../ui/mail-frame';

/** An invitation as its first guest reads it: a mail on paper, or a message on the phone. */
@Component({
  selector: 'beckon-invitation-preview',
  imports: [MailFrame],
  template: `<p class="bk-hint">As {{ of().guestName }} reads it</p>
    @if (of().html; as html) {
      <beckon-mail-frame [subject]="of().subject ?? ''" [html]="html" />
    } @else {
      <p class="bk-bubble">{{ of().text }}</p>
    }`,
  styles: `
    :host {
      display: grid;
      gap: 0.25rem;
      --bk-mail-height: 17rem;
    }
  `,
})
export class InvitationPreview {
  readonly of = input.required<MessagePreviewDto>();
}
