import { Location } from '@angular/common';
import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../api/generated/api';
import { countRecipients } from '../../api/generated/fn/messages/count-recipients';
import { createMessage } from '../../api/generated/fn/messages/create-message';
import { getMessage } from '../../api/generated/fn/messages/get-message';
import { sendMessageNow } from '../../api/generated/fn/messages/send-message-now';
import { updateMessage } from '../../api/generated/fn/messages/update-message';
import type { MessageDto, MessageWarningDto } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { type Problem, problemOf } from '../../api/problem';
import { RequestKeys } from '../../api/request-keys';
import { CurrentEvent } from '../../events/current-event';
import { Undo } from '../../shell/undo';
import { Announcer } from '../../ui/announcer';
import { Now } from '../../ui/now';
import { onward } from '../../ui/onward';
import {
  audienceOf,
  copyOf,
  type Draft,
  draftOf,
  EMPTY_DRAFT,
  HOLD_SECONDS,
  isWhole,
  toCreate,
  toUpdate,
  wantsTemplate,
} from './compose-draft';
import { DraftShelf } from './draft-shelf';
import { heldSend } from '../held-send';
import { labelWords } from '../message-lists';
import { unresolvedIn } from '../placeholders';
import { readOnlyReason } from './read-only';
import { sendButton } from './send-button';

const SHELVE_AFTER_MS = 400;
const SAVE_AFTER_MS = 2500;

/** The one message that is being written: its draft, its count, where it is kept, and how it leaves. */
@Injectable()
export class ComposeStore {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly onward = onward();
  private readonly page = inject(DestroyRef);
  private readonly location = inject(Location);
  private readonly shelf = inject(DraftShelf);
  private readonly undo = inject(Undo);
  private readonly announcer = inject(Announcer);
  private readonly now = inject(Now);
  readonly event = inject(CurrentEvent);
  private readonly keys = new RequestKeys();
  private readonly written = signal<Draft>(EMPTY_DRAFT);
  private readonly kept = signal<MessageDto | null>(null);
  private readonly savedJson = signal(JSON.stringify(EMPTY_DRAFT));
  private saving: Promise<unknown> = Promise.resolve();
  /** Counts the messages that were opened here: what is answered about one before does not touch the one that is open. */
  private opened = 0;

  readonly draft = this.written.asReadonly();
  /** The message as the API has it; null while it is only written here. */
  readonly message = this.kept.asReadonly();
  readonly isReady = signal(false);
  readonly openProblem = signal<Problem | null>(null);
  /** Why the last attempt to send or save did not work. */
  readonly problem = signal<Problem | null>(null);
  readonly isBusy = signal(false);
  /** What keeps a WhatsApp message from being sent as it is, as the button says it. */
  readonly templateProblem = signal<string | null>(null);
  /** Text messages that one guest costs, as the preview has counted; null: not known. */
  readonly previewSegments = signal<number | null>(null);
  /** The menu of placeholders is open. */
  readonly isPicking = signal(false);
  readonly isOffline = signal(!navigator.onLine);
  /** Where the words are: with Beckon, or only in this browser. */
  readonly savedAt = signal<{ at: Date; where: 'server' | 'here' } | null>(null);
  readonly restoredAt = signal<string | null>(null);
  private readonly given = signal<readonly MessageWarningDto[]>([]);

  private readonly counted = computed(() => {
    const audience = audienceOf(this.written());
    return audience === null || !this.isReady() ? undefined : { eventId: this.event.id(), ...audience };
  });
  /** How many get it; while another audience or channel is counted the number of the one before is not shown as its own. */
  readonly count = loaded(this.counted, (params) => this.api.invoke(countRecipients, params), {
    owner: () => JSON.stringify(this.counted()),
  });
  readonly unresolved = computed(() => {
    const { channel, subject, body } = this.written();
    return unresolvedIn(channel === 'email' ? subject : '', body);
  });
  readonly isScheduled = computed(() => this.kept()?.status === 'scheduled');
  readonly readOnly = computed(() => readOnlyReason(this.kept(), this.event.canEdit(), this.now.value()));
  /** A WhatsApp template is still to be chosen. */
  readonly wantsTemplate = computed(() => wantsTemplate(this.written()));
  /** The words are those of a WhatsApp template, which is sent as it was approved. */
  readonly hasFixedWords = computed(() => this.written().channel === 'whatsapp' && this.written().templateId !== null);
  private readonly isDirty = computed(() => JSON.stringify(this.written()) !== this.savedJson());
  /** What the API said about the words as they are saved; a change makes it old. */
  readonly warnings = computed(() =>
    this.isDirty()
      ? []
      : this.given().filter(({ code }) => code !== 'EMPTY_AUDIENCE' || this.written().when === 'later'),
  );
  readonly button = computed(() => {
    const draft = this.written();
    return sendButton({
      ...draft,
      timeZone: this.event.timeZone(),
      now: this.now.value(),
      count: this.count.value()?.count ?? null,
      isCounting: this.count.isLoading(),
      unresolved: this.unresolved().length,
      isScheduled: this.isScheduled(),
      templateProblem: this.templateProblem(),
      isBusy: this.isBusy(),
      isOffline: this.isOffline(),
      isReadOnly: this.readOnly() !== null,
      hasNoAudience: audienceOf(draft) === null,
      isEventCancelled: this.event.isCancelled(),
    });
  });

  constructor() {
    const network = (): void => this.isOffline.set(!navigator.onLine);
    addEventListener('online', network);
    addEventListener('offline', network);
    this.page.onDestroy(() => {
      removeEventListener('online', network);
      removeEventListener('offline', network);
      this.keepUnsaved();
    });
    effect((onCleanup) => {
      this.written();
      if (!this.isReady() || !this.isDirty() || this.readOnly() !== null) return;
      const local = setTimeout(() => this.shelve(), SHELVE_AFTER_MS);
      const server = setTimeout(() => void this.autosave(), SAVE_AFTER_MS);
      onCleanup(() => {
        clearTimeout(local);
        clearTimeout(server);
      });
    });
  }

  change(part: Partial<Draft>): void {
    this.written.update((draft) => ({ ...draft, ...part }));
  }

  /** Begins with a saved message, a copy of one, what this browser kept, or nothing. */
  async open(messageId: string | null, copyId: string | null): Promise<void> {
    const eventId = this.event.id();
    const turn = ++this.opened;
    this.keepUnsaved();
    this.isReady.set(false);
    this.openProblem.set(null);
    try {
      const from = messageId ?? copyId;
      const message =
        from === null || !this.event.canEdit() ? null : await this.api.invoke(getMessage, { eventId, messageId: from });
      if (turn !== this.opened) return;
      if (message !== null && messageId !== null) this.take(message);
      else if (message !== null) this.written.set(copyOf(message));
      const shelved = copyId === null ? this.shelf.find(eventId, messageId) : null;
      if (shelved !== null && shelved.version === (this.kept()?.version ?? null) && this.event.canEdit()) {
        this.written.set(shelved.draft);
        this.restoredAt.set(shelved.keptAt);
        this.savedAt.set({ at: new Date(shelved.keptAt), where: 'here' });
      }
      this.isReady.set(true);
    } catch (error) {
      if (turn === this.opened) this.openProblem.set(problemOf(error));
    }
  }

  /** Forgets what was kept here: back to what Beckon has, or to an empty page. */
  startAfresh(): void {
    const message = this.kept();
    this.shelf.clear(this.event.id(), message?.id ?? null);
    this.written.set(message === null ? EMPTY_DRAFT : draftOf(message, this.event.timeZone()));
    this.restoredAt.set(null);
    this.savedAt.set(null);
  }

  /** Sends, schedules or saves, as the button says. @returns whether it worked */
  async send(): Promise<boolean> {
    if (this.button().isBlocked) return false;
    this.isBusy.set(true);
    this.problem.set(null);
    try {
      const sent = await this.inTurn(() => (this.written().when === 'now' ? this.sendNow() : this.plan()));
      this.shelf.clear(this.event.id(), this.kept()?.id ?? null);
      this.shelf.clear(this.event.id(), sent.id);
      this.savedJson.set(JSON.stringify(this.written()));
      await this.leave(sent);
      return true;
    } catch (error) {
      const problem = problemOf(error);
      this.refuse(problem);
      // whoever has gone on to another page is told there
      if (this.page.destroyed) this.undo.tell(problem);
      return false;
    } finally {
      this.isBusy.set(false);
      if (this.page.destroyed) this.keepUnsaved();
    }
  }

  /** Saves the draft now. */
  async saveDraft(): Promise<boolean> {
    if (this.isBusy()) return false;
    this.problem.set(null);
    try {
      await this.inTurn(() => this.store());
      return true;
    } catch (error) {
      this.refuse(problemOf(error));
      return false;
    }
  }

  /** After somebody else was faster: go on from their version with one's own words, or take theirs. */
  async settle(keep: 'mine' | 'theirs'): Promise<void> {
    const message = this.kept();
    if (message === null) return;
    try {
      const theirs = await this.api.invoke(getMessage, { eventId: this.event.id(), messageId: message.id });
      this.problem.set(null);
      if (keep === 'theirs') this.take(theirs);
      else this.kept.set(theirs);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }

  private async sendNow(): Promise<MessageDto> {
    const eventId = this.event.id();
    const snapshot = this.count.value()?.snapshot ?? null;
    if (this.kept() === null) {
      const body = toCreate(this.written(), 'now', snapshot);
      return this.api.invoke(createMessage, { eventId, body, 'Idempotency-Key': this.keys.for('create', body) });
    }
    if (this.isDirty()) await this.store();
    const { id: messageId, version } = this.kept()!;
    const body = { holdSeconds: HOLD_SECONDS, snapshot };
    const key = this.keys.for(`send ${messageId} ${version}`, body);
    return this.api.invoke(sendMessageNow, { eventId, messageId, body, 'Idempotency-Key': key });
  }

  private async plan(): Promise<MessageDto> {
    const eventId = this.event.id();
    const message = this.kept();
    if (message !== null) {
      const body = toUpdate(this.written(), message.version, message.status === 'draft');
      return this.api.invoke(updateMessage, { eventId, messageId: message.id, body });
    }
    const body = toCreate(this.written(), 'schedule');
    return this.api.invoke(createMessage, { eventId, body, 'Idempotency-Key': this.keys.for('create', body) });
  }

  /** Puts the words into the saved message, or makes one of them; the address follows without a new page. */
  private async store(): Promise<void> {
    const eventId = this.event.id();
    const turn = this.opened;
    const draft = this.written();
    const message = this.kept();
    const saved = await (message === null ? this.create(eventId, draft) : this.update(message, draft));
    if (message === null) this.shelf.clear(eventId, null);
    this.shelf.clear(eventId, saved.id);
    if (turn !== this.opened) return;
    this.kept.set(saved);
    if (message === null && !this.page.destroyed)
      this.location.replaceState(`/events/${eventId}/messages/${saved.id}/edit`);
    this.given.set(saved.warnings);
    this.savedJson.set(JSON.stringify(draft));
    this.savedAt.set({ at: new Date(), where: 'server' });
    this.restoredAt.set(null);
    // whoever went on writing while this was saved finds the new words here as well, as those of this version
    this.keepUnsaved();
  }

  private create(eventId: string, draft: Draft): Promise<MessageDto> {
    const body = toCreate(draft, 'draft');
    const key = this.keys.for('create', body);
    return this.api.invoke(createMessage, { eventId, body, 'Idempotency-Key': key });
  }

  private update({ eventId, id: messageId, version }: MessageDto, draft: Draft): Promise<MessageDto> {
    return this.api.invoke(updateMessage, { eventId, messageId, body: toUpdate(draft, version) });
  }

  /** One save after the other: each goes on from the version that the one before has made. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.saving.then(work);
    this.saving = mine.catch(() => undefined);
    return mine;
  }

  /** A planned message is changed only by its button, and half a text is kept here until it is whole. */
  private async autosave(): Promise<void> {
    if (!this.mayAutosave()) return;
    try {
      // meanwhile somebody may have pressed Send
      await this.inTurn(async () => (this.mayAutosave() ? this.store() : undefined));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'STALE_VERSION' || problem.code === 'PAST_EDIT_WINDOW') this.problem.set(problem);
    }
  }

  private mayAutosave(): boolean {
    if (!isWhole(this.written()) || this.unresolved().length > 0 || !this.isDirty()) return false;
    if (this.isScheduled() || this.isBusy() || this.isOffline()) return false;
    return this.problem()?.code !== 'STALE_VERSION';
  }

  /** Words that nobody else has. What is being sent is kept when it turns out that it was not. */
  private keepUnsaved(): void {
    if (untracked(this.isDirty) && untracked(this.readOnly) === null && !untracked(this.isBusy)) this.shelve();
  }

  private shelve(): void {
    const message = untracked(this.kept);
    const at = new Date();
    this.shelf.keep(untracked(this.event.id), message?.id ?? null, {
      draft: untracked(this.written),
      keptAt: at.toISOString(),
      version: message?.version ?? null,
    });
    this.savedAt.set({ at, where: 'here' });
  }

  private take(message: MessageDto): void {
    const draft = draftOf(message, this.event.timeZone());
    this.kept.set(message);
    this.written.set(draft);
    this.savedJson.set(JSON.stringify(draft));
    this.given.set(message.warnings);
  }

  private refuse(problem: Problem): void {
    this.problem.set(problem);
    const { count, snapshot } = problem.more;
    const known = this.count.value();
    if (problem.code !== 'AUDIENCE_CHANGED' || known === undefined) {
      if (problem.code === 'NO_RECIPIENTS') this.count.reload();
      return;
    }
    if (typeof count === 'number' && typeof snapshot === 'string') this.count.set({ ...known, count, snapshot });
    this.count.reload();
  }

  private async leave(message: MessageDto): Promise<void> {
    const eventId = this.event.id();
    const path = ['/events', eventId, 'messages'];
    const answeredAt = Date.now();
    if (message.heldUntil === null && message.status === 'scheduled') {
      this.announcer.say(`${labelWords(message, this.event.value())} is scheduled.`);
      await this.onward(path);
      return;
    }
    const count = this.count.value()?.count ?? 0;
    await this.onward([...path, message.id]);
    this.undo.offer(heldSend(this.api, this.router, { eventId, messageId: message.id, count, answeredAt }));
  }
}
