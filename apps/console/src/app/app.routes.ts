import type { Routes } from '@angular/router';
import { organizers, signedIn, signedOut } from './session/session.guards';

export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in',
    canActivate: [signedOut],
    loadComponent: () => import('./session/sign-in').then((page) => page.SignIn),
  },
  {
    path: 'register',
    title: 'Make an account',
    canActivate: [signedOut],
    loadComponent: () => import('./session/register').then((page) => page.Register),
  },
  {
    path: 'accept-invitation',
    title: 'Join your team',
    loadComponent: () => import('./session/accept-invitation').then((page) => page.AcceptInvitation),
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((page) => page.Shell),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'events' },
      {
        path: 'events',
        canActivate: [organizers],
        loadChildren: () => import('./events/events.routes').then((area) => area.eventsRoutes),
      },
      {
        path: 'deliveries',
        loadChildren: () => import('./deliveries/deliveries.routes').then((area) => area.deliveriesRoutes),
      },
      {
        path: 'templates',
        canActivate: [organizers],
        loadChildren: () => import('./templates/templates.routes').then((area) => area.templatesRoutes),
      },
      {
        path: 'settings',
        canActivate: [organizers],
        loadChildren: () => import('./settings/settings.routes').then((area) => area.settingsRoutes),
      },
      { path: 'status', loadChildren: () => import('./status/status.routes').then((area) => area.statusRoutes) },
      {
        path: 'account',
        title: 'Your account',
        loadComponent: () => import('./session/account').then((page) => page.Account),
      },
      {
        path: '**',
        title: 'Not here',
        loadComponent: () => import('./shell/not-found').then((page) => page.NotFound),
      },
    ],
  },
];
