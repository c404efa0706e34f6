import type { Routes } from '@angular/router';

export const brandingRoutes: Routes = [
  { path: '', title: 'Branding', loadComponent: () => import('./branding-page').then((page) => page.BrandingPage) },
];
