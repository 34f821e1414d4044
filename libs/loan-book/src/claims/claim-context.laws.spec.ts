import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { borrowerStream, loanStream, type NewFact, type SequencedFact } from '#facts';
import { asInstitutionCode, asLoanId } from '#identifiers';
import { loanBookProjection } from '../loan-book.projection.js';
import { loanHistory } from '../loan-history.js';
import { loansPage } from '../loans.query.js';
import { asWritten, bankA, bankB, borrower } from '#testing';
import { cancelled, claimed, issued, ofLoan, opened, reclassified, settled } from '../testing/loan-facts.js';
import { type LoanLog, loanLog } from '../testing/loan-log.js';

/*
 * What the database says of a claim out of the borrower's other claims and loans is what the pure fold of the same facts says,
 * whatever loans and claims there are.
 */

const drawdown = fc.constantFrom('2023-12-30', '2024-01-10', '2024-01-11');

const anyLoan = fc.record({
  institution: fc.constantFrom(bankA, bankB),
  begun: fc.oneof(
    fc
      .tuple(drawdown, fc.constantFrom(undefined, '09:00:00', '10:00:00'))
      .map(([on, drawdownTime]) => issued(on, drawdownTime === undefined ? {} : { drawdownTime })),
    drawdown.map((startDate) => opened('2024-01-12', { startDate: asWritten(startDate) })),
  ),
  isClaimed: fc.boolean(),
  verdict: fc.constantFrom(
    undefined,
    ['FirstTimeRecognised', null] as const,
    ['FirstTimeSuperseded', 'EARLIER_CLAIM'] as const,
    ['FirstTimeDenied', 'PRIOR_LOAN'] as const,
    ['FirstTimeRevoked', 'CLAIM_WITHDRAWN'] as const,
    ['FirstTimeRevoked', 'LOAN_WITHDRAWN'] as const,
  ),
  isCancelled: fc.boolean(),
});

type AnyLoan = typeof anyLoan extends fc.Arbitrary<infer Loan> ? Loan : never;

const factsOf = (loans: readonly AnyLoan[]): readonly SequencedFact[] => {
  const streams = loans.flatMap(({ institution, begun, isClaimed, verdict, isCancelled }, index) => {
    const loanId = `L${index}`;
    const hasClaim = isClaimed && begun.type === 'LoanIssued';
    const ofItsOwn: readonly NewFact[] = [
      begun,
      ...(hasClaim ? [claimed('2024-01-12')] : []),
      ...(isCancelled ? [cancelled('2024-01-13')] : []),
    ];
    const said =
      hasClaim && verdict ? [settled(verdict[0], institution, asLoanId(loanId), { reason: verdict[1] })] : [];
    return [
      ...ofLoan(institution, asLoanId(loanId), ofItsOwn).map((fact) => ({
        fact,
        stream: loanStream(institution, asLoanId(loanId)),
      })),
      ...said.map((fact) => ({ fact, stream: borrowerStream(borrower().id) })),
    ];
  });
  return streams.map(({ fact, stream }, index) => ({
    ...fact,
    stream,
    revision: index,
    seq: 1 + index,
    recordedAt: '2024-06-30T00:00:00.000Z',
  }));
};

let planted: LoanLog;
beforeAll(async () => {
  planted = await loanLog();
});
afterAll(() => planted.close());

it('claims look the same out of rows and out of facts', async () => {
  const connection = await planted.pool.connect();
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLoan, { minLength: 1, maxLength: 6 }), async (loans) => {
        const facts = factsOf(loans);
        await connection.query('begin');
        await loanBookProjection.apply(facts, connection);
        const { items } = await loansPage(connection, { limit: 100 });
        await connection.query('rollback');

        expect(items).toHaveLength(loans.length);
        for (const { institution, loanId, claim } of items) {
          const stream = loanStream(asInstitutionCode(institution), asLoanId(loanId));
          const [last] = ofLoan(asInstitutionCode(institution), asLoanId(loanId), [
            reclassified('2024-02-01', 'NORMAL'),
          ]);
          const own = facts.filter((fact) => fact.stream === stream);
          const { items: history } = loanHistory(
            [...own, { ...last, stream, revision: 9, seq: 99, recordedAt: '' } as SequencedFact],
            { ofBorrowers: facts.filter((fact) => fact.stream !== stream) },
          );
          expect(history.at(-1)?.state?.claim).toEqual(claim);
        }
      }),
      { numRuns: 150 },
    );
  } finally {
    connection.release(true);
  }
});
