import type { Routes } from '@angular/router';

export const templatesRoutes: Routes = [
  { path: '', title: 'Templates', loadComponent: () => import('./templates-page').then((page) => page.TemplatesPage) },
  {
    path: 'whatsapp',
    title: 'WhatsApp templates',
    loadComponent: () => import('../whatsapp/whatsapp-templates-page').then((page) => page.WhatsAppTemplatesPage),
  },
];
