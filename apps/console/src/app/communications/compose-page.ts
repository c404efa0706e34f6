import { Component } from '@angular/core';

@Component({ selector: 'beckon-compose-page', template: '<h1 class="bk-title">Compose</h1>' })
export class ComposePage {}
