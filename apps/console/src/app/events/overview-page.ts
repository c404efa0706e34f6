import { Component, inject } from '@angular/core';
import { CurrentEvent } from './current-event';

@Component({
  selector: 'beckon-overview-page',
  template: `<p class="bk-quiet">{{ event.value()?.description }}</p>`,
})
export class OverviewPage {
  protected readonly event = inject(CurrentEvent);
}
