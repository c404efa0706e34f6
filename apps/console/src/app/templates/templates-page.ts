import { Component } from '@angular/core';

@Component({ selector: 'beckon-templates-page', template: '<h1 class="bk-title">Templates</h1>' })
export class TemplatesPage {}
