import { Component } from '@angular/core';

@Component({ selector: 'beckon-status-page', template: '<h1 class="bk-title">Status</h1>' })
export class StatusPage {}
