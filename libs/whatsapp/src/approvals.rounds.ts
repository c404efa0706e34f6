import { Rounds } from '@beckon/delivery';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ContentApi } from './content-api';
import { WhatsAppTemplatesRepository } from './whatsapp-templates.repository';

const ROUND_MS = 30_000;
/** An approval takes up to 48 hours and a template may be paused at any time; Twilio is asked this often for each. */
const CHECK_AGAIN_MS = 5 * 60_000;
const TEMPLATES_A_ROUND = 20;

/** Looks up in the background what WhatsApp says of templates, so that the claim reads an answer that is minutes old. */
@Injectable()
export class ApprovalsRounds implements OnApplicationBootstrap {
  private readonly logger = new Logger(ApprovalsRounds.name);

  constructor(
    private readonly rounds: Rounds,
    private readonly contentApi: ContentApi,
    private readonly templates: WhatsAppTemplatesRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.contentApi.isThere) return;
    this.rounds.every('whatsapp-approvals', ROUND_MS, async () => {
      for (const { id, contentSid } of await this.templates.claimUnchecked(CHECK_AGAIN_MS, TEMPLATES_A_ROUND)) {
        const looked = await this.contentApi.approvalOf(contentSid);
        if ('approval' in looked) await this.templates.recordApproval(id, contentSid, looked.approval);
        else this.logger.warn({ templateId: id, reason: looked.problem }, 'an approval could not be looked up');
      }
    });
  }
}
