import type { Problem } from '../api/problem';

/** What the page says for each code of the API; `detail` shows the API's own sentence below it. */
interface Words {
  readonly title: string;
  /** What to do. */
  readonly todo?: string;
}

const UNEXPECTED = {
  title: 'That didn’t work, and nothing was sent.',
  todo: 'Try again, or give support the number below.',
};

/** One entry for every code that the API knows; a spec holds it against the OpenAPI document. */
export const PROBLEM_WORDS: Readonly<Record<string, Words>> = {
  VALIDATION_FAILED: { title: 'Something needs another look.', todo: 'See the fields marked below.' },
  UNRESOLVED_TOKENS: {
    title: 'Beckon has no value for a placeholder.',
    todo: 'Nothing was sent. Remove it or spell it as in the list.',
  },
  INVALID_TEMPLATE: {
    title: 'The text has a placeholder that cannot be read.',
    todo: 'Nothing was sent. Check the braces.',
  },
  INVALID_AUDIENCE: { title: 'This audience cannot be read.', todo: 'Nothing was sent. Choose another one.' },
  INVALID_TIME_ZONE: { title: 'This time zone does not exist.', todo: 'Pick one from the list.' },
  TIME_DOES_NOT_EXIST: { title: 'The clocks skip this time.', todo: 'Pick one of the times around it.' },
  TIME_AMBIGUOUS: { title: 'This time happens twice that night.', todo: 'Say which one you mean.' },
  SEND_AT_IN_PAST: { title: 'This time has passed.', todo: 'Pick a later one, or send now.' },
  IDEMPOTENCY_KEY_REQUIRED: {
    title: 'That did not work, and nothing was sent.',
    todo: 'Reload the page and try again.',
  },
  IDEMPOTENCY_KEY_REUSED: { title: 'That did not work, and nothing was sent.', todo: 'Reload the page and try again.' },
  UNAUTHENTICATED: { title: 'Please sign in again.', todo: 'Your work on this page is kept.' },
  FORBIDDEN: { title: 'Your role does not allow this.', todo: 'Ask an owner of the event.' },
  NOT_FOUND: { title: 'This is not here, or not for you.', todo: 'It may have been removed.' },
  ACCOUNT_NOT_FOUND: { title: 'Nobody here has this address.', todo: 'Invite them to the organization first.' },
  ALREADY_EXISTS: { title: 'There is one already.', todo: 'Use another name or address.' },
  STALE_VERSION: { title: 'Somebody changed this meanwhile.', todo: 'Your text is kept; compare and save again.' },
  LAST_OWNER: { title: 'An event keeps at least one owner.', todo: 'Make somebody else an owner first.' },
  LAST_ADMIN: { title: 'An organization keeps at least one admin.', todo: 'Make somebody else an admin first.' },
  EVENT_CANCELLED: { title: 'This event is cancelled.', todo: 'Nothing is sent for it any more.' },
  NO_RECIPIENTS: {
    title: 'No recipients match this audience.',
    todo: 'Nothing was sent. Choose another audience, or save this as a draft.',
  },
  AUDIENCE_CHANGED: { title: 'The audience has changed since you looked.', todo: 'Nothing was sent.' },
  PAST_EDIT_WINDOW: { title: 'This message can’t be changed any more.', todo: 'You can stop the rest.' },
  MESSAGE_CANCELLED: { title: 'This message was cancelled.', todo: 'Nothing more is sent. Copy it to send it anew.' },
  MESSAGE_EXPIRED: { title: 'It is too late for this message.', todo: 'Nothing was sent. Write a new one.' },
  ALREADY_RESOLVED: { title: 'Somebody has decided about this delivery.', todo: 'Look at its state again.' },
  ALREADY_SENT: { title: 'This message has been sent.', todo: 'It can’t be taken back.' },
  NOT_RUNNING: { title: 'This message is not being sent right now.', todo: 'Look at its state again.' },
  SEGMENT_IN_USE: { title: 'A waiting message uses this segment.', todo: 'Change or cancel that message first.' },
  TEMPLATE_NOT_APPROVED: {
    title: 'WhatsApp has not approved this template.',
    todo: 'Nothing was sent. Choose another template.',
  },
  TEMPLATE_IN_USE: { title: 'A message that is not sent completely uses it.', todo: 'Cancel that message first.' },
  APPROVAL_IS_NOT_OURS: {
    title: 'WhatsApp decides about this template, not Beckon.',
    todo: 'Submit it at Twilio, then check its approval.',
  },
  APPROVAL_NOT_KNOWN: {
    title: 'It could not be looked up whether this is approved.',
    todo: 'Give it its Content SID, or try again in a minute.',
  },
  SCHEDULE_IN_USE: { title: 'A sender uses this schedule.', todo: 'Change that sender first.' },
  QUOTA_EXCEEDED: { title: 'Today’s quota is too small for this.', todo: 'Nothing was sent.' },
  REQUEST_IN_PROGRESS: { title: 'This is being done right now.', todo: 'Wait a moment.' },
  PAYLOAD_TOO_LARGE: { title: 'This is too large.', todo: 'Send less at once.' },
  UNSUPPORTED_MEDIA_TYPE: { title: 'Beckon cannot read this kind of file.', todo: 'Use a CSV file.' },
  RATE_LIMITED: { title: 'That was a lot at once.', todo: 'Wait a little and try again.' },
  NOT_READY: { title: 'Beckon is starting or its database is away.', todo: 'Try again in a moment.' },
  OFFLINE: { title: 'No connection to Beckon.', todo: 'Check your network; nothing was lost.' },
  UNEXPECTED,
};

/** The words for a problem: a code that is newer than this page gets the general ones and the API's own sentence. */
export function problemWords(problem: Problem): { title: string; todo: string; detail: string } {
  const words = PROBLEM_WORDS[problem.code] ?? UNEXPECTED;
  return { title: words.title, todo: words.todo ?? '', detail: problem.detail };
}
