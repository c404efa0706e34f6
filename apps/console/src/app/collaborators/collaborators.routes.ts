import type { Routes } from '@angular/router';

export const collaboratorsRoutes: Routes = [
  {
    path: '',
    title: 'Collaborators',
    loadComponent: () => import('./collaborators-page').then((page) => page.CollaboratorsPage),
  },
];
