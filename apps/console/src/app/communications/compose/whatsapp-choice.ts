import { computed, effect, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/generated/api';
import { listWhatsAppTemplates } from '../../api/generated/fn/whatsapp-templates/list-whats-app-templates';
import type { Channel } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { approvalWords } from '../../whatsapp/approval';
import { simulated } from '../../whatsapp/simulation';
import { ComposeStore } from './compose-store';

/** How a WhatsApp message gets its words: from an approved template, or one's own for those who have just written. */
@Injectable()
export class WhatsAppChoice {
  private readonly api = inject(Api);
  private readonly store = inject(ComposeStore);
  readonly isSimulated = simulated('whatsapp');
  /** What somebody wrote before a template took the place; it comes back without one. */
  private readonly ownBody = signal('');
  private readonly list = loaded(
    () => (this.store.draft().channel === 'whatsapp' ? { limit: 100 } : undefined),
    (params) => this.api.invoke(listWhatsAppTemplates, params),
  );
  readonly problem = this.list.problem;
  readonly templates = computed(() => this.list.value()?.items ?? []);
  readonly isLoaded = computed(() => this.list.value() !== undefined);
  readonly template = computed(() => this.templates().find(({ id }) => id === this.store.draft().templateId) ?? null);
  readonly approval = computed(() => {
    const template = this.template();
    return template === null ? null : approvalWords(template, this.isSimulated());
  });
  readonly mode = computed<'template' | 'own'>(() => (this.store.draft().hasOwnWords ? 'own' : 'template'));

  constructor() {
    effect(() => {
      const { channel, templateId } = this.store.draft();
      const approval = this.approval();
      if (channel !== 'whatsapp' || this.mode() === 'own') this.store.templateProblem.set(null);
      else if (templateId === null) this.store.templateProblem.set('Choose a WhatsApp template');
      else
        this.store.templateProblem.set(approval?.state.word === 'Approved' ? null : 'This template can’t be sent yet');
    });
  }

  setMode(mode: string): void {
    if (mode === this.mode()) return;
    if (mode === 'own') this.leaveTemplate();
    this.store.change({ hasOwnWords: mode === 'own' });
  }

  /** Takes the words of a template. @param id empty: none */
  choose(id: string): void {
    const template = this.templates().find((one) => one.id === id);
    if (template === undefined) return this.leaveTemplate();
    const { templateId, body } = this.store.draft();
    if (templateId === null) this.ownBody.set(body);
    this.store.change({ templateId: template.id, hasOwnWords: false, body: template.content });
  }

  /** Changes the channel; what was written oneself is kept, a template of one channel is none of another. */
  setChannel(channel: Channel): void {
    if (this.store.draft().channel === 'whatsapp') this.leaveTemplate();
    this.store.change({ channel, templateId: null, hasOwnWords: false });
  }

  private leaveTemplate(): void {
    if (this.store.draft().templateId === null) return;
    this.store.change({ templateId: null, body: this.ownBody() });
  }
}
