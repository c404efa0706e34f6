import type { Page } from '@playwright/test';
import type { World } from './world';

export type Visitor = 'ana' | 'vera' | 'sam' | 'newcomer' | 'nobody';

/** One state of a page: how one gets there, and by what one knows that one is there. */
export interface PageState {
  readonly is: string;
  /** `ana` unless said otherwise; `nobody`: not signed in. */
  readonly as?: Visitor;
  /** Left out: the same page as the state before, as it stands. */
  readonly at?: (world: World) => string;
  /** Requests that do not come through, as a pattern of addresses. */
  readonly lost?: string;
  readonly then?: (page: Page) => Promise<unknown>;
  /** Words that are on the page then. */
  readonly shows: string | RegExp;
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const key = (keys: string) => (page: Page) => page.keyboard.press(keys);
const inEvent = (path: string) => (world: World) => `/events/${world.event}${path}`;
const inBare = (path: string) => (world: World) => `/events/${world.bare}${path}`;
const message = (which: 'sent' | 'paused' | 'failed' | 'cancelled' | 'planned') => (world: World) =>
  `/events/${world.event}/messages/${world[which]}`;
const problem = 'No connection to Beckon.';

/** Every page of the console and the states it has. A new route needs a line here, or the test of this table fails. */
export const pageTable: Readonly<Record<string, readonly PageState[]>> = {
  'sign-in': [
    { is: 'empty form', as: 'nobody', at: () => '/sign-in', shows: 'New here?' },
    { is: 'cannot be sent', as: 'nobody', lost: '**/v1/auth/login', then: signInWithNothing, shows: problem },
  ],
  register: [{ is: 'empty form', as: 'nobody', at: () => '/register', shows: 'Your name' }],
  'accept-invitation': [
    { is: 'form', as: 'nobody', at: ({ invitation }) => invitation, shows: 'Choose a password' },
    { is: 'broken link', as: 'nobody', at: () => '/accept-invitation', shows: 'not complete' },
  ],
  events: [
    { is: 'list', at: () => '/events', shows: 'Harbour evening' },
    { is: 'filters', then: press(/^Past/), shows: 'Nothing here.' },
    { is: 'problem', at: () => '/events', lost: '**/v1/events?*', shows: problem },
    { is: 'empty', as: 'newcomer', at: () => '/events', shows: 'No events yet' },
  ],
  'events/new': [{ is: 'empty form', at: () => '/events/new', shows: 'The event needs a name.' }],
  'events/:eventId': [
    { is: 'overview', at: inEvent(''), shows: 'What leaves next' },
    { is: 'empty', at: inBare(''), shows: 'Nobody is on the list yet' },
    {
      is: 'not there',
      at: () => '/events/00000000-0000-7000-8000-000000000000',
      shows: /not here|not there|no such|doesn’t exist|nothing here/i,
    },
    { is: 'viewer', as: 'vera', at: inEvent(''), shows: 'Who comes' },
  ],
  'events/:eventId/edit': [
    { is: 'form', at: inEvent('/edit'), shows: 'Save the event' },
    {
      is: 'moved',
      then: (page) => page.getByLabel('Starts: time').fill('20:00'),
      shows: 'Save and move the reminders',
    },
    { is: 'question', then: press('Cancel the event'), shows: 'Keep as it is' },
  ],
  'events/:eventId/guests': [
    { is: 'list', at: inEvent('/guests'), shows: 'Guest Number 1' },
    { is: 'edit', then: press('Edit Guest Number 1'), shows: /Save/ },
    { is: 'no match', at: inEvent('/guests?q=zzz'), shows: 'Nobody matches' },
    { is: 'import', at: inEvent('/guests?import=1'), shows: 'Choose a CSV file' },
    { is: 'import with errors', then: chooseBrokenFile, shows: 'What is wrong' },
    { is: 'problem', at: inEvent('/guests'), lost: '**/guests?*', shows: problem },
    { is: 'empty', at: inBare('/guests'), shows: 'Nobody is on the list yet' },
    { is: 'viewer', as: 'vera', at: inEvent('/guests'), shows: 'Guest Number 1' },
  ],
  'events/:eventId/guests/segments': [
    { is: 'list', at: inEvent('/guests/segments'), shows: 'Families' },
    { is: 'builder', then: press('Edit Families'), shows: 'can get an e-mail now' },
    { is: 'empty', at: inBare('/guests/segments'), shows: 'No segments yet' },
  ],
  'events/:eventId/guests/:guestId': [
    { is: 'timeline', at: ({ event, guest }) => `/events/${event}/guests/${guest}`, shows: 'Doors open at six' },
    {
      is: 'problem',
      at: ({ event, guest }) => `/events/${event}/guests/${guest}`,
      lost: '**/v1/**/guests/*',
      shows: problem,
    },
  ],
  'events/:eventId/collaborators': [
    { is: 'list', at: inEvent('/collaborators'), shows: 'Vera Boateng' },
    { is: 'viewer', as: 'vera', at: inEvent('/collaborators'), shows: 'You are a viewer' },
  ],
  'events/:eventId/invitations': [
    { is: 'list', at: inEvent('/invitations'), shows: 'Guest Number 3' },
    { is: 'form', then: press('Invite guests'), shows: 'This template can’t be sent yet' },
    { is: 'empty', at: inBare('/invitations'), shows: 'Nobody is invited yet' },
    { is: 'viewer', as: 'vera', at: inEvent('/invitations'), shows: 'Editors and owners of this event invite guests.' },
  ],
  'events/:eventId/branding': [
    { is: 'form', at: inEvent('/branding'), shows: 'Harbour evening' },
    { is: 'viewer', as: 'vera', at: inEvent('/branding'), shows: 'Harbour evening' },
  ],
  'events/:eventId/deliveries': [
    { is: 'list', at: inEvent('/deliveries'), shows: 'Guest Number 3' },
    { is: 'empty', at: inBare('/deliveries'), shows: 'Nothing was sent in this time' },
  ],
  'events/:eventId/messages': [
    { is: 'waiting', at: inEvent('/messages'), shows: 'What to bring' },
    { is: 'menu of a row', then: press('More: What to bring'), shows: 'Duplicate' },
    { is: 'question', at: inEvent('/messages'), then: press('Send now…'), shows: 'Keep as it is' },
    { is: 'sent', at: inEvent('/messages?status=sent'), shows: 'Doors open at six' },
    { is: 'cancelled', at: inEvent('/messages?status=cancelled'), shows: 'Fireworks' },
    { is: 'nothing sent', at: inBare('/messages?status=sent'), shows: 'Nothing was sent yet' },
    { is: 'problem', at: inEvent('/messages'), lost: '**/messages?*', shows: problem },
    { is: 'viewer', as: 'vera', at: inEvent('/messages'), shows: 'You can look, not write' },
  ],
  'events/:eventId/messages/new': [
    { is: 'empty', at: inEvent('/messages/new'), shows: 'Write a subject to send' },
    { is: 'list behind a number', then: press('Who gets it'), shows: 'Guest Number 3' },
    { is: 'written', at: inEvent('/messages/new'), then: write('Dear {{guest_name}}, welcome.'), shows: /Send to \d/ },
    { is: 'test', then: press('Send a test to me'), shows: 'Send this test' },
    { is: 'wrong placeholder', then: write('Table {{table_number}} '), shows: 'Beckon has no value' },
    {
      is: 'later',
      at: inEvent('/messages/new'),
      then: (page) => page.getByText('At a time').click(),
      // what was written before may be there again
      shows: /Choose a time|Write a|Fix 1 placeholder/,
    },
    { is: 'SMS', then: (page) => page.getByText('SMS', { exact: true }).click(), shows: 'characters' },
    { is: 'nobody', at: inBare('/messages/new'), shows: 'No recipients match' },
    { is: 'viewer', as: 'vera', at: inEvent('/messages/new'), shows: 'Read only' },
  ],
  'events/:eventId/messages/:messageId/edit': [
    { is: 'draft', at: ({ event, draft }) => `/events/${event}/messages/${draft}/edit`, shows: 'Edit message' },
    { is: 'sent already', at: ({ event, sent }) => `/events/${event}/messages/${sent}/edit`, shows: 'Read only' },
  ],
  'events/:eventId/messages/:messageId': [
    { is: 'sent', at: message('sent'), shows: 'may or may not have arrived' },
    { is: 'one delivery', then: press('Guest Number 3'), shows: 'What exactly was sent' },
    { is: 'filtered to nobody', at: (world) => `${message('sent')(world)}?status=cancelled`, shows: 'Nobody matches.' },
    { is: 'paused', at: message('paused'), shows: 'Stop the rest' },
    { is: 'question', then: press('Stop the rest'), shows: 'Keep as it is' },
    { is: 'failed', at: message('failed'), shows: 'Failed' },
    { is: 'cancelled', at: message('cancelled'), shows: 'Nothing was sent.' },
    { is: 'planned', at: message('planned'), shows: 'Nothing has left yet' },
    { is: 'problem', at: message('sent'), lost: '**/v1/**/messages/*', shows: problem },
  ],
  deliveries: [
    { is: 'latest', at: () => '/deliveries', shows: 'Guest Number 3' },
    { is: 'found', at: () => '/deliveries?q=number%203', shows: 'Probably.' },
    { is: 'side panel', then: (page) => page.locator('[data-row]:enabled').first().click(), shows: 'Provider details' },
    { is: 'not found', at: () => '/deliveries?q=zzzz', shows: 'Nobody matches' },
    { is: 'one event', at: ({ bare }) => `/deliveries?event=${bare}`, shows: 'Nothing was sent in this time' },
    { is: 'event by name', at: () => '/deliveries?q=harbour', shows: 'Events of this name' },
    { is: 'problem', at: () => '/deliveries', lost: '**/v1/deliveries?*', shows: problem },
    { is: 'empty', as: 'newcomer', at: () => '/deliveries', shows: 'Nothing was sent in this time' },
    { is: 'support', as: 'sam', at: () => '/deliveries', shows: 'Addresses are hidden' },
  ],
  'deliveries/:deliveryId': [
    { is: 'one', at: ({ delivery }) => `/deliveries/${delivery}`, shows: 'Provider details' },
    {
      is: 'what was sent',
      then: (page) => page.getByText('What exactly was sent').click(),
      shows: 'Doors open at six',
    },
    {
      is: 'masked',
      as: 'sam',
      at: ({ delivery }) => `/deliveries/${delivery}`,
      then: press('Reveal'),
      shows: 'Why you need the address',
    },
  ],
  templates: [
    { is: 'list', at: () => '/templates', shows: 'Doors' },
    { is: 'edit', then: press(/^Doors/), shows: 'Edit template' },
    { is: 'empty', as: 'newcomer', at: () => '/templates', shows: 'No templates yet' },
  ],
  'templates/whatsapp': [
    { is: 'list', at: () => '/templates/whatsapp', shows: 'RSVP invitation' },
    { is: 'edit', then: press(/^RSVP invitation/), shows: 'As a guest reads it' },
    { is: 'member', as: 'vera', at: () => '/templates/whatsapp', shows: 'RSVP invitation' },
  ],
  'settings/members': [{ is: 'list', at: () => '/settings/members', shows: 'Vera Boateng' }],
  'settings/suppressions': [
    { is: 'list', at: () => '/settings/suppressions', shows: 'stopped-' },
    { is: 'form', then: press('Add an address'), shows: 'Suppress this address' },
    { is: 'empty', as: 'newcomer', at: () => '/settings/suppressions', shows: 'Everybody can be written to' },
  ],
  'settings/api-keys': [
    { is: 'list', at: () => '/settings/api-keys', shows: 'Guest list sync' },
    { is: 'form', then: press('New key'), shows: 'At most as' },
    { is: 'empty', as: 'newcomer', at: () => '/settings/api-keys', shows: 'No keys yet' },
  ],
  'settings/organization': [
    { is: 'all', at: () => '/settings/organization', shows: 'Who did what' },
    { is: 'audit log', at: () => '/settings/organization', shows: 'The log can’t be changed or emptied.' },
    { is: 'no log', at: () => '/settings/organization', lost: '**/v1/audit-log?*', shows: problem },
  ],
  status: [
    { is: 'all channels', at: () => '/status', shows: 'Simulated' },
    { is: 'support, without the limits', as: 'sam', at: () => '/status', shows: 'Simulated' },
    { is: 'problem', at: () => '/status', lost: '**/v1/status/gaps', shows: problem },
  ],
  account: [{ is: 'form', at: () => '/account', shows: 'Single keys are shortcuts' }],
  '**': [
    { is: 'not here', at: () => '/nowhere', shows: /not here|nothing/i },
    // what can lie over any page
    { is: 'palette', then: key('Control+k'), shows: 'Go to' },
    { is: 'no dialog', at: () => '/account', shows: 'Single keys are shortcuts' },
    { is: 'shortcuts', then: key('?'), shows: 'Go to deliveries' },
  ],
};

/** What looks different on a phone: each page, and whatever opens in it or over it. Words that take its place do not. */
export function onAPhone(states: readonly PageState[]): readonly PageState[] {
  const leadsOn = (n: number): boolean => states[n + 1] !== undefined && states[n + 1]?.at === undefined;
  return states.filter(({ then }, n) => n === 0 || then !== undefined || leadsOn(n));
}

async function signInWithNothing(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('ana@guests.test');
  await page.getByLabel('Password').fill('three plain words');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function chooseBrokenFile(page: Page): Promise<void> {
  const buffer = Buffer.from('name,email\nAma,ama@guests.test\nKofi,not an address\n');
  await page.getByLabel('Choose a CSV file').setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer });
}

function write(text: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByLabel('Subject').fill('Welcome');
    await page.getByTestId('guest-message-editor').fill(text);
    await page.getByTestId('guest-message-editor').blur();
  };
}
