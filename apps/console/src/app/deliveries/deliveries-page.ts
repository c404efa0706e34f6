import { Component } from '@angular/core';

@Component({ selector: 'beckon-deliveries-page', template: '<h1 class="bk-title">Deliveries</h1>' })
export class DeliveriesPage {}
