import { Component } from '@angular/core';

@Component({ selector: 'beckon-guests-page', template: '<h2 class="bk-heading">Guests</h2>' })
export class GuestsPage {}
