import { Component } from '@angular/core';

@Component({ selector: 'beckon-event-deliveries-page', template: '<h2 class="bk-heading">Deliveries</h2>' })
export class EventDeliveriesPage {}
