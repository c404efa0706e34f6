export { AnswersService } from './answers.service';
export { attributeKeyOf, type Condition, type Criteria } from './domain/criteria';
export { describeCriteria } from './domain/describe-criteria';
export type { GuestAttributes } from './domain/guest-values';
export { type GuestFacts, matchesCriteria } from './domain/match-criteria';
export {
  INVITATION_METHODS,
  INVITATION_STATUSES,
  type InvitationMethod,
  type InvitationStatus,
  RSVP_STATUSES,
  type RsvpStatus,
} from './domain/rsvp-status';
export { criteriaSql } from './criteria-sql';
export { Guest } from './guest.entity';
export { GuestsModule } from './guests.module';
export { GuestsRepository } from './guests.repository';
export { parseCriteria } from './parse-criteria';
export { Segment } from './segment.entity';
export { InvalidAudience, SegmentInUse } from './segment.errors';
export { SegmentsRepository } from './segments.repository';
export { guestHtmlPage, type HtmlPage } from './domain/guest-html-page';
export { guestPageStyle } from './domain/guest-page-style';
export { sendGuestPage } from './guest-page';
