import { Component } from '@angular/core';

@Component({ selector: 'beckon-message-page', template: '<h1 class="bk-title">Message</h1>' })
export class MessagePage {}
