import type { Routes } from '@angular/router';

/** The events list and everything inside one event; its tabs are routes. */
export const eventsRoutes: Routes = [
  { path: '', title: 'Events', loadComponent: () => import('./events-page').then((page) => page.EventsPage) },
  {
    path: 'new',
    title: 'New event',
    loadComponent: () => import('./event-form-page').then((page) => page.EventFormPage),
  },
  {
    path: ':eventId',
    loadComponent: () => import('./event-shell').then((page) => page.EventShell),
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'Overview',
        loadComponent: () => import('./overview-page').then((page) => page.OverviewPage),
      },
      {
        path: 'edit',
        title: 'Edit event',
        loadComponent: () => import('./event-form-page').then((page) => page.EventFormPage),
      },
      { path: 'guests', loadChildren: () => import('../guests/guests.routes').then((area) => area.guestsRoutes) },
      {
        path: 'invitations',
        loadChildren: () => import('../invitations/invitations.routes').then((area) => area.invitationsRoutes),
      },
      {
        path: 'collaborators',
        loadChildren: () => import('../collaborators/collaborators.routes').then((area) => area.collaboratorsRoutes),
      },
      {
        path: 'messages',
        loadChildren: () => import('../communications/communications.routes').then((area) => area.communicationsRoutes),
      },
      {
        path: 'branding',
        loadChildren: () => import('../branding/branding.routes').then((area) => area.brandingRoutes),
      },
      {
        path: 'deliveries',
        loadChildren: () => import('../deliveries/event-deliveries.routes').then((area) => area.eventDeliveriesRoutes),
      },
    ],
  },
];
