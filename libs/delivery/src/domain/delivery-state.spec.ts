import { countedAs, DELIVERY_STATUSES, deliveryMoves, isSettled, type DeliveryStatus } from './delivery-state';

const reachable = (from: DeliveryStatus, seen = new Set<DeliveryStatus>([from])): Set<DeliveryStatus> => {
  for (const next of deliveryMoves[from]) {
    if (!seen.has(next)) {
      seen.add(next);
      reachable(next, seen);
    }
  }
  return seen;
};

describe('the states of a delivery', () => {
  it('can all be reached from pending', () => {
    expect([...reachable('pending')].sort()).toEqual([...DELIVERY_STATUSES].sort());
  });

  it('never lead back from what a provider said to something that would send again', () => {
    for (const fact of ['accepted', 'sent', 'delivered', 'read', 'bounced', 'failed', 'unknown'] as const) {
      expect({ fact, again: [...reachable(fact)].filter((s) => s === 'pending' || s === 'dispatching') }).toEqual({
        fact,
        again: [],
      });
    }
  });

  it('let nothing out of a guest who was left out', () => {
    for (const out of ['suppressed', 'skipped', 'cancelled'] as const) expect(deliveryMoves[out]).toEqual([]);
  });

  it('are settled unless something is still to be done', () => {
    expect(DELIVERY_STATUSES.filter((s) => !isSettled(s))).toEqual(['pending', 'dispatching']);
  });

  it('each belong to one count, in the words of the API', () => {
    expect([...new Set(Object.values(countedAs))].sort()).toEqual(
      ['queued', 'sending', 'sent', 'delivered', 'failed', 'suppressed', 'skipped', 'cancelled', 'unknown'].sort(),
    );
  });
});
