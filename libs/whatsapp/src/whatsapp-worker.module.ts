import { Module } from '@nestjs/common';
import { ApprovalsRounds } from './approvals.rounds';
import { WhatsAppTemplatesModule } from './whatsapp-templates.module';

/** What the worker does for WhatsApp besides sending. */
@Module({ imports: [WhatsAppTemplatesModule], providers: [ApprovalsRounds] })
export class WhatsAppWorkerModule {}
