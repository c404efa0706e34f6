import { Component, inject } from '@angular/core';
import { CurrentEvent } from '../events/current-event';
import { DeliveriesSearch } from './deliveries-search';

/** The audit of one event. */
@Component({
  selector: 'beckon-event-deliveries-page',
  imports: [DeliveriesSearch],
  template: `@if (event.canEdit()) {
      <beckon-deliveries-search [eventId]="event.id()" />
    } @else {
      <div class="bk-empty">
        <h2 class="bk-heading">Deliveries are for editors</h2>
        <p class="bk-quiet">
          They hold names and addresses. Ask an owner of the event if you need to look something up.
        </p>
      </div>
    }`,
})
export class EventDeliveriesPage {
  protected readonly event = inject(CurrentEvent);
}
