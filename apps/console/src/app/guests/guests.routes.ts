import type { Routes } from '@angular/router';

export const guestsRoutes: Routes = [
  { path: '', title: 'Guests', loadComponent: () => import('./guests-page').then((page) => page.GuestsPage) },
  {
    path: 'segments',
    title: 'Segments',
    loadComponent: () => import('./segments-page').then((page) => page.SegmentsPage),
  },
  { path: ':guestId', title: 'Guest', loadComponent: () => import('./guest-page').then((page) => page.GuestPage) },
];
