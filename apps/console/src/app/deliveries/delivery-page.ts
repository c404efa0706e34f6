import { Component } from '@angular/core';

@Component({ selector: 'beckon-delivery-page', template: '<h1 class="bk-title">Delivery</h1>' })
export class DeliveryPage {}
