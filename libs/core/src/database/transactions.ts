import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';

const MAX_ATTEMPTS = 4;

/** SQLSTATE 40001 serialization_failure and 40P01 deadlock_detected: the whole transaction may simply run again. */
const retryable = new Set(['40001', '40P01']);

/** The one place that runs transactions and repeats those that lost a race. */
@Injectable()
export class Transactions {
  constructor(private readonly em: EntityManager) {}

  /**
   * Runs `work` in one transaction; every repository used inside joins it. `work` may run again after a lost race,
   * so it loads what it needs itself and does nothing outside the database.
   *
   * @throws whatever `work` throws; everything it wrote is rolled back
   */
  async run<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.em
          .fork({ useContext: false, keepTransactionContext: true })
          .transactional(work, { clear: true });
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isLostRace(error)) throw error;
        await new Promise((resume) => setTimeout(resume, 10 * attempt + Math.random() * 20 * attempt));
      }
    }
  }
}

/** True for an error of PostgreSQL that means "run the transaction again". */
export function isLostRace(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && retryable.has(String(error.code));
}
