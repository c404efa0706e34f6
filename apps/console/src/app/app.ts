import { Component } from '@angular/core';

/** Says that the console is on its way and where everything that works already is. */
@Component({
  selector: 'beckon-root',
  templateUrl: './app.html',
  styleUrl: './app.scss',
})
export class App {}
