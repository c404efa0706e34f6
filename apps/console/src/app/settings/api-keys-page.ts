import { Component, inject, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { createApiKey } from '../api/generated/fn/api-keys/create-api-key';
import { listApiKeys } from '../api/generated/fn/api-keys/list-api-keys';
import { revokeApiKey } from '../api/generated/fn/api-keys/revoke-api-key';
import type { ApiKeyDto, ApiKeyScope, CreatedApiKeyDto, EventRole } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Confirm } from '../shell/confirm';
import { act } from '../ui/act';
import { CopyButton } from '../ui/copy-button';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { valueOf } from '../ui/value';
import { instantWords, ownTimeZone } from '../words/time';
import { API_KEY_SCOPES } from './api-key-scopes';

const PAGE = 50;

@Component({
  selector: 'beckon-api-keys-page',
  imports: [CopyButton, DataPage, Field, Pager, ProblemAlert],
  templateUrl: './api-keys-page.html',
  styleUrl: './settings.css',
})
export class ApiKeysPage {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly pages = cursorPages();
  protected readonly keys = loaded(
    () => ({ cursor: this.pages.cursor() }),
    ({ cursor }) => this.api.invoke(listApiKeys, { limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );
  protected readonly making = act();
  protected readonly change = act();
  protected readonly isMaking = signal(false);
  protected readonly name = signal('');
  protected readonly ceiling = signal<EventRole>('editor');
  protected readonly expiresOn = signal('');
  protected readonly chosen = signal<readonly ApiKeyScope[]>([]);
  protected readonly made = signal<CreatedApiKeyDto | null>(null);
  protected readonly scopes = API_KEY_SCOPES;
  protected readonly value = valueOf;

  protected at(instant: string | null): string {
    return instant === null ? 'never' : instantWords(instant, ownTimeZone());
  }

  protected toggle(scope: ApiKeyScope): void {
    this.chosen.update((all) => (all.includes(scope) ? all.filter((one) => one !== scope) : [...all, scope]));
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    const isDone = await this.making.run(
      async () =>
        this.made.set(
          await this.api.invoke(createApiKey, {
            body: {
              name: this.name().trim(),
              roleCeiling: this.ceiling(),
              scopes: [...this.chosen()],
              ...(this.expiresOn() === '' ? {} : { expiresAt: new Date(`${this.expiresOn()}T23:59:59`).toISOString() }),
            },
          }),
        ),
      'The key is made. It is shown only now.',
    );
    if (!isDone) return;
    this.name.set('');
    this.chosen.set([]);
    this.isMaking.set(false);
    this.keys.reload();
  }

  protected async revoke({ id, name }: ApiKeyDto): Promise<void> {
    const isSure = await this.confirm.ask({
      title: `Revoke ${name}?`,
      text: 'Programs that use this key are refused from now on. It cannot be brought back.',
      action: 'Revoke the key',
      isDangerous: true,
    });
    if (!isSure) return;
    await this.change.run(() => this.api.invoke(revokeApiKey, { keyId: id }), 'The key is revoked.');
    this.keys.reload();
  }
}
