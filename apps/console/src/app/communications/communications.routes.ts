import type { Routes } from '@angular/router';

export const communicationsRoutes: Routes = [
  {
    path: '',
    title: 'Communications',
    loadComponent: () => import('./communications-page').then((page) => page.CommunicationsPage),
  },
  {
    path: 'new',
    title: 'New message',
    loadComponent: () => import('./compose/compose-page').then((page) => page.ComposePage),
  },
  {
    path: ':messageId/edit',
    title: 'Edit message',
    loadComponent: () => import('./compose/compose-page').then((page) => page.ComposePage),
  },
  {
    path: ':messageId',
    title: 'Message',
    loadComponent: () => import('./message/message-page').then((page) => page.MessagePage),
  },
];
