import { OrganizationAccess } from '@beckon/identity';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WhatsAppLimitDto } from './dto/whatsapp-limit.dto';
import { WhatsAppLimitService } from './whatsapp-limit.service';

@ApiTags('whatsapp templates')
@Controller('v1/whatsapp/limit')
export class WhatsAppLimitController {
  constructor(private readonly limit: WhatsAppLimitService) {}

  /** How many more people templates may go to within 24 hours. What a message has above that leaves on the days after. */
  @Get()
  @OrganizationAccess('member', { apiKeyScope: 'messages:read' })
  async getWhatsAppLimit(): Promise<WhatsAppLimitDto> {
    return this.limit.get();
  }
}
