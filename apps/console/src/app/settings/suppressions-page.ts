import { Component } from '@angular/core';

@Component({ selector: 'beckon-suppressions-page', template: '<h1 class="bk-title">Suppressions</h1>' })
export class SuppressionsPage {}
