import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../session/session';
import { Icon } from '../ui/icon';
import { DeliveryDetail } from './delivery-detail';

/** One delivery on a page of its own, for links. */
@Component({
  selector: 'beckon-delivery-page',
  imports: [DeliveryDetail, Icon, RouterLink],
  template: `<nav class="bk-crumb" aria-label="You are here">
      <a routerLink="/deliveries"><beckon-icon name="left" />Deliveries</a>
    </nav>
    <h1 class="bk-title">Delivery</h1>
    <beckon-delivery-detail [deliveryId]="deliveryId()" [canDecide]="!session.isSupport()" />`,
  styles: `
    beckon-delivery-detail {
      max-width: 40rem;
      margin-top: 1rem;
    }
  `,
})
export class DeliveryPage {
  readonly deliveryId = input.required<string>();
  protected readonly session = inject(Session);
}
