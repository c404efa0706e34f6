import { Component } from '@angular/core';

@Component({ selector: 'beckon-guest-page', template: '<h1 class="bk-title">Guest</h1>' })
export class GuestPage {}
