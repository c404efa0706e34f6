import { Component, inject, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { addCollaborator } from '../api/generated/fn/events/add-collaborator';
import { listCollaborators } from '../api/generated/fn/events/list-collaborators';
import { removeCollaborator } from '../api/generated/fn/events/remove-collaborator';
import { updateCollaborator } from '../api/generated/fn/events/update-collaborator';
import type { CollaboratorDto, EventRole } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { Session } from '../session/session';
import { Undo } from '../shell/undo';
import { act } from '../ui/act';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { valueOf } from '../ui/value';

const PAGE = 50;

/** Who works on this event. Owners change it; the API shows the list to owners only. */
@Component({
  selector: 'beckon-collaborators-page',
  imports: [DataPage, Field, Pager, ProblemAlert],
  templateUrl: './collaborators-page.html',
  styleUrl: '../settings/settings.css',
})
export class CollaboratorsPage {
  private readonly api = inject(Api);
  private readonly undo = inject(Undo);
  protected readonly event = inject(CurrentEvent);
  protected readonly session = inject(Session);
  protected readonly pages = cursorPages();
  protected readonly list = loaded(
    () => (this.event.isOwner() ? { eventId: this.event.id(), cursor: this.pages.cursor() } : undefined),
    ({ eventId, cursor }) =>
      this.api.invoke(listCollaborators, { eventId, limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );
  protected readonly adding = act();
  protected readonly change = act();
  protected readonly email = signal('');
  protected readonly role = signal<EventRole>('editor');
  protected readonly value = valueOf;

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    const isDone = await this.adding.run(
      () =>
        this.api.invoke(addCollaborator, {
          eventId: this.event.id(),
          body: { email: this.email(), role: this.role() },
        }),
      'They can see the event now.',
    );
    if (!isDone) return;
    this.email.set('');
    this.list.reload();
  }

  protected async setRole({ userId }: CollaboratorDto, role: string): Promise<void> {
    await this.change.runNext(
      () =>
        this.api.invoke(updateCollaborator, {
          eventId: this.event.id(),
          userId,
          body: { role: role as EventRole },
        }),
      'The role is changed.',
    );
    this.list.reload();
  }

  protected async remove({ userId, name, email, role }: CollaboratorDto): Promise<void> {
    const eventId = this.event.id();
    const isDone = await this.change.run(() => this.api.invoke(removeCollaborator, { eventId, userId }));
    if (!isDone) return;
    this.list.reload();
    this.undo.offer({
      text: `${name} no longer sees this event.`,
      seconds: 10,
      undo: async () => {
        await this.change.run(() => this.api.invoke(addCollaborator, { eventId, body: { email, role } }));
        this.list.reload();
      },
    });
  }
}
