import { Component } from '@angular/core';

@Component({ selector: 'beckon-members-page', template: '<h1 class="bk-title">Members</h1>' })
export class MembersPage {}
