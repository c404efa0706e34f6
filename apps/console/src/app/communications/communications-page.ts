import { Component } from '@angular/core';

@Component({ selector: 'beckon-communications-page', template: '<h2 class="bk-heading">Communications</h2>' })
export class CommunicationsPage {}
