import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { NewFact, SequencedFact } from '#facts';
import { factOf, reversedAt } from '#testing';
import { readAmendments } from './amendments.query.js';

const stream = 'loan-C1010211000012-L1';

const recorded = (facts: readonly NewFact[]): readonly SequencedFact[] =>
  facts.map((fact, revision) => ({ ...fact, stream, revision, seq: revision + 1, recordedAt: '' }));

describe('what a change is made of', () => {
  it('is asked for once, however many followers are given the change, and again where it did not come', async () => {
    const facts = recorded([
      factOf('LoanRepaid', { loanId: 'L1', amount: '1.00' }),
      factOf('LoanRepaid', { loanId: 'L1', amount: '2.00' }),
      reversedAt(0),
    ]);
    const answers: (readonly SequencedFact[])[] = [[], facts];
    let asked = 0;
    const database = {
      query: () => Promise.resolve({ rows: answers[asked++] ?? [] }),
    } as unknown as Pick<pg.Pool, 'query'>;
    await expect(readAmendments(database, facts)).rejects.toThrow('changes nothing');
    const [one, other] = [await readAmendments(database, facts), await readAmendments(database, facts)];
    expect(asked).toBe(2);
    expect([...one]).toEqual([...other]);
    expect(one.get(3)?.after).toEqual([facts[1]]);

    await readAmendments(
      database,
      facts.slice(2).map((fact) => ({ ...fact })),
    ).catch(() => undefined);
    expect(asked).toBe(3);
  });
});
