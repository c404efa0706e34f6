import type { Dialog } from '@angular/cdk/dialog';
import { Component } from '@angular/core';

@Component({ selector: 'beckon-palette', template: '<div class="bk-palette"></div>' })
export class Palette {}

/** Opens the palette over whatever page one is on. */
export function openPalette(dialog: Dialog): void {
  dialog.open(Palette, { ariaLabel: 'Find anything', autoFocus: 'input' });
}
