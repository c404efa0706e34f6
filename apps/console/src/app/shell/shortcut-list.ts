import { Dialog } from '@angular/cdk/dialog';
import { Component, inject, type Injector } from '@angular/core';
import { Shortcuts } from './shortcuts';

/** All keys that do something on this page. */
@Component({
  selector: 'beckon-shortcut-list',
  template: `<div class="box">
    <h2 class="bk-heading">Shortcuts</h2>
    <dl>
      @for (shortcut of shortcuts.all(); track shortcut) {
        <dt>
          @for (key of shortcut.keys.split(' '); track $index) {
            <kbd>{{ name(key) }}</kbd>
          }
        </dt>
        <dd>{{ shortcut.does }}</dd>
      }
    </dl>
    <p class="bk-faint">Single keys can be switched off on your account page.</p>
  </div>`,
  styles: `
    .box {
      display: grid;
      gap: 0.75rem;
      width: min(26rem, calc(100vw - 2rem));
      padding: 1.25rem;
      border-radius: var(--bk-r-l);
      background: var(--bk-raised);
      color: var(--bk-ink);
      box-shadow: var(--bk-e2);
    }
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.375rem 1rem;
    }
  `,
})
class ShortcutList {
  protected readonly shortcuts = inject(Shortcuts);

  protected name(key: string): string {
    return key.replace('mod+', 'Ctrl/Cmd ').toUpperCase();
  }
}

/** Opens the list over whatever page one is on. */
export function openShortcutList(injector: Injector): void {
  const dialog = injector.get(Dialog);
  if (dialog.openDialogs.length === 0) dialog.open(ShortcutList, { ariaLabel: 'Shortcuts' });
}
