import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, inject, signal } from '@angular/core';
import { Api } from '../../api/generated/api';
import { createTemplate } from '../../api/generated/fn/templates/create-template';
import { listTemplates } from '../../api/generated/fn/templates/list-templates';
import type { TemplateChannel, TemplateDto } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { Undo } from '../../shell/undo';
import { act } from '../../ui/act';
import { Icon } from '../../ui/icon';
import { problemWords } from '../../words/problem-words';
import { ComposeStore } from './compose-store';

/** Takes the words of a saved template, or saves these words as one. */
@Component({
  selector: 'beckon-template-tools',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  template: `<button class="bk-btn bk-btn--quiet bk-btn--s" type="button" [cdkMenuTriggerFor]="menu">
      <beckon-icon name="doc" />Templates<beckon-icon name="down" />
    </button>
    <ng-template #menu>
      <div class="bk-popmenu" cdkMenu>
        @for (template of fitting(); track template.id) {
          <button type="button" cdkMenuItem (cdkMenuItemTriggered)="take(template)">{{ template.name }}</button>
        } @empty {
          <span class="none bk-faint">No saved template for this channel yet.</span>
        }
        @if (canSave()) {
          <hr />
          <button type="button" cdkMenuItem (cdkMenuItemTriggered)="begin()">Save these words as a template…</button>
        }
      </div>
    </ng-template>
    @if (isNaming()) {
      <form class="name" (submit)="save($event)" (keydown.escape)="isNaming.set(false)">
        <label class="bk-vh" for="template-name">Name of the template</label>
        <input
          class="bk-input"
          id="template-name"
          placeholder="Name of the template"
          [value]="name()"
          (input)="type($event)"
          autocomplete="off"
        />
        <button class="bk-btn bk-btn--s" type="submit" [attr.aria-disabled]="name().trim() === '' || saving.isBusy()">
          Save template
        </button>
        <button class="bk-btn bk-btn--quiet bk-btn--s" type="button" (click)="isNaming.set(false)">Close</button>
      </form>
    }
    @if (note(); as note) {
      <span class="bk-hint" role="status">{{ note }}</span>
    }`,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 0.375rem;
      align-items: center;
    }
    .name {
      display: flex;
      gap: 0.375rem;
      align-items: center;
    }
    .name .bk-input {
      width: 13rem;
    }
  `,
})
export class TemplateTools {
  private readonly api = inject(Api);
  private readonly undo = inject(Undo);
  protected readonly saving = act();
  private readonly store = inject(ComposeStore);
  protected readonly isNaming = signal(false);
  protected readonly name = signal('');
  protected readonly note = signal('');
  private readonly templates = loaded(
    () => true,
    () => this.api.invoke(listTemplates, { limit: 100 }),
  );
  protected readonly fitting = computed(() =>
    (this.templates.value()?.items ?? []).filter(({ channel }) => channel === this.store.draft().channel),
  );
  protected readonly canSave = computed(
    () => this.store.draft().body.trim() !== '' && this.store.draft().channel !== 'whatsapp',
  );

  protected type(event: Event): void {
    this.name.set((event.target as HTMLInputElement).value);
  }

  protected begin(): void {
    this.name.set(this.store.draft().subject.slice(0, 80));
    this.note.set('');
    this.isNaming.set(true);
    setTimeout(() => document.getElementById('template-name')?.focus());
  }

  /** The words before come back with Undo. */
  protected take(template: TemplateDto): void {
    const { subject, body, templateId } = this.store.draft();
    this.store.change({ subject: template.subject ?? subject, body: template.body, templateId: template.id });
    if (body.trim() === '') return;
    this.undo.offer({
      text: `Took the words of “${template.name}”`,
      seconds: 10,
      undo: () => this.store.change({ subject, body, templateId }),
    });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim();
    if (name === '') return;
    const { channel, subject, body } = this.store.draft();
    const text = channel === 'email' ? { subject } : {};
    const isDone = await this.saving.run(async () => {
      const saved = await this.api.invoke(createTemplate, {
        body: { name, channel: channel as TemplateChannel, body, ...text },
      });
      this.note.set(`Saved as “${saved.name}”.`);
    }, 'Template saved.');
    const problem = this.saving.problem();
    if (isDone) {
      this.isNaming.set(false);
      this.templates.reload();
    } else if (problem !== null)
      this.note.set(problem.errors[0]?.message ?? `${problemWords(problem).title} ${problemWords(problem).todo}`);
  }
}
