import { DELIVERY_STATUSES, deliveryMoves, type DeliveryStatus } from './delivery-state';
import { effectOf, RECEIPT_KINDS, RECEIPT_SUBTYPES } from './receipt-facts';
import { decidingFact, raised, type RankedFact, receiptRank } from './receipt-rank';

const FACTS = ['accepted', 'sent', 'failed', 'delivered', 'bounced', 'read'] as const;

describe('the rank of receipts', () => {
  it.each<[DeliveryStatus, DeliveryStatus, DeliveryStatus]>([
    ['unknown', 'accepted', 'accepted'],
    ['pending', 'delivered', 'delivered'],
    ['dispatching', 'bounced', 'bounced'],
    ['accepted', 'sent', 'sent'],
    ['sent', 'accepted', 'sent'],
    ['sent', 'failed', 'failed'],
    ['delivered', 'sent', 'delivered'],
    ['delivered', 'failed', 'delivered'],
    ['failed', 'delivered', 'delivered'],
    ['delivered', 'bounced', 'bounced'],
    ['bounced', 'delivered', 'bounced'],
    ['read', 'bounced', 'read'],
    ['suppressed', 'delivered', 'suppressed'],
    ['skipped', 'delivered', 'skipped'],
    ['cancelled', 'bounced', 'cancelled'],
  ])('%s and then %s is %s', (from, fact, to) => {
    expect(raised(from, fact)).toBe(to);
  });

  it('moves exactly where the table of states allows it', () => {
    for (const from of DELIVERY_STATUSES) {
      const allowed = FACTS.filter((fact) => (deliveryMoves[from] as readonly string[]).includes(fact));
      expect({ from, to: FACTS.filter((fact) => raised(from, fact) !== from) }).toEqual({ from, to: allowed });
    }
  });

  it('never goes down', () => {
    for (const from of DELIVERY_STATUSES)
      for (const fact of FACTS)
        expect(receiptRank[raised(from, fact)] ?? 0).toBeGreaterThanOrEqual(receiptRank[from] ?? 0);
  });
});

function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** What the ledger does with one receipt after the other: keeps each once, asks for the deciding one, raises. */
function applied(
  start: DeliveryStatus,
  receipts: readonly RankedFact[],
): { status: DeliveryStatus; by: string | null } {
  const kept = new Map<string, RankedFact>();
  let status = start;
  let by: string | null = null;
  for (const receipt of receipts) {
    kept.set(receipt.id, receipt);
    const deciding = decidingFact([...kept.values()])!;
    status = raised(status, effectOf(deciding.kind, deciding.subtype).status);
    by = deciding.id;
  }
  return { status, by };
}

describe('receipts in any order, any number of times', () => {
  it('come to the same state by the same fact, for 1,000 seeds', () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const random = randomOf(seed);
      const start = DELIVERY_STATUSES[random(DELIVERY_STATUSES.length)]!;
      const receipts = Array.from({ length: 1 + random(8) }, (_, i) => {
        const kind = RECEIPT_KINDS[random(RECEIPT_KINDS.length)]!;
        const hasSubtype = kind === 'bounce' || kind === 'failed';
        const subtype = hasSubtype ? RECEIPT_SUBTYPES[random(RECEIPT_SUBTYPES.length)]! : null;
        return { id: `r${i}`, kind, subtype, occurredAt: new Date(1_800_000_000_000 + random(3) * 1000) };
      });
      const inOrder = applied(start, receipts);
      const again = applied(start, shuffled([...receipts, ...receipts, ...receipts], random));
      expect({ seed, ...again }).toEqual({ seed, ...inOrder });
    }
  });
});
