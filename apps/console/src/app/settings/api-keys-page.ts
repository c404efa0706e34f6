import { Component } from '@angular/core';

@Component({ selector: 'beckon-api-keys-page', template: '<h1 class="bk-title">API keys</h1>' })
export class ApiKeysPage {}
