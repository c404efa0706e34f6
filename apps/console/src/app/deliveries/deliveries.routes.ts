import type { Routes } from '@angular/router';

export const deliveriesRoutes: Routes = [
  {
    path: '',
    title: 'Deliveries',
    loadComponent: () => import('./deliveries-page').then((page) => page.DeliveriesPage),
  },
  {
    path: ':deliveryId',
    title: 'Delivery',
    loadComponent: () => import('./delivery-page').then((page) => page.DeliveryPage),
  },
];
