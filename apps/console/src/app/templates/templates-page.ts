import { Component, inject, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { createTemplate } from '../api/generated/fn/templates/create-template';
import { deleteTemplate } from '../api/generated/fn/templates/delete-template';
import { listTemplates } from '../api/generated/fn/templates/list-templates';
import { updateTemplate } from '../api/generated/fn/templates/update-template';
import type { TemplateChannel, TemplateDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Undo } from '../shell/undo';
import { act } from '../ui/act';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { Segmented } from '../ui/segmented';
import { SidePanel } from '../ui/side-panel';
import { valueOf } from '../ui/value';
import { instantWords, ownTimeZone } from '../words/time';
import { TemplateKinds } from './template-kinds';

const PAGE = 50;
/** Placeholders stand here as text, because a template of Angular's would fill them in. */
const HELP = 'Placeholders such as {{ guest_first_name | default: "there" }} are filled in for every guest.';

/** Texts to begin a message with. */
@Component({
  selector: 'beckon-templates-page',
  imports: [DataPage, Field, Icon, Pager, ProblemAlert, Segmented, SidePanel, TemplateKinds],
  templateUrl: './templates-page.html',
  styleUrl: './templates-page.css',
})
export class TemplatesPage {
  private readonly api = inject(Api);
  private readonly undo = inject(Undo);
  protected readonly pages = cursorPages();
  protected readonly list = loaded(
    () => ({ cursor: this.pages.cursor() }),
    ({ cursor }) => this.api.invoke(listTemplates, { limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );
  /** `new`, a template's id, or nothing. */
  protected readonly open = signal<string | null>(null);
  protected readonly name = signal('');
  protected readonly channel = signal<TemplateChannel>('email');
  protected readonly subject = signal('');
  protected readonly body = signal('');
  private version = 0;
  protected readonly saving = act();
  protected readonly removing = act();
  protected readonly help = HELP;
  protected readonly channels = [
    { key: 'email', word: 'E-mail', icon: 'mail' as const },
    { key: 'sms', word: 'SMS', icon: 'sms' as const },
  ];
  protected readonly value = valueOf;

  protected edit(template: TemplateDto | null): void {
    this.saving.clear();
    this.open.set(template?.id ?? 'new');
    this.name.set(template?.name ?? '');
    this.channel.set(template?.channel ?? 'email');
    this.subject.set(template?.subject ?? '');
    this.body.set(template?.body ?? '');
    this.version = template?.version ?? 0;
  }

  protected setChannel(channel: string): void {
    this.channel.set(channel as TemplateChannel);
  }

  protected at({ updatedAt }: TemplateDto): string {
    return instantWords(updatedAt, ownTimeZone());
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const id = this.open();
    const text = {
      name: this.name().trim(),
      body: this.body(),
      ...(this.channel() === 'email' ? { subject: this.subject() } : {}),
    };
    const isDone = await this.saving.run(
      () =>
        id === 'new' || id === null
          ? this.api.invoke(createTemplate, { body: { ...text, channel: this.channel() } })
          : this.api.invoke(updateTemplate, { templateId: id, body: { ...text, version: this.version } }),
      'The template is saved.',
    );
    if (!isDone) return;
    // another one may be open by now
    if (this.open() === id) this.open.set(null);
    this.list.reload();
  }

  protected async remove(template: TemplateDto): Promise<void> {
    const isDone = await this.removing.run(() => this.api.invoke(deleteTemplate, { templateId: template.id }));
    if (!isDone) return;
    if (this.open() === template.id) this.open.set(null);
    this.list.reload();
    const { name, channel, subject, body } = template;
    this.undo.offer({
      text: `${name} is deleted.`,
      seconds: 10,
      undo: async () => {
        await this.removing.run(() =>
          this.api.invoke(createTemplate, {
            body: { name, channel, body, ...(subject === null ? {} : { subject }) },
          }),
        );
        this.list.reload();
      },
    });
  }
}
