/**
 * Who may do what: one line for every route, and in each line the status that each person gets. It is written by hand and
 * knows nothing of the decorators on the routes, so it is the judge of them. A route without a line fails the test.
 *
 * The people (the event belongs to their organization, but for `foreigner`):
 * - `anonymous` nobody is signed in
 * - `admin` admin of the organization, not a collaborator of the event: manages people and keys, does not read guests
 * - `member` member of the organization, not a collaborator of the event
 * - `support` support staff of the organization, not a collaborator
 * - `owner`, `editor`, `viewer` collaborators of the event; in the organization plain members
 * - `foreigner` admin of another organization and owner of an event there
 * - `key` an API key of the organization with exactly the scope of the line, role ceiling owner; where the scope is `-`,
 *   a key with every scope there is
 * - `viewKey` an API key with every reading scope and the role ceiling viewer
 *
 * 401: say who you are. 403: you are known, and this is not for you. 404: for you it does not exist. 2xx, 303 and 409: let in.
 */
const table = `
route                                                          scope               anonymous admin member support owner editor viewer foreigner key viewKey

GET    /v1/me                                                  -                   401       200   200    200     200   200    200    200       403 403
PATCH  /v1/me                                                  -                   401       200   200    200     200   200    200    200       403 403
POST   /v1/me/password                                         -                   401       204   204    204     204   204    204    204       403 403

GET    /v1/organization                                        -                   401       200   200    200     200   200    200    200       403 403
PATCH  /v1/organization                                        -                   401       200   403    403     403   403    403    200       403 403
GET    /v1/organization/members                                -                   401       200   403    403     403   403    403    200       403 403
POST   /v1/organization/members                                -                   401       201   403    403     403   403    403    201       403 403
PATCH  /v1/organization/members/{userId}                       -                   401       200   403    403     403   403    403    404       403 403
DELETE /v1/organization/members/{userId}                       -                   401       204   403    403     403   403    403    404       403 403
GET    /v1/api-keys                                            -                   401       200   403    403     403   403    403    200       403 403
POST   /v1/api-keys                                            -                   401       201   403    403     403   403    403    201       403 403
DELETE /v1/api-keys/{keyId}                                    -                   401       204   403    403     403   403    403    404       403 403
GET    /v1/status/gaps                                         -                   401       200   200    200     200   200    200    200       403 403
GET    /v1/audit-log                                           -                   401       200   403    403     403   403    403    200       403 403

GET    /v1/suppressions                                        suppressions:read   401       200   200    403     200   200    200    200       200 200
POST   /v1/suppressions                                        suppressions:write  401       201   201    403     201   201    201    201       201 403
DELETE /v1/suppressions/{suppressionId}                        -                   401       200   403    403     403   403    403    404       403 403
GET    /v1/quota                                               messages:read       401       200   200    403     200   200    200    200       200 200
PUT    /v1/quota                                               -                   401       200   403    403     403   403    403    200       403 403
GET    /v1/templates                                           templates:read      401       200   200    403     200   200    200    200       200 200
POST   /v1/templates                                           templates:write     401       201   201    403     201   201    201    201       201 403
GET    /v1/templates/{templateId}                              templates:read      401       200   200    403     200   200    200    404       200 200
PATCH  /v1/templates/{templateId}                              templates:write     401       200   200    403     200   200    200    404       200 403
DELETE /v1/templates/{templateId}                              templates:write     401       204   204    403     204   204    204    404       204 403
GET    /v1/whatsapp/templates                                  templates:read      401       200   200    403     200   200    200    200       200 200
POST   /v1/whatsapp/templates                                  templates:write     401       201   403    403     403   403    403    201       201 403
GET    /v1/whatsapp/templates/{templateId}                     templates:read      401       200   200    403     200   200    200    404       200 200
PATCH  /v1/whatsapp/templates/{templateId}                     templates:write     401       200   403    403     403   403    403    404       200 403
DELETE /v1/whatsapp/templates/{templateId}                     templates:write     401       204   403    403     403   403    403    404       204 403
GET    /v1/whatsapp/limit                                      messages:read       401       200   200    403     200   200    200    200       200 200
POST   /v1/whatsapp/templates/{templateId}/check-approval      templates:write     401       409   403    403     403   403    403    404       409 403

POST   /v1/events                                              events:write        401       201   201    403     201   201    201    201       201 403
GET    /v1/events                                              events:read         401       200   200    200     200   200    200    200       200 200
GET    /v1/events/{eventId}                                    events:read         401       404   404    404     200   200    200    404       200 200
PATCH  /v1/events/{eventId}                                    events:write        401       404   404    404     200   200    403    404       200 403
DELETE /v1/events/{eventId}                                    events:write        401       404   404    404     204   403    403    404       204 403
POST   /v1/events/{eventId}/cancel                             events:write        401       404   404    404     200   403    403    404       200 403
GET    /v1/events/{eventId}/collaborators                      -                   401       404   404    404     200   403    403    404       403 403
POST   /v1/events/{eventId}/collaborators                      -                   401       404   404    404     201   403    403    404       403 403
PATCH  /v1/events/{eventId}/collaborators/{userId}             -                   401       404   404    404     200   403    403    404       403 403
DELETE /v1/events/{eventId}/collaborators/{userId}             -                   401       404   404    404     204   403    403    404       403 403
GET    /v1/events/{eventId}/branding                           events:read         401       404   404    404     200   200    200    404       200 200
PATCH  /v1/events/{eventId}/branding                           events:write        401       404   404    404     200   200    403    404       200 403

GET    /v1/events/{eventId}/guests                             guests:read         401       404   404    404     200   200    200    404       200 200
POST   /v1/events/{eventId}/guests                             guests:write        401       404   404    404     201   201    403    404       201 403
GET    /v1/events/{eventId}/guests/{guestId}                   guests:read         401       404   404    404     200   200    200    404       200 200
PATCH  /v1/events/{eventId}/guests/{guestId}                   guests:write        401       404   404    404     200   200    403    404       200 403
DELETE /v1/events/{eventId}/guests/{guestId}                   guests:write        401       404   404    404     204   204    403    404       204 403
GET    /v1/events/{eventId}/guests/{guestId}/inbound-messages  guests:read         401       404   404    404     200   200    200    404       200 200
POST   /v1/events/{eventId}/guests/import                      guests:write        401       404   404    404     200   200    403    404       200 403
GET    /v1/events/{eventId}/guests.csv                         guests:read         401       404   404    404     200   200    403    404       200 403
GET    /v1/events/{eventId}/segments                           guests:read         401       404   404    404     200   200    200    404       200 200
POST   /v1/events/{eventId}/segments                           guests:write        401       404   404    404     201   201    403    404       201 403
POST   /v1/events/{eventId}/segments/count                     guests:read         401       404   404    404     200   200    200    404       200 200
GET    /v1/events/{eventId}/segments/{segmentId}               guests:read         401       404   404    404     200   200    200    404       200 200
PATCH  /v1/events/{eventId}/segments/{segmentId}               guests:write        401       404   404    404     200   200    403    404       200 403
DELETE /v1/events/{eventId}/segments/{segmentId}               guests:write        401       404   404    404     204   204    403    404       204 403

GET    /v1/events/{eventId}/guests/{guestId}/messages          deliveries:read     401       404   404    200     200   200    403    404       200 403

GET    /v1/events/{eventId}/invitations                        messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/invitations/count                  messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/invitations/preview                messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/invitations                        messages:write      401       404   404    404     201   201    403    404       201 403
GET    /v1/events/{eventId}/invitations/{invitationId}         messages:read       401       404   404    404     200   200    403    404       200 403
GET    /v1/events/{eventId}/messages                           messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages                           messages:write      401       404   404    404     201   201    403    404       201 403
GET    /v1/events/{eventId}/messages/recipient-count           messages:read       401       404   404    404     200   200    200    404       200 200
POST   /v1/events/{eventId}/messages/recipient-count           messages:read       401       404   404    404     200   200    200    404       200 200
GET    /v1/events/{eventId}/messages/recipients                messages:read       401       404   404    404     200   200    403    404       200 403
GET    /v1/events/{eventId}/messages/preview-guests            messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/preview                   messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/test-send                 messages:write      401       404   404    404     202   202    403    404       202 403
GET    /v1/events/{eventId}/messages/{messageId}               messages:read       401       404   404    404     200   200    403    404       200 403
PATCH  /v1/events/{eventId}/messages/{messageId}               messages:write      401       404   404    404     200   200    403    404       200 403
DELETE /v1/events/{eventId}/messages/{messageId}               messages:write      401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/{messageId}/send-now      messages:write      401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/{messageId}/undo          messages:write      401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/{messageId}/pause         messages:write      401       404   404    404     409   409    403    404       409 403
POST   /v1/events/{eventId}/messages/{messageId}/resume        messages:write      401       404   404    404     409   409    403    404       409 403
GET    /v1/events/{eventId}/messages/{messageId}/next-steps    messages:read       401       404   404    404     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/{messageId}/retry-failed  messages:write      401       404   404    404     409   409    403    404       409 403
POST   /v1/events/{eventId}/messages/{messageId}/send-missed   messages:write      401       404   404    404     409   409    403    404       409 403
POST   /v1/events/{eventId}/messages/{messageId}/resolve-unconfirmed messages:write 401      404   404    404     200   200    403    404       200 403
GET    /v1/events/{eventId}/messages/{messageId}/deliveries    deliveries:read     401       404   404    200     200   200    403    404       200 403
GET    /v1/events/{eventId}/messages/{messageId}/progress      deliveries:read     401       404   404    200     200   200    403    404       200 403
POST   /v1/deliveries/{deliveryId}/resolve                      messages:write      401       403   404    403     200   200    403    404       200 403
POST   /v1/events/{eventId}/messages/{messageId}/explain       messages:read       401       404   404    404     200   200    403    404       200 403

GET    /v1/deliveries                                          deliveries:read     401       200   200    200     200   200    200    200       200 403
GET    /v1/deliveries/{deliveryId}                             deliveries:read     401       200   404    200     200   200    403    404       200 403
POST   /v1/deliveries/{deliveryId}/reveal                      -                   401       200   404    200     200   200    403    404       403 403
GET    /v1/search                                              deliveries:read     401       200   200    200     200   200    200    200       200 403
`;

/**
 * Routes that ask nobody who they are: the answer is the same for everybody, with any credential and with none.
 * The links of guests are secrets themselves.
 */
export const publicRoutes: Readonly<Record<string, number>> = {
  'GET /healthz': 200,
  'GET /readyz': 200,
  'POST /v1/auth/register': 201,
  'POST /v1/auth/login': 200,
  'POST /v1/auth/refresh': 401, // needs the cookie; an API key or an access token is none
  'POST /v1/auth/logout': 204,
  'POST /v1/auth/accept-invitation': 404, // with a token nobody made
  'GET /r/{token}': 200,
  'POST /r/{token}': 303,
  'GET /r/{token}/event.ics': 200,
  'GET /u/{token}': 404, // with a token nobody made
  'POST /u/{token}': 404,
  'POST /webhooks/resend': 403, // the signature of the provider is the only credential
  'POST /webhooks/ses': 403,
  'POST /webhooks/twilio/status': 403,
  'POST /webhooks/twilio/inbound': 403,
};

/** Routes that the server knows and the OpenAPI document does not show, each with a line above. */
export const undocumentedRoutes: readonly string[] = ['GET /u/{token}', 'POST /u/{token}'];

/** Pages of the API documentation itself; they hold nothing of anybody. */
export const documentationPages = /^GET \/(docs(\/.*)?|docs-yaml|openapi\.json)$/;

export const people = [
  'anonymous',
  'admin',
  'member',
  'support',
  'owner',
  'editor',
  'viewer',
  'foreigner',
  'key',
  'viewKey',
] as const;
export type PersonName = (typeof people)[number];

export interface AccessRow {
  /** `GET /v1/events/{eventId}`. */
  readonly route: string;
  /** The scope that lets an API key in; null: none does. */
  readonly scope: string | null;
  readonly statuses: Readonly<Record<PersonName, number>>;
}

export const accessTable: readonly AccessRow[] = table
  .trim()
  .split('\n')
  .slice(1)
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [method = '', path = '', scope = '', ...statuses] = line.split(/ +/);
    if (statuses.length !== people.length) throw new Error(`This line of the table is not complete: ${line}`);
    return {
      route: `${method} ${path}`,
      scope: scope === '-' ? null : scope,
      statuses: Object.fromEntries(people.map((name, i) => [name, Number(statuses[i])])) as Record<PersonName, number>,
    };
  });
