import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Theme } from './shell/theme';

/** The root: one outlet; the theme is set before anything is drawn. */
@Component({
  selector: 'beckon-root',
  imports: [RouterOutlet],
  template: '<router-outlet />',
})
export class App {
  protected readonly theme = inject(Theme);
}
