import type { DeliveryStatus } from './delivery-state';
import { type Decider, mayResolve, type Resolution, type ResolveAs, whyNotResolved } from './unconfirmed';

describe('who may decide about a delivery that nobody can know about', () => {
  it.each<[Decider['role'], Decider['organizationRole'], boolean, string]>([
    ['owner', 'member', true, 'enter'],
    ['editor', 'member', true, 'enter'],
    ['editor', 'admin', true, 'enter'],
    ['viewer', 'member', true, 'forbidden'],
    ['viewer', 'admin', true, 'forbidden'],
    ['support', 'support', true, 'forbidden'],
    [null, 'admin', true, 'forbidden'],
    [null, 'member', true, 'not_found'],
    [null, 'admin', false, 'not_found'],
    [null, 'support', false, 'not_found'],
  ])('%s of the event, %s of the organization (own: %s): %s', (role, organizationRole, isOwnOrganization, expected) => {
    expect(mayResolve({ role, organizationRole, isOwnOrganization })).toBe(expected);
  });
});

describe('an order that comes too late', () => {
  it.each<[ResolveAs, DeliveryStatus, Resolution | null, RegExp | null]>([
    ['delivered', 'sent', 'assumed_delivered', null],
    ['delivered', 'bounced', 'assumed_delivered', null],
    ['resend', 'unknown', 'resent', null],
    ['resend', 'sent', 'assumed_delivered', /already decided that this message arrived/],
    ['delivered', 'unknown', 'resent', /already decided to send/],
    ['resend', 'delivered', null, /known: delivered/],
    ['delivered', 'skipped', null, /known: skipped/],
    ['delivered', 'pending', null, /still being sent/],
  ])('%s on %s (%s)', (as, status, resolution, words) => {
    const why = whyNotResolved(as, { status, resolution });
    if (words === null) expect(why).toBeNull();
    else expect(why).toMatch(words);
  });
});
