import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems, Public } from '@beckon/identity';
import { InboundMessagesService } from '../inbound/inbound-messages.service';
import { signedRequestOf } from './signed-request';
import { TwilioReceiptsService } from './twilio-receipts.service';

const FORM = 'application/x-www-form-urlencoded';
/** An answer in TwiML that says nothing. */
const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/** For Twilio: what became of a message, and what guests write to us. The signature is the credential. */
@ApiTags('webhooks')
@Controller('webhooks/twilio')
export class TwilioWebhooksController {
  constructor(
    private readonly receipts: TwilioReceiptsService,
    private readonly inbound: InboundMessagesService,
  ) {}

  @Post('status')
  @Public()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Status callbacks of Twilio',
    description:
      'For Twilio alone: what became of one SMS or WhatsApp message, in any order and any number of times. Not signed by our account: 403, and nothing is stored.',
  })
  @ApiHeader({ name: 'x-twilio-signature', required: true })
  @ApiQuery({ name: 'd', required: false, description: 'The delivery that the message was sent for.' })
  @ApiConsumes(FORM)
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'string' } }, required: true })
  @ApiProblems('FORBIDDEN', 'PAYLOAD_TOO_LARGE')
  async receiveTwilioStatus(@Req() request: Request): Promise<void> {
    await this.receipts.receive(signedRequestOf(request));
  }

  @Post('inbound')
  @Public()
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  @ApiOperation({
    summary: 'Messages of guests through Twilio',
    description:
      'For Twilio alone: an SMS or WhatsApp message that a guest wrote. STOP and START change what the guest gets, YES and NO answer the event we last wrote about. Not signed by our account: 403, and nothing is stored. Repetitions change nothing.',
  })
  @ApiHeader({ name: 'x-twilio-signature', required: true })
  @ApiConsumes(FORM)
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'string' } }, required: true })
  @ApiProduces('text/xml')
  @ApiProblems('FORBIDDEN', 'PAYLOAD_TOO_LARGE')
  async receiveTwilioMessage(@Req() request: Request): Promise<string> {
    await this.inbound.receive(signedRequestOf(request));
    return NO_ANSWER;
  }
}
