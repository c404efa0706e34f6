import { computed, inject, type Signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { goalOf, pathOf } from './router-goal';

/** A filter that lives in the address, so that a reload, a link and the back button keep it. */
export interface UrlFilter {
  readonly value: Signal<string>;
  set(value: string): void;
}

/**
 * Binds one query parameter. Needs an injection context.
 *
 * @param fallback what an absent parameter means; setting it removes the parameter
 */
export function urlFilter(name: string, fallback = ''): UrlFilter {
  const route = inject(ActivatedRoute);
  const router = inject(Router);
  const params = toSignal(route.queryParamMap, { initialValue: route.snapshot.queryParamMap });
  return {
    value: computed(() => params().get(name) ?? fallback),
    set: (value) => {
      // a router goes to one place at a time: who changes a filter adds to the address that is under way, and does not replace it
      const underWay = untracked(router.currentNavigation);
      const goal = goalOf(router);
      const { [name]: _before, ...others } = goal.queryParams;
      const queryParams = value === fallback ? others : { ...others, [name]: value };
      const address = router.createUrlTree([], { relativeTo: route, queryParams });
      // somebody is leaving this page, or has left it
      if (pathOf(address) !== pathOf(goal)) return;
      const isStep = underWay?.trigger === 'imperative' && underWay.extras.replaceUrl !== true;
      void router.navigateByUrl(address, { replaceUrl: !isStep });
    },
  };
}
