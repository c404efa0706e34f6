import { Component } from '@angular/core';

@Component({ selector: 'beckon-branding-page', template: '<h2 class="bk-heading">Branding</h2>' })
export class BrandingPage {}
