import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems, Public } from '@beckon/identity';
import { ResendReceiptsService } from './resend-receipts.service';
import { SesReceiptsService } from './ses-receipts.service';
import { signedRequestOf } from './signed-request';

/** For providers: what became of a message later. The signature is the credential. */
@ApiTags('webhooks')
@Controller('webhooks')
export class ReceiptsController {
  constructor(
    private readonly resend: ResendReceiptsService,
    private readonly ses: SesReceiptsService,
  ) {}

  @Post('resend')
  @Public()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Receipts of Resend',
    description:
      'For Resend alone: a webhook event as JSON, signed over its bytes (Svix). Not signed as it must be: 403, and nothing is stored. Repetitions change nothing.',
  })
  @ApiHeader({ name: 'svix-id', required: true })
  @ApiHeader({ name: 'svix-timestamp', required: true })
  @ApiHeader({ name: 'svix-signature', required: true })
  @ApiProblems('FORBIDDEN', 'PAYLOAD_TOO_LARGE')
  async receiveResendWebhook(@Req() request: Request): Promise<void> {
    await this.resend.receive(signedRequestOf(request));
  }

  @Post('ses')
  @Public()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Receipts of Amazon SES',
    description:
      'For the Amazon SNS topic that is set up here, and no other: events of SES, and the question whether to subscribe. Not signed by SNS: 403, and nothing is stored. Repetitions change nothing.',
  })
  @ApiConsumes('text/plain')
  @ApiBody({ schema: { type: 'string' }, description: 'A message of SNS: JSON, sent as text.', required: true })
  @ApiProblems('FORBIDDEN', 'PAYLOAD_TOO_LARGE', 'NOT_READY')
  async receiveSesWebhook(@Req() request: Request): Promise<void> {
    await this.ses.receive(signedRequestOf(request));
  }
}
