import { Component } from '@angular/core';

@Component({ selector: 'beckon-segments-page', template: '<h2 class="bk-heading">Segments</h2>' })
export class SegmentsPage {}
