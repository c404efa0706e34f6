import { DestroyRef, inject } from '@angular/core';
import { Router } from '@angular/router';
import { goalOf, pathOf } from './router-goal';

/**
 * Leads on to another page after something was done here; whoever has left this page meanwhile, or is leaving it, is not fetched
 * back. Needs an injection context.
 */
export function onward(): (commands: readonly unknown[]) => Promise<void> {
  const router = inject(Router);
  const page = inject(DestroyRef);
  return async (commands) => {
    if (!page.destroyed && pathOf(goalOf(router)) === pathOf(router.url)) await router.navigate(commands);
  };
}
