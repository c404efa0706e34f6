export { WhatsAppApiModule } from './whatsapp-api.module';
export { WhatsAppWorkerModule } from './whatsapp-worker.module';
