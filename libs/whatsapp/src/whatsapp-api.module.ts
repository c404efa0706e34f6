import { EventsModule } from '@beckon/events';
import { GuestsModule } from '@beckon/guests';
import { MessagingModule } from '@beckon/messaging';
import { Module } from '@nestjs/common';
import { InvitationPlans } from './invitation-plans';
import { InvitationPreviews } from './invitation-previews';
import { InvitationTexts } from './invitation-texts';
import { InvitationsController } from './invitations.controller';
import { InvitationsRepository } from './invitations.repository';
import { InvitationsService } from './invitations.service';
import { WhatsAppLimitController } from './whatsapp-limit.controller';
import { WhatsAppLimitRepository } from './whatsapp-limit.repository';
import { WhatsAppLimitService } from './whatsapp-limit.service';
import { WhatsAppTemplatesController } from './whatsapp-templates.controller';
import { WhatsAppTemplatesModule } from './whatsapp-templates.module';
import { WhatsAppTemplatesService } from './whatsapp-templates.service';

/** WhatsApp templates and invitations over HTTP. Nothing here sends. */
@Module({
  imports: [EventsModule, GuestsModule, MessagingModule, WhatsAppTemplatesModule],
  controllers: [InvitationsController, WhatsAppLimitController, WhatsAppTemplatesController],
  providers: [
    InvitationPlans,
    InvitationPreviews,
    InvitationsRepository,
    InvitationsService,
    InvitationTexts,
    WhatsAppLimitRepository,
    WhatsAppLimitService,
    WhatsAppTemplatesService,
  ],
})
export class WhatsAppApiModule {}
