import { computed, inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';

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
    set: (value) =>
      void router.navigate([], {
        relativeTo: route,
        queryParams: { [name]: value === fallback ? null : value },
        queryParamsHandling: 'merge',
        replaceUrl: true,
      }),
  };
}
