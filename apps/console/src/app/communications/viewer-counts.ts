import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { countRecipients } from '../api/generated/fn/messages/count-recipients';
import type { Audience } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { AUDIENCE_WORDS } from '../words/states';

const AUDIENCES: readonly Audience[] = ['everyone', 'attending', 'pending', 'maybe', 'declined'];

/** What viewers may see of the messages: how many guests each audience would reach by e-mail. */
@Component({
  selector: 'beckon-viewer-counts',
  imports: [DataPage, Icon, RouterLink],
  template: `<div class="bk-alert bk-alert--note">
      <beckon-icon name="info" />
      <div>
        <strong>You can look, not write</strong>
        <span
          >Owners and editors of this event read and send its messages. You can see how many guests one would
          reach.</span
        >
      </div>
    </div>
    <beckon-data [of]="counts">
      <table class="bk-table">
        <caption class="bk-vh">
          Guests whom an e-mail would reach
        </caption>
        <thead>
          <tr>
            <th scope="col">Audience</th>
            <th scope="col" class="r">Would get an e-mail</th>
            <th scope="col" class="r">Guests in all</th>
          </tr>
        </thead>
        <tbody>
          @for (row of counts.value(); track row.word) {
            <tr>
              <td class="bk-strong">{{ row.word }}</td>
              <td class="r">{{ row.count.toLocaleString('en') }}</td>
              <td class="r">{{ row.total.toLocaleString('en') }}</td>
            </tr>
          }
        </tbody>
      </table>
    </beckon-data>
    <p>
      <a class="bk-link" [routerLink]="['/events', event.id(), 'messages', 'new']">See who is left out, and why</a>
    </p>`,
  styles: `
    :host {
      display: grid;
      gap: 1rem;
      max-width: 40rem;
    }
  `,
})
export class ViewerCounts {
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  protected readonly counts = loaded(
    () => ({ eventId: this.event.id() }),
    ({ eventId }) =>
      Promise.all(
        AUDIENCES.map(async (audience) => {
          const { count, total } = await this.api.invoke(countRecipients, { eventId, audience, channel: 'email' });
          return { word: AUDIENCE_WORDS[audience] ?? audience, count, total };
        }),
      ),
  );
}
