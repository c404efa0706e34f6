import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
  type WritableSignal,
} from '@angular/core';
import { Api } from '../api/generated/api';
import { checkWhatsAppTemplateApproval } from '../api/generated/fn/whatsapp-templates/check-whats-app-template-approval';
import { createWhatsAppTemplate } from '../api/generated/fn/whatsapp-templates/create-whats-app-template';
import { updateWhatsAppTemplate } from '../api/generated/fn/whatsapp-templates/update-whats-app-template';
import type { WhatsAppTemplateCategory, WhatsAppTemplateDto } from '../api/generated/models';
import { Session } from '../session/session';
import { act } from '../ui/act';
import { CopyButton } from '../ui/copy-button';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { ProblemAlert } from '../ui/problem-alert';
import { StateMark } from '../ui/state-mark';
import { valueOf } from '../ui/value';
import { instantWords, ownTimeZone } from '../words/time';
import { approvalWords } from './approval';
import { templateContent } from './template-content';

/** Placeholders stand here as text, because a template of Angular's would fill them in. */
const HINT =
  'Placeholders such as {{guest_name}} or {{rsvp_link}} are filled in for every guest. A word has to stand before the first and after the last.';

/** One WhatsApp template: its text with its variables, how it looks, and how it stands with WhatsApp. */
@Component({
  selector: 'beckon-whatsapp-template-form',
  imports: [CopyButton, Field, Icon, ProblemAlert, StateMark],
  templateUrl: './whatsapp-template-form.html',
  styleUrl: './whatsapp-template-form.css',
})
export class WhatsAppTemplateForm {
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  /** Null: a new one. */
  readonly template = input.required<WhatsAppTemplateDto | null>();
  readonly isSimulated = input(false);
  readonly changed = output<WhatsAppTemplateDto>();
  readonly removal = output<WhatsAppTemplateDto>();
  private readonly id = computed(() => this.template()?.id ?? null);
  protected readonly name = this.from((template) => template?.name ?? '');
  protected readonly displayName = this.from((template) => template?.displayName ?? '');
  protected readonly content = this.from((template) => template?.content ?? '');
  protected readonly category = this.from<WhatsAppTemplateCategory>((template) => template?.category ?? 'marketing');
  protected readonly contentSid = this.from((template) => template?.twilioContentSid ?? '');
  protected readonly read = computed(() => templateContent(this.content()));
  protected readonly saving = act();
  protected readonly approving = act();
  protected readonly hint = HINT;
  protected readonly value = valueOf;
  protected readonly categories: readonly { readonly key: WhatsAppTemplateCategory; readonly word: string }[] = [
    { key: 'marketing', word: 'Marketing: invitations, news' },
    { key: 'utility', word: 'Utility: news about something they agreed to' },
    { key: 'authentication', word: 'Authentication: codes' },
  ];
  protected readonly words = computed(() => {
    const template = this.template();
    return template === null ? null : approvalWords(template, this.isSimulated());
  });
  /** Another text or SID is another template to WhatsApp. */
  protected readonly losesApproval = computed(() => {
    const template = this.template();
    return (
      template?.isApproved === true &&
      (template.content !== this.content() || (template.twilioContentSid ?? '') !== this.contentSid().trim())
    );
  });
  protected readonly missing = computed(() => {
    if (this.template() === null && this.name().trim() === '') return 'Give it a name to save';
    if (this.displayName().trim() === '') return 'Give it a title to save';
    if (this.content().trim() === '') return 'Write a text to save';
    return this.read().faults.length > 0 ? 'Mend the text to save' : null;
  });

  protected checkedAt(): string {
    const at = this.template()?.approvalCheckedAt ?? null;
    return at === null ? 'never looked up' : `looked up ${instantWords(at, ownTimeZone())}`;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.missing() !== null) return;
    const template = this.template();
    const text = {
      displayName: this.displayName().trim(),
      content: this.content(),
      category: this.category(),
      twilioContentSid: this.contentSid().trim() === '' ? null : this.contentSid().trim(),
    };
    await this.saving.run(async () => {
      const variables = this.read().variables.map(({ name }) => name);
      const saved =
        template === null
          ? await this.api.invoke(createWhatsAppTemplate, { body: { name: this.name().trim(), ...text, variables } })
          : await this.api.invoke(updateWhatsAppTemplate, {
              templateId: template.id,
              // the order of an approved text is the one that was entered at Twilio
              body: { ...text, ...(text.content === template.content ? {} : { variables }), version: template.version },
            });
      this.changed.emit(saved);
    }, 'The template is saved.');
  }

  protected async approveByHand(): Promise<void> {
    await this.patch({ isApproved: true }, 'The template is approved.');
  }

  protected async switchOnOrOff(): Promise<void> {
    const isActive = !this.template()!.isActive;
    await this.patch({ isActive }, isActive ? 'The template is on.' : 'The template is off.');
  }

  protected async check(): Promise<void> {
    const { id: templateId } = this.template()!;
    await this.approving.run(async () => {
      this.changed.emit(await this.api.invoke(checkWhatsAppTemplateApproval, { templateId }));
    }, 'The approval is looked up.');
  }

  /** Begins anew with another template; approving one keeps what is being written. */
  private from<T>(pick: (template: WhatsAppTemplateDto | null) => T): WritableSignal<T> {
    return linkedSignal({ source: () => this.id(), computation: () => pick(untracked(this.template)) });
  }

  private async patch(change: { isApproved?: boolean; isActive?: boolean }, done: string): Promise<void> {
    const { id: templateId, version } = this.template()!;
    await this.approving.run(async () => {
      this.changed.emit(await this.api.invoke(updateWhatsAppTemplate, { templateId, body: { ...change, version } }));
    }, done);
  }
}
