import { Component, computed, inject } from '@angular/core';
import { Icon } from '../ui/icon';
import { ComposeStore } from './compose-store';

/** What the chosen channel asks for beyond words. The place of the WhatsApp template picker. */
@Component({
  selector: 'beckon-channel-needs',
  imports: [Icon],
  template: `@switch (channel()) {
    @case ('whatsapp') {
      <div class="bk-alert bk-alert--note">
        <beckon-icon name="whatsapp" />
        <div>
          <strong>WhatsApp only carries approved templates</strong>
          <span>A message in your own words can go by e-mail or SMS. What you wrote is kept when you switch.</span>
        </div>
      </div>
    }
    @case ('sms') {
      <p class="bk-hint">
        SMS goes to guests with a phone number. It has no subject; every part of a long one is paid for.
      </p>
    }
  }`,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class ChannelNeeds {
  private readonly store = inject(ComposeStore);
  protected readonly channel = computed(() => this.store.draft().channel);
}
