import type { Routes } from '@angular/router';

export const statusRoutes: Routes = [
  { path: '', title: 'Status', loadComponent: () => import('./status-page').then((page) => page.StatusPage) },
];
