import { DomainError } from '@beckon/core';

/** A message that is still to be sent, or an invitation on its way, needs this template. */
export class TemplateInUse extends DomainError {
  readonly code = 'TEMPLATE_IN_USE';
  readonly kind = 'conflict';
  readonly title = 'This template is still needed';

  constructor(messageCount: number) {
    const messages =
      messageCount === 1
        ? 'A message that is not sent completely uses'
        : `${messageCount} messages that are not sent completely use`;
    super(`${messages} this template. Cancel them or wait until they are sent, and delete the template then.`);
  }
}

/** Only WhatsApp approves templates, once Twilio is set up. */
export class ApprovalIsNotOurs extends DomainError {
  readonly code = 'APPROVAL_IS_NOT_OURS';
  readonly kind = 'conflict';
  readonly title = 'WhatsApp decides about this approval';

  constructor() {
    const message =
      'Approval comes from WhatsApp, through Twilio. Submit the template there, enter its Content SID, and check its approval.';
    super(message, { errors: [{ path: 'isApproved', code: 'APPROVAL_IS_NOT_OURS', message }] });
  }
}

/** Twilio could not be asked, or did not know. */
export class ApprovalNotKnown extends DomainError {
  readonly code = 'APPROVAL_NOT_KNOWN';
  readonly kind = 'conflict';
  readonly title = 'The approval could not be looked up';
}
