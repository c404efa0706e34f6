import type { Routes } from '@angular/router';

export const settingsRoutes: Routes = [
  { path: 'members', title: 'Members', loadComponent: () => import('./members-page').then((page) => page.MembersPage) },
  {
    path: 'suppressions',
    title: 'Suppressions',
    loadComponent: () => import('./suppressions-page').then((page) => page.SuppressionsPage),
  },
  {
    path: 'api-keys',
    title: 'API keys',
    loadComponent: () => import('./api-keys-page').then((page) => page.ApiKeysPage),
  },
  {
    path: 'organization',
    title: 'Organization',
    loadComponent: () => import('./organization-page').then((page) => page.OrganizationPage),
  },
];
