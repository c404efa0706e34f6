export { checkContent, type ContentText, freezeContent, type FreezeInput } from './content';
export { type Branding } from './domain/email-html';
export { type EventFacts } from './domain/event-values';
export { type Fallback } from './domain/fallbacks';
export { type ContentChannel, type FrozenContent, type FrozenPart, type GuestValues } from './domain/frozen-content';
export { inspectContent, type InspectedContent, MAX_BODY_LENGTH, MAX_SUBJECT_LENGTH } from './domain/inspect-content';
export { type Placeholder, PLACEHOLDER_NAMES, type PlaceholderName, PLACEHOLDERS } from './domain/placeholders';
export {
  type CompiledContent,
  compileFrozen,
  missingGuestValues,
  renderContent,
  type RenderedContent,
} from './domain/render';
export { measureSms, type SmsSize } from './domain/sms-segments';
export { warmUpEmailLayout } from './layout-compiler';
export { type Preview, previewContent, sampleGuestValues } from './preview';
export { UnresolvedTokens } from './template.errors';
export { Template } from './template.entity';
export { TemplatesModule } from './templates.module';
export { TemplatesRepository } from './templates.repository';
