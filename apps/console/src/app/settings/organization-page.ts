import { Component } from '@angular/core';

@Component({ selector: 'beckon-organization-page', template: '<h1 class="bk-title">Organization</h1>' })
export class OrganizationPage {}
