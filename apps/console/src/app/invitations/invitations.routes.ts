import type { Routes } from '@angular/router';

export const invitationsRoutes: Routes = [
  {
    path: '',
    title: 'Invitations',
    loadComponent: () => import('./invitations-page').then((page) => page.InvitationsPage),
  },
];
