import type { Routes } from '@angular/router';

export const templatesRoutes: Routes = [
  { path: '', title: 'Templates', loadComponent: () => import('./templates-page').then((page) => page.TemplatesPage) },
];
