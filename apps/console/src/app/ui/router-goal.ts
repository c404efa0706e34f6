import { untracked } from '@angular/core';
import type { Router, UrlTree } from '@angular/router';

/** Where the router is going, or where it is when it goes nowhere. */
export function goalOf(router: Router): UrlTree {
  const underWay = untracked(router.currentNavigation);
  return underWay?.finalUrl ?? underWay?.extractedUrl ?? router.parseUrl(router.url);
}

/** The page of an address, without its filters. */
export function pathOf(address: UrlTree | string): string {
  return String(address).split(/[?#]/, 1)[0] ?? '';
}
