import { expect } from '@jest/globals';
import pg from 'pg';
import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import { borrowerStream, loanStream, type NewFact } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { follow } from '#projections';
import { borrower, testDatabase } from '#testing';
import { loanBookProjection } from '../loan-book.projection.js';
import { ofLoan } from './loan-facts.js';

// A log with loans in a database of its own, and the book that follows it, for specs.

export interface LoanLog {
  readonly pool: pg.Pool;
  /** Facts of one loan, after those that it has. */
  appended(institution: InstitutionCode, loanId: LoanId, ...facts: readonly NewFact[]): Promise<void>;
  /** Facts of the usual borrower's stream, after those that it has. */
  said(...facts: readonly NewFact[]): Promise<void>;
  /** The same of another borrower's. */
  saidOf(borrowerKey: string, ...facts: readonly NewFact[]): Promise<void>;
  /** Follows until everything recorded is in the book. */
  brought(batch?: number): Promise<void>;
  /** Takes in what is recorded and not in the book, at once, over a connection of the caller's. */
  applied(connection: pg.PoolClient): Promise<void>;
  /** Counts anew what is in the tables, for who plans questions. */
  analysed(): Promise<void>;
  close(): Promise<void>;
}

export const loanLog = async (): Promise<LoanLog> => {
  const database = await testDatabase();
  const pool = createPool(database.appUrl, { max: 4, applicationName: 'loan book spec' });
  const setbacks: unknown[] = [];
  const log = openPostgresLog({ pool, onSetback: (error) => setbacks.push(error) });
  const revisions = new Map<string, number>();

  const append = async (stream: string, facts: readonly NewFact[]): Promise<void> => {
    if (facts.length === 0) return;
    const revision = revisions.get(stream);
    await log.log.append({ stream, expectedRevision: revision ?? 'none', facts });
    revisions.set(stream, (revision ?? -1) + facts.length);
  };
  const passed = async (): Promise<number | undefined> => {
    const { rows } = await pool.query<{ seq: number }>('select seq from projection_checkpoints');
    return rows[0]?.seq;
  };
  return {
    pool,
    appended: (institution, loanId, ...facts) =>
      append(loanStream(institution, loanId), ofLoan(institution, loanId, facts)),
    said: (...facts) => append(borrowerStream(borrower().id), facts),
    saidOf: (borrowerKey, ...facts) => append(borrowerStream(borrowerKey), facts),
    brought: async (batch = 4) => {
      const ending = new AbortController();
      const ended = follow({
        projection: loanBookProjection,
        pool,
        facts: log.sequence,
        signal: ending.signal,
        onSetback: (error) => setbacks.push(error),
        batch,
      });
      const head = await log.sequence.headSeq();
      while ((await passed()) !== head) await new Promise((later) => setTimeout(later, 5));
      ending.abort();
      expect(await ended).toEqual({ outcome: 'stopped' });
      expect(setbacks).toEqual([]);
    },
    applied: async (connection) => {
      const facts = await log.sequence.readAfter((await passed()) ?? 0, 1_000);
      await loanBookProjection.apply(facts, connection);
      await connection.query(
        `insert into projection_checkpoints (name, version, seq) values ($1, $2, $3)
         on conflict (name) do update set seq = excluded.seq`,
        [loanBookProjection.name, loanBookProjection.version, facts.at(-1)?.seq],
      );
    },
    analysed: async () => {
      const owner = createPool(database.ownerUrl, { max: 1, applicationName: 'loan book spec' });
      await owner.query('analyze loan_page, claim_page');
      await owner.end();
    },
    close: async () => {
      await log.close();
      await pool.end();
      await database.drop();
    },
  };
};
