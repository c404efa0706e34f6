/** One failure an operation can answer with: its HTTP status, when it happens, and how it reads. */
interface ProblemDescription {
  readonly status: number;
  readonly title: string;
  /** When it happens; shown in the API documentation. */
  readonly when: string;
  readonly example: string;
}

/** Every stable error code of the API, for the documentation. The errors themselves live beside the noun they speak of. */
export const problemCatalogue = {
  VALIDATION_FAILED: {
    status: 400,
    title: 'Some of the input is not valid',
    when: 'A field is missing, unknown or out of bounds; `errors` names each.',
    example: 'name must be longer than or equal to 1 characters.',
  },
  UNRESOLVED_TOKENS: {
    status: 400,
    title: 'A placeholder is not known',
    when: 'The text has a placeholder that does not exist, or whose event value is empty.',
    example: 'There is no placeholder {{guest_nam}}. Did you mean {{guest_name}}?',
  },
  INVALID_TEMPLATE: {
    status: 400,
    title: 'The text cannot be read',
    when: 'A placeholder is not closed, or uses what templates do not know.',
    example: 'The placeholder at position 12 is not closed: write }} after it.',
  },
  INVALID_AUDIENCE: {
    status: 400,
    title: 'The audience is not valid',
    when: 'A criterion names an unknown field or comparison.',
    example: 'There is no field "rsvp". Use rsvpStatus.',
  },
  INVALID_TIME_ZONE: {
    status: 400,
    title: 'Unknown time zone',
    when: 'The zone is not in the IANA data base.',
    example: '"Mars/Olympus" is not an IANA time zone. Use a name such as "Europe/London".',
  },
  TIME_DOES_NOT_EXIST: {
    status: 400,
    title: 'This time does not exist',
    when: 'The clocks go forward over the local time; `candidates` are the moments around it.',
    example: 'On 28 March 2027 the clocks in Europe/London go from 01:00 to 02:00. Choose a time before or after.',
  },
  TIME_AMBIGUOUS: {
    status: 400,
    title: 'This time happens twice',
    when: 'The clocks go back over the local time; `candidates` are both moments and an offset picks one.',
    example: '01:30 happens twice on that night. Send startsAtOffset "+01:00" or "+00:00".',
  },
  SEND_AT_IN_PAST: {
    status: 400,
    title: 'The time to send is in the past',
    when: '`sendAt` is past.',
    example: 'sendAt is in the past. Choose a later time, or send now.',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    title: 'Idempotency-Key is missing',
    when: 'The header `Idempotency-Key` is missing or malformed.',
    example: 'Send an Idempotency-Key header, for example a new UUID for each intended effect.',
  },
  UNAUTHENTICATED: {
    status: 401,
    title: 'Sign in first',
    when: 'No valid access token or API key came with the request.',
    example: 'Send a valid access token or API key in the Authorization header.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'Your role does not allow this',
    when: 'You are known, but your role or key does not allow this.',
    example: 'Only editors and owners of this event can do this.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    when: 'It does not exist, or you have no access to it.',
    example: 'This event does not exist, or you have no access to it.',
  },
  ACCOUNT_NOT_FOUND: {
    status: 404,
    title: 'Nobody has an account with this address',
    when: 'The e-mail address belongs to no account.',
    example: 'Nobody has an account with this address. Ask them to register first, then add them.',
  },
  ALREADY_EXISTS: {
    status: 409,
    title: 'It exists already',
    when: 'Something with this name or address exists already.',
    example: 'An account with this e-mail address exists already. Sign in instead.',
  },
  STALE_VERSION: {
    status: 409,
    title: 'Somebody else changed it first',
    when: '`version` is not the current one.',
    example: 'This event was changed since you loaded it. Load it again and repeat your change.',
  },
  LAST_OWNER: {
    status: 409,
    title: 'An event keeps at least one owner',
    when: 'The change would leave the event without an owner.',
    example: 'This is the only owner of the event. Make somebody else an owner first.',
  },
  LAST_ADMIN: {
    status: 409,
    title: 'An organization keeps at least one admin',
    when: 'The change would leave the organization without an admin.',
    example: 'This is the only admin. Make somebody else an admin first.',
  },
  EVENT_CANCELLED: {
    status: 409,
    title: 'The event is cancelled',
    when: 'A cancelled event cannot be changed.',
    example: 'This event is cancelled and can no longer be changed.',
  },
  NO_RECIPIENTS: {
    status: 409,
    title: 'Nobody would get it',
    when: 'The audience resolves to nobody.',
    example: 'Nobody matches this audience right now, so nothing was sent.',
  },
  AUDIENCE_CHANGED: {
    status: 409,
    title: 'The audience has changed',
    when: 'Guests joined or left since the snapshot; the answer has the new count and snapshot.',
    example: 'Two guests joined since you looked. Check the new count and send again.',
  },
  PAST_EDIT_WINDOW: {
    status: 409,
    title: 'Too late to edit',
    when: 'The message is sending, sent or failed, or about to leave.',
    example: 'This message leaves in less than a minute and can no longer be edited.',
  },
  MESSAGE_CANCELLED: {
    status: 409,
    title: 'The message is cancelled',
    when: 'The message was cancelled.',
    example: 'This message was cancelled. Write a new one.',
  },
  ALREADY_SENT: {
    status: 409,
    title: 'It is sent already',
    when: 'The message is on its way or sent.',
    example: 'This message has been sent already.',
  },
  NOT_RUNNING: {
    status: 409,
    title: 'It is not running',
    when: 'Only a message that is sending can be paused or resumed.',
    example: 'This message is not being sent, so there is nothing to pause.',
  },
  MESSAGE_EXPIRED: {
    status: 409,
    title: 'The time for this message is over',
    when: 'The message is past its `expiresAt` or the start of its event, or its event was called off.',
    example: 'The time for this message is over, so it is not sent to anybody any more. Write a new one.',
  },
  ALREADY_RESOLVED: {
    status: 409,
    title: 'It is decided already',
    when: 'The outcome of this delivery is known, or somebody else decided otherwise first.',
    example: 'The outcome of this delivery is known by now: delivered. There is nothing to decide.',
  },
  SEGMENT_IN_USE: {
    status: 409,
    title: 'The segment is in use',
    when: 'A draft or scheduled message uses the segment.',
    example: 'A scheduled message uses this segment. Change or cancel that message first.',
  },
  TEMPLATE_NOT_APPROVED: {
    status: 409,
    title: 'The template is not approved',
    when: 'WhatsApp has not approved the template.',
    example: 'This template is not approved yet.',
  },
  TEMPLATE_IN_USE: {
    status: 409,
    title: 'The template is in use',
    when: 'A message that is not sent completely uses the template.',
    example: 'A message that is not sent completely uses this template. Cancel it first.',
  },
  APPROVAL_IS_NOT_OURS: {
    status: 409,
    title: 'WhatsApp decides about this approval',
    when: 'A template is approved by hand although Twilio is set up.',
    example: 'Approval comes from WhatsApp, through Twilio. Submit the template there and check its approval.',
  },
  APPROVAL_NOT_KNOWN: {
    status: 409,
    title: 'The approval could not be looked up',
    when: 'The template has no Content SID, or Twilio did not answer.',
    example: 'Twilio could not be reached. Try again in a minute.',
  },
  SCHEDULE_IN_USE: {
    status: 409,
    title: 'The send schedule is in use',
    when: 'A sender uses the schedule.',
    example: 'A sender uses this schedule. Choose another one there first.',
  },
  QUOTA_EXCEEDED: {
    status: 409,
    title: 'The quota is used up',
    when: 'The daily quota of the channel does not cover the message.',
    example: 'The quota for today is used up.',
  },
  REQUEST_IN_PROGRESS: {
    status: 409,
    title: 'The same request is still running',
    when: 'A request with the same Idempotency-Key has not finished.',
    example: 'The first request with this Idempotency-Key is still running. Try again in a moment.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: 'Too large',
    when: 'The body is larger than this address accepts.',
    example: 'The body is larger than this address accepts.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    when: 'The body has another media type than this address accepts.',
    example: 'Send the file as multipart/form-data.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The Idempotency-Key was used before',
    when: 'The same key came with another body before.',
    example: 'This Idempotency-Key was used for another request. Use a new one.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    when: 'Too many attempts; `Retry-After` says how many seconds to wait.',
    example: 'Too many failed sign-ins. Try again in 30 seconds.',
  },
  NOT_READY: {
    status: 503,
    title: 'Not ready',
    when: 'A part the service needs is not ready.',
    example: 'The service is not ready yet. Try again shortly.',
  },
} as const satisfies Record<string, ProblemDescription>;

export type ProblemCode = keyof typeof problemCatalogue;
