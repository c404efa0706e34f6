import { DestroyRef, inject, untracked } from '@angular/core';
import { Router, type UrlTree } from '@angular/router';

/**
 * Leads on to another page after something was done here; whoever has left this page meanwhile, or is leaving it, is not fetched
 * back. Needs an injection context.
 */
export function onward(): (commands: readonly unknown[]) => Promise<void> {
  const router = inject(Router);
  const page = inject(DestroyRef);
  const pathOf = (url: UrlTree | string): string => String(url).split(/[?#]/, 1)[0] ?? '';
  return async (commands) => {
    const goal = untracked(router.currentNavigation)?.extractedUrl ?? router.url;
    if (!page.destroyed && pathOf(goal) === pathOf(router.url)) await router.navigate(commands);
  };
}
