import { Component } from '@angular/core';

@Component({ selector: 'beckon-collaborators-page', template: '<h2 class="bk-heading">Collaborators</h2>' })
export class CollaboratorsPage {}
