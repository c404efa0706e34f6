import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** The two kinds of templates: texts of one's own, and those that WhatsApp approves. */
@Component({
  selector: 'beckon-template-kinds',
  imports: [RouterLink, RouterLinkActive],
  template: `<nav class="bk-tabs" aria-label="Kinds of templates">
    <a routerLink="/templates" routerLinkActive ariaCurrentWhenActive="page" [routerLinkActiveOptions]="{ exact: true }"
      >E-mail and SMS</a
    >
    <a routerLink="/templates/whatsapp" routerLinkActive ariaCurrentWhenActive="page">WhatsApp</a>
  </nav>`,
})
export class TemplateKinds {}
