import { Component, computed, effect, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { ComposeStore } from './compose-store';
import { type KnownPlaceholder, matching, openAt, piecesOf, PLACEHOLDERS, written } from '../placeholders';
import { smsSize } from './sms-size';

/** The words of the message: a text field over its own coloured shadow, with a menu of placeholders on two braces. */
@Component({
  selector: 'beckon-message-editor',
  templateUrl: './message-editor.html',
  styleUrl: './message-editor.css',
})
export class MessageEditor {
  protected readonly store = inject(ComposeStore);
  private readonly area = viewChild.required<ElementRef<HTMLTextAreaElement>>('area');
  private readonly shadow = viewChild.required<ElementRef<HTMLElement>>('shadow');
  protected readonly first = PLACEHOLDERS.slice(0, 3);
  protected readonly showsAll = signal(false);
  protected readonly rest = PLACEHOLDERS.slice(3);
  protected readonly braces = '{{';
  protected readonly pieces = computed(() => piecesOf(this.store.draft().body));
  protected readonly open = signal<{ readonly from: number; readonly typed: string } | null>(null);
  protected readonly active = signal(0);
  protected readonly found = computed(() => {
    const open = this.open();
    return open === null ? [] : matching(open.typed);
  });
  protected readonly isOpen = computed(() => this.found().length > 0 && this.store.readOnly() === null);
  protected readonly activeId = computed(() => (this.isOpen() ? `placeholder-${this.active()}` : null));
  protected readonly sms = computed(() =>
    this.store.draft().channel === 'sms' ? smsSize(this.store.draft().body) : null,
  );
  protected readonly example = written('guest_first_name', true);
  protected readonly asTyped = (name: string): string => written(name);

  constructor() {
    // nobody is warned about a name that is just being picked
    effect(() => this.store.isPicking.set(this.isOpen()));
  }

  protected type(): void {
    const { value } = this.area().nativeElement;
    this.store.change({ body: value });
    this.look();
    this.follow();
  }

  /** Whether the caret stands in an unfinished placeholder. */
  protected look(): void {
    const { value, selectionStart } = this.area().nativeElement;
    const open = openAt(value, selectionStart);
    if (open?.typed !== this.open()?.typed) this.active.set(0);
    this.open.set(open);
  }

  /** The shadow scrolls with the text. */
  protected follow(): void {
    this.shadow().nativeElement.scrollTop = this.area().nativeElement.scrollTop;
  }

  protected key(event: KeyboardEvent): void {
    if (!this.isOpen() || event.ctrlKey || event.metaKey) return;
    const count = this.found().length;
    const active = this.found()[this.active()];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      this.active.update((at) => (at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    else if ((event.key === 'Enter' || event.key === 'Tab') && active !== undefined) this.insert(active);
    else if (event.key === 'Escape') this.open.set(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Puts a placeholder where the caret is, in place of what was typed of it. */
  protected insert({ name }: KnownPlaceholder): void {
    const area = this.area().nativeElement;
    const open = this.open();
    const from = open?.from ?? area.selectionStart;
    const after = area.value.slice(area.selectionEnd);
    // the rest of what stood there, when one completes the name of a placeholder that was closed already
    const tail = open === null ? after : after.replace(/^[\p{L}\w]*\s*\}\}/u, '');
    const text = written(name, true);
    area.value = area.value.slice(0, from) + text + tail;
    area.focus();
    area.setSelectionRange(from + text.length, from + text.length);
    this.open.set(null);
    this.store.change({ body: area.value });
  }

  protected keepFocus(event: Event): void {
    event.preventDefault();
  }
}
