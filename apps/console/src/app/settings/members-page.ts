import { Component, inject, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { inviteMember } from '../api/generated/fn/organization/invite-member';
import { listMembers } from '../api/generated/fn/organization/list-members';
import { removeMember } from '../api/generated/fn/organization/remove-member';
import { updateMember } from '../api/generated/fn/organization/update-member';
import type { InvitedDto, MemberDto, OrganizationRole } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Session } from '../session/session';
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

const PAGE = 50;

@Component({
  selector: 'beckon-members-page',
  imports: [CopyButton, DataPage, Field, Pager, ProblemAlert],
  templateUrl: './members-page.html',
  styleUrl: './settings.css',
})
export class MembersPage {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly session = inject(Session);
  protected readonly pages = cursorPages();
  protected readonly members = loaded(
    () => ({ limit: PAGE, ...(this.pages.cursor() === undefined ? {} : { cursor: this.pages.cursor() }) }),
    (params) => this.api.invoke(listMembers, params as { limit: number }),
  );
  protected readonly change = act();
  protected readonly inviting = act();
  protected readonly email = signal('');
  protected readonly role = signal<OrganizationRole>('member');
  protected readonly invited = signal<InvitedDto | null>(null);
  protected readonly roles = [
    { key: 'member', word: 'Member: works on events' },
    { key: 'admin', word: 'Admin: manages people and settings' },
    { key: 'support', word: 'Support: reads the delivery audit' },
  ];
  protected readonly value = valueOf;

  protected ends({ expiresAt }: { expiresAt: string | null }): string {
    return expiresAt === null ? '' : instantWords(expiresAt, ownTimeZone());
  }

  protected async invite(event: Event): Promise<void> {
    event.preventDefault();
    await this.inviting.run(async () => {
      this.invited.set(await this.api.invoke(inviteMember, { body: { email: this.email(), role: this.role() } }));
      this.email.set('');
      this.members.reload();
    }, 'The invitation is ready.');
  }

  protected async setRole({ id }: MemberDto, role: string): Promise<void> {
    await this.change.runNext(
      () => this.api.invoke(updateMember, { userId: id, body: { role: role as OrganizationRole } }),
      'The role is changed.',
    );
    this.members.reload();
  }

  protected async remove({ id, name, email, status }: MemberDto): Promise<void> {
    const isSure = await this.confirm.ask(
      status === 'invited'
        ? { title: `Withdraw the invitation of ${email}?`, text: 'The link stops working.', action: 'Withdraw it' }
        : {
            title: `Remove ${name ?? email}?`,
            text: 'They are signed out everywhere and see no event any more. What they did stays on record.',
            action: 'Remove them',
            isDangerous: true,
          },
    );
    if (!isSure) return;
    await this.change.run(() => this.api.invoke(removeMember, { userId: id }), 'Removed.');
    this.members.reload();
  }
}
