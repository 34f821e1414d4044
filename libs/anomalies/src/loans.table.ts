import type pg from 'pg';
import { factsOf, loanStream, type SequencedFact, streams } from '#facts';
import { type Amendments, standingFacts } from '#history';
import { factsOfStreams } from '#projections';
import { groupedBy, type Derived } from './candidate.js';
import {
  type ClaimChange,
  claimsOfLoans,
  deriveContests,
  type LoanClaims,
  writeClaims,
} from './claims.table.js';
import { effectiveLoan, isLoss, opensLate } from './effective-loan.js';
import { loanCandidates } from './loan-candidates.js';
import {
  deriveRoundTrips,
  movementOf,
  movementsOf,
  removeMovements,
  writeMovements,
} from './movements.table.js';
import { type LoanFact, repaid } from './receipts.table.js';

/*
 * Most facts of loans change no candidate, and nothing is read for them. Where one may, the facts of its loan are read and all of its
 * candidates are derived again, as of the end of the batch.
 */

const loanFact = factsOf('loan');
const borrowerFact = factsOf('borrower');

const isIssue = (fact: LoanFact): fact is Extract<LoanFact, { readonly type: 'LoanIssued' }> =>
  fact.type === 'LoanIssued';

/** Whether this fact may change the candidates of its loan. */
const mayChangeCandidates = (fact: LoanFact): boolean =>
  fact.type === 'LoanRenewed' || fact.type === 'FirstTimeClaimed' || isLoss(fact) || opensLate(fact);

/** The facts of streams as of the end of a batch. Streams that begin in the batch need no query. */
const recordedOf = async (
  connection: pg.ClientBase,
  wanted: readonly string[],
  batch: readonly SequencedFact[],
): Promise<ReadonlyMap<string, readonly SequencedFact[]>> => {
  const begun = new Set(batch.flatMap(({ stream, revision }) => (revision === 0 ? stream : [])));
  const isBegun = (stream: string): boolean => begun.has(stream);
  const ofBegun = new Set(wanted.filter(isBegun));
  const inBatch = batch.filter(({ stream }) => ofBegun.has(stream));
  const others = wanted.filter((stream) => !isBegun(stream));
  const upTo = batch.at(-1)?.seq ?? 0;
  const read = await factsOfStreams(connection, new Map(others.map((stream) => [stream, upTo])));
  return groupedBy([...inBatch, ...read], ({ stream }) => stream);
};

const idsOf = (stream: string) => {
  const ids = streams.loan.read(stream);
  if (!ids) throw new Error('A loan is in a stream of another kind.');
  return ids;
};

const claimChanges = (facts: readonly SequencedFact[]): readonly ClaimChange[] =>
  facts.flatMap((sequenced): readonly ClaimChange[] => {
    const fact = borrowerFact(sequenced);
    if (!fact || fact.type === 'FirstTimeContestDecided') return [];
    const { institution, type, seq, data } = fact;
    return [{ borrowerKey: data.borrowerKey, institution, loanId: data.loanId, type, seq }];
  });

/** Derives the candidates of the loans of a batch, after their movements and claims were written. */
export const deriveLoans = async (
  all: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<readonly Derived[]> => {
  const facts = all.flatMap((each): LoanFact | readonly LoanFact[] => loanFact(each) ?? []);
  const changed = new Set([
    ...[...amendments.values()].flatMap(({ fact: { stream } }) => (streams.loan.read(stream) ? stream : [])),
    ...facts.flatMap(({ type, stream }) => (type === 'LoanCancelled' ? stream : [])),
  ]);
  const settled = claimChanges(all);
  const plain = facts.filter(({ stream }) => !changed.has(stream));
  const { movements, toDerive } = await repaid(connection, plain);

  const wanted = new Set([
    ...changed,
    ...toDerive,
    ...plain.filter(mayChangeCandidates).map(({ stream }) => stream),
    ...settled.map(({ institution, loanId }) => loanStream(institution, loanId)),
  ]);
  const recorded = await recordedOf(connection, [...wanted], all);
  const loans = [...wanted].map((stream) => {
    const standing = standingFacts(recorded.get(stream) ?? []);
    return { stream, ...idsOf(stream), standing, effective: effectiveLoan(standing) };
  });

  const gone = await removeMovements(
    connection,
    [...changed].map((stream) => idsOf(stream)),
  );
  const moved = [
    ...plain.filter(isIssue).map((fact) => movementOf(fact, fact.data.borrower.id)),
    ...movements,
    ...loans.flatMap(({ stream, effective }) =>
      changed.has(stream) && effective ? movementsOf(effective) : [],
    ),
  ];
  await writeMovements(connection, moved);

  const claims: LoanClaims = await claimsOfLoans(connection, loans, settled);
  await writeClaims(connection, claims);
  return [
    {
      subjects: loans.map(({ stream }) => stream),
      candidates: loans.flatMap(({ standing, institution, loanId }) =>
        loanCandidates(standing, claims.eligible(institution, loanId)),
      ),
    },
    await deriveContests(connection, claims.borrowers),
    await deriveRoundTrips(connection, [...gone, ...moved]),
  ];
};
