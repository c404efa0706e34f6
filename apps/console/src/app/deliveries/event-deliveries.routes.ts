import type { Routes } from '@angular/router';

export const eventDeliveriesRoutes: Routes = [
  {
    path: '',
    title: 'Deliveries',
    loadComponent: () => import('./event-deliveries-page').then((page) => page.EventDeliveriesPage),
  },
];
