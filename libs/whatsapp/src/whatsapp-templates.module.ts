import { TemplateFollowUps } from '@beckon/delivery';
import { WhatsAppTemplateSource } from '@beckon/messaging';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Global, Module } from '@nestjs/common';
import { ContentApi } from './content-api';
import { PlannedFollowUps } from './planned.follow-ups';
import { PlannedRepository } from './planned.repository';
import { StoredTemplates } from './stored-templates';
import { WhatsAppTemplate } from './whatsapp-template.entity';
import { WhatsAppTemplatesRepository } from './whatsapp-templates.repository';

/**
 * Templates, and what messages and the engine ask about them. Global, because it provides what those call without knowing whose it is.
 */
@Global()
@Module({
  imports: [MikroOrmModule.forFeature([WhatsAppTemplate])],
  providers: [
    ContentApi,
    PlannedRepository,
    WhatsAppTemplatesRepository,
    { provide: TemplateFollowUps, useClass: PlannedFollowUps },
    { provide: WhatsAppTemplateSource, useClass: StoredTemplates },
  ],
  exports: [ContentApi, TemplateFollowUps, WhatsAppTemplateSource, WhatsAppTemplatesRepository],
})
export class WhatsAppTemplatesModule {}
