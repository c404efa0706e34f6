import { Component, computed, inject, input, linkedSignal, output, untracked } from '@angular/core';
import { Api } from '../api/generated/api';
import { createGuest } from '../api/generated/fn/guests/create-guest';
import { deleteGuest } from '../api/generated/fn/guests/delete-guest';
import { updateGuest } from '../api/generated/fn/guests/update-guest';
import type { GuestDto, RsvpStatus } from '../api/generated/models';
import { CurrentEvent } from '../events/current-event';
import { Confirm } from '../shell/confirm';
import { act } from '../ui/act';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { valueOf } from '../ui/value';
import { RSVP_WORDS } from '../words/states';

interface Draft {
  readonly name: string;
  readonly firstName: string;
  readonly email: string;
  readonly phone: string;
  readonly rsvpStatus: RsvpStatus;
  readonly plusOnes: string;
  readonly tags: string;
}

/** Adds a guest or changes one. */
@Component({
  selector: 'beckon-guest-form',
  imports: [Field, ProblemAlert],
  templateUrl: './guest-form.html',
  styles: `
    form {
      display: grid;
      gap: 0.75rem;
      margin-top: 0.875rem;
    }
    .two {
      display: grid;
      grid-template-columns: 1fr 6rem;
      gap: 0.75rem;
    }
  `,
})
export class GuestForm {
  /** Null for a new one. */
  readonly guest = input.required<GuestDto | null>();
  /** The guest as saved; null: removed. */
  readonly done = output<GuestDto | null>();
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly event = inject(CurrentEvent);
  protected readonly saving = act();
  protected readonly valueOf = valueOf;
  protected readonly answers = Object.entries(RSVP_WORDS).map(([key, word]) => ({ key, word }));
  private readonly id = computed(() => this.guest()?.id ?? null);
  /** Begins anew with another guest; one who is only read again keeps what is being written. */
  protected readonly draft = linkedSignal<string | null, Draft>({ source: this.id, computation: () => this.begun() });
  protected readonly canSave = computed(() => this.draft().name.trim() !== '' && !this.saving.isBusy());

  protected set(name: keyof Draft, value: string): void {
    this.draft.update((draft) => ({ ...draft, [name]: value }));
  }

  protected error(name: string): string | null {
    return this.saving.problem()?.of(name) ?? null;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { name, firstName, email, phone, rsvpStatus, plusOnes, tags } = this.draft();
    const body = {
      name: name.trim(),
      firstName: firstName.trim() || null,
      email: email.trim() || null,
      phone: phone.trim() || null,
      rsvpStatus,
      plusOnes: Number(plusOnes) || 0,
      tags: tags
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    };
    const guest = this.guest();
    const eventId = this.event.id();
    let saved: GuestDto | null = null;
    const isDone = await this.saving.run(async () => {
      saved =
        guest === null
          ? await this.api.invoke(createGuest, { eventId, body })
          : await this.api.invoke(updateGuest, { eventId, guestId: guest.id, body });
    }, 'Saved.');
    // another guest may stand here by now
    if (isDone && this.id() === (guest?.id ?? null)) this.done.emit(saved);
  }

  protected async remove(): Promise<void> {
    const guest = this.guest();
    if (guest === null) return;
    const isSure = await this.confirm.ask({
      title: `Remove ${guest.name}?`,
      text: 'They get nothing more of this event. What they got stays in the deliveries.',
      action: 'Remove the guest',
      isDangerous: true,
    });
    if (!isSure) return;
    const isDone = await this.saving.run(
      () => this.api.invoke(deleteGuest, { eventId: this.event.id(), guestId: guest.id }),
      'Removed.',
    );
    if (isDone && this.id() === guest.id) this.done.emit(null);
  }

  private begun(): Draft {
    const guest = untracked(this.guest);
    return {
      name: guest?.name ?? '',
      firstName: guest?.firstName ?? '',
      email: guest?.email ?? '',
      phone: guest?.phone ?? '',
      rsvpStatus: guest?.rsvpStatus ?? 'pending',
      plusOnes: String(guest?.plusOnes ?? 0),
      tags: (guest?.tags ?? []).join(', '),
    };
  }
}
