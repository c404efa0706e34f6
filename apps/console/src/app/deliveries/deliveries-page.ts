import { Component } from '@angular/core';
import { DeliveriesSearch } from './deliveries-search';

/** "Did they get it?" over everything one may see. */
@Component({
  selector: 'beckon-deliveries-page',
  imports: [DeliveriesSearch],
  template: `<h1 class="bk-title">Did they get it?</h1>
    <beckon-deliveries-search />`,
})
export class DeliveriesPage {}
