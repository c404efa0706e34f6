import { Component, computed, DestroyRef, inject, Injector, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, skip } from 'rxjs';
import { HeldKeys } from '../search/held-keys';
import { Session } from '../session/session';
import { Announcer } from '../ui/announcer';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Brand } from './brand';
import { FocusKeeper } from './focus-keeper';
import { focusHeading } from './pages';
import { Shortcuts } from './shortcuts';
import { ServiceState } from './service-state';
import { Theme } from './theme';
import { UndoBar } from './undo-bar';

interface Entry {
  readonly path: string;
  readonly word: string;
  readonly icon: IconName;
  readonly exact?: boolean;
}

const ROLE_WORDS = { admin: 'Admin', member: 'Member', support: 'Support' } as const;

/** The frame of every page behind the sign-in: navigation, search, service state, theme, person. */
@Component({
  selector: 'beckon-shell',
  imports: [Brand, Icon, RouterLink, RouterLinkActive, RouterOutlet, UndoBar],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
})
export class Shell {
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly service = inject(ServiceState);
  protected readonly theme = inject(Theme);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly isOffline = signal(!navigator.onLine);
  private readonly announcer = inject(Announcer);
  private arrivedAt = location.pathname;
  private arriving: ReturnType<typeof setTimeout> | undefined;
  protected readonly isMenuOpen = signal(false);

  protected readonly main = computed<readonly Entry[]>(() =>
    this.session.isSupport()
      ? [{ path: '/deliveries', word: 'Deliveries', icon: 'out' }]
      : [
          { path: '/events', word: 'Events', icon: 'calendar' },
          { path: '/deliveries', word: 'Deliveries', icon: 'out' },
          { path: '/templates', word: 'Templates', icon: 'doc' },
        ],
  );
  protected readonly sending = computed<readonly Entry[]>(() =>
    this.session.isSupport() ? [] : [{ path: '/settings/suppressions', word: 'Suppressions', icon: 'ban' }],
  );
  protected readonly organization = computed<readonly Entry[]>(() =>
    this.session.isAdmin()
      ? [
          { path: '/settings/organization', word: 'Organization', icon: 'pin' },
          { path: '/settings/members', word: 'Members', icon: 'people' },
          { path: '/settings/api-keys', word: 'API keys', icon: 'swap' },
        ]
      : [],
  );
  protected readonly roleWord = computed(() => ROLE_WORDS[this.session.role() ?? 'member']);
  protected readonly initials = computed(() =>
    (this.session.user()?.name ?? '')
      .split(/\s+/)
      .slice(0, 2)
      .map((word) => word.charAt(0).toUpperCase())
      .join(''),
  );

  constructor() {
    const destroy = inject(DestroyRef);
    inject(FocusKeeper);
    destroy.onDestroy(() => clearTimeout(this.arriving));
    const network = (): void => this.isOffline.set(!navigator.onLine);
    addEventListener('online', network);
    addEventListener('offline', network);
    destroy.onDestroy(() => {
      removeEventListener('online', network);
      removeEventListener('offline', network);
    });
    this.router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        // the page one arrives on by its address begins at its top by itself; after signing in it is a new page
        skip(this.router.navigated ? 0 : 1),
        takeUntilDestroyed(),
      )
      .subscribe(() => {
        this.isMenuOpen.set(false);
        const from = document.activeElement;
        clearTimeout(this.arriving);
        this.arriving = setTimeout(() => this.arrive(from), 50);
      });
    this.shortcuts.use(
      [
        { keys: '/', does: 'Find anything', run: () => void this.find() },
        { keys: 'mod+k', does: 'Find anything', run: () => void this.find() },
        { keys: 'g e', does: 'Go to events', run: () => void this.router.navigateByUrl('/events') },
        { keys: 'g d', does: 'Go to deliveries', run: () => void this.router.navigateByUrl('/deliveries') },
        { keys: '?', does: 'Show all shortcuts', run: () => void this.help() },
      ],
      destroy,
    );
  }

  /** Says where one is: the heading takes the focus; where a tab keeps it, the new page is named. Filters are no new page. */
  private arrive(from: Element | null): void {
    const isSame = location.pathname === this.arrivedAt;
    const isHeard = focusHeading(isSame ? null : from);
    this.arrivedAt = location.pathname;
    if (!isHeard && !isSame) this.announcer.say(document.title.replace(/ · Beckon$/, ''));
  }

  /** Opens the palette; dialogs are fetched when somebody first wants one. */
  protected async find(): Promise<void> {
    const held = new HeldKeys();
    try {
      const { openPalette } = await import('../search/palette');
      openPalette(this.injector, held);
    } catch (error) {
      held.release();
      throw error;
    }
  }

  private async help(): Promise<void> {
    const { openShortcutList } = await import('./shortcut-list');
    openShortcutList(this.injector);
  }
}
