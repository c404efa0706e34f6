import { Component, computed, inject, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { deleteWhatsAppTemplate } from '../api/generated/fn/whatsapp-templates/delete-whats-app-template';
import { listWhatsAppTemplates } from '../api/generated/fn/whatsapp-templates/list-whats-app-templates';
import type { WhatsAppTemplateDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Session } from '../session/session';
import { Confirm } from '../shell/confirm';
import { TemplateKinds } from '../templates/template-kinds';
import { act } from '../ui/act';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { SidePanel } from '../ui/side-panel';
import { StateMark } from '../ui/state-mark';
import { approvalWords } from './approval';
import { simulated } from './simulation';
import { WhatsAppTemplateForm } from './whatsapp-template-form';

const PAGE = 50;

/** Texts that WhatsApp approves before they may go to somebody who has not just written. Members look, admins change. */
@Component({
  selector: 'beckon-whatsapp-templates-page',
  imports: [DataPage, Icon, Pager, ProblemAlert, SidePanel, StateMark, TemplateKinds, WhatsAppTemplateForm],
  templateUrl: './whatsapp-templates-page.html',
  styleUrl: './whatsapp-templates-page.css',
})
export class WhatsAppTemplatesPage {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly session = inject(Session);
  protected readonly isSimulated = simulated('whatsapp');
  protected readonly pages = cursorPages();
  protected readonly list = loaded(
    () => ({ cursor: this.pages.cursor() }),
    ({ cursor }) => this.api.invoke(listWhatsAppTemplates, { limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );
  protected readonly removing = act();
  /** `new`, a template's id, or nothing. */
  protected readonly open = signal<string | null>(null);
  protected readonly opened = computed(() => this.list.value()?.items.find(({ id }) => id === this.open()) ?? null);

  protected words(template: WhatsAppTemplateDto): ReturnType<typeof approvalWords> {
    return approvalWords(template, this.isSimulated());
  }

  protected changed(template: WhatsAppTemplateDto): void {
    const page = this.list.value();
    const isHere = page?.items.some(({ id }) => id === template.id) ?? false;
    if (page !== undefined && isHere)
      this.list.set({ ...page, items: page.items.map((one) => (one.id === template.id ? template : one)) });
    else this.list.reload();
    this.open.set(template.id);
  }

  protected close(): void {
    const id = this.open();
    this.open.set(null);
    document.getElementById(`template-${id}`)?.focus();
  }

  protected async remove(template: WhatsAppTemplateDto): Promise<void> {
    const isSure = await this.confirm.ask({
      title: `Delete “${template.displayName}”?`,
      text: 'Messages that were sent with it stay. Its approval is gone: the same text has to be approved again.',
      action: 'Delete the template',
      isDangerous: true,
    });
    if (!isSure) return;
    const isDone = await this.removing.run(
      () => this.api.invoke(deleteWhatsAppTemplate, { templateId: template.id }),
      'The template is deleted.',
    );
    if (!isDone) return;
    this.open.set(null);
    this.list.reload();
  }
}
