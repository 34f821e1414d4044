import { daysBetween } from '#calendar';
import type { SequencedFact } from '#facts';
import { parseMoney } from '#money';
import {
  type Candidate,
  type CandidatePage,
  groupedBy,
  inOrder,
  type KeptSignal,
  loosest,
} from './candidate.js';
import {
  byDay,
  effectiveLoan,
  type EffectiveLoan,
  isA,
  isLoss,
  isReduction,
  type LoanFact,
  monthsOver,
  type Of,
} from './effective-loan.js';

/* Candidates from a loan. Each signal is a function of its standing facts and of the claim that is recognised for it. */

const candidate = (
  signal: KeptSignal,
  { begun }: EffectiveLoan,
  part: readonly (string | number)[],
  about: Pick<CandidatePage, 'on' | 'values' | 'facts'>,
): Candidate => {
  const { institution, stream, data } = begun;
  return {
    signal,
    key: [institution, data.loanId, ...part].join(' '),
    subject: stream,
    institutions: [institution],
    page: {
      institution,
      borrowerKey: data.borrower.id,
      loanId: data.loanId,
      ...about,
      facts: inOrder(about.facts),
    },
  };
};

const evergreening = (loan: EffectiveLoan): readonly Candidate[] => {
  const { begun, facts } = loan;
  const renewals = facts.filter(isA('LoanRenewed'));
  const last = renewals.at(-1);
  const opening =
    begun.type === 'LoanOpened'
      ? { no: begun.data.renewalCount, start: begun.data.legStartDate, chainStart: begun.data.startDate }
      : { no: 0, start: begun.effectiveDate, chainStart: begun.effectiveDate };
  const { no, start } = last ? { no: last.data.renewalNo, start: last.effectiveDate } : opening;
  const months = monthsOver(opening.chainStart, start);
  if (no === 0 || (no < loosest.renewals && months < loosest.months)) return [];
  const seqs = [begun, ...renewals].map(({ seq }) => seq);
  return [candidate('evergreening', loan, [], { on: start, values: { renewals: no, months }, facts: seqs })];
};

/** For each renewal, the first loss before the next renewal. */
const lossAfterRenewal = (loan: EffectiveLoan): readonly Candidate[] => {
  const moves = loan.facts.filter((fact) => fact.type === 'LoanRenewed' || isLoss(fact)).toSorted(byDay);
  return moves.flatMap((renewal, place) => {
    const loss = moves[place + 1];
    if (renewal.type !== 'LoanRenewed' || !loss || !isLoss(loss)) return [];
    const days = daysBetween(renewal.effectiveDate, loss.effectiveDate);
    if (days > loosest.lossDays) return [];
    return [
      candidate('loss-after-renewal', loan, [renewal.data.renewalNo], {
        on: loss.effectiveDate,
        values: { days },
        facts: [renewal.seq, loss.seq],
      }),
    ];
  });
};

type WithAmount = Of<'LoanRepaid' | 'LoanWrittenOff' | 'LoanRenewed'>;

const hasAmount = (fact: LoanFact): fact is WithAmount => fact.type === 'LoanRenewed' || isReduction(fact);

const amountOf = ({ type, data }: WithAmount): string =>
  type === 'LoanRenewed' ? data.renewedAmount : data.amount;

/** Reports of the same loan, type, amount and day. */
const duplicates = (loan: EffectiveLoan): readonly Candidate[] => {
  const alike = groupedBy(
    loan.facts.filter(hasAmount),
    (fact) => `${fact.type} ${fact.effectiveDate} ${amountOf(fact)}`,
  );
  return [...alike].flatMap(([part, facts]) => {
    const [first] = facts;
    if (!first || facts.length < 2) return [];
    return [
      candidate('probable-duplicate', loan, [part], {
        on: first.effectiveDate,
        values: { reports: facts.length, amount: amountOf(first) },
        facts: facts.map(({ seq }) => seq),
      }),
    ];
  });
};

const isPaid = ({ facts, begun }: EffectiveLoan): boolean => {
  const principal = begun.type === 'LoanIssued' ? begun.data.principal : begun.data.outstandingPrincipal;
  const reductions = facts.filter(isReduction);
  const left = facts
    .filter(isA('LoanRenewed'))
    .reduce((sum, { data }) => sum + parseMoney(data.topUpAmount), parseMoney(principal) as bigint);
  const gone = reductions.reduce((sum, { data }) => sum + parseMoney(data.amount), 0n);
  return left === gone && reductions.at(-1)?.type === 'LoanRepaid';
};

/** `recognised`: seq of the fact that recognised the loan's borrower as a first-time borrower. */
const firstTime = (loan: EffectiveLoan, recognised: number): readonly Candidate[] => {
  const { begun, facts } = loan;
  if (begun.type !== 'LoanIssued') return [];
  const claims = facts.filter(isA('FirstTimeClaimed')).map(({ seq }) => seq);
  const found: Candidate[] = [];
  const { principal } = begun.data;
  if (parseMoney(principal) < parseMoney(loosest.principal))
    found.push(
      candidate('first-time-small', loan, [], {
        on: begun.effectiveDate,
        values: { principal },
        facts: [begun.seq, ...claims, recognised],
      }),
    );
  const reductions = facts.filter(isReduction).toSorted(byDay);
  const last = reductions.at(-1);
  const days = last ? daysBetween(begun.effectiveDate, last.effectiveDate) : 0;
  if (last && days <= loosest.repaidDays && isPaid(loan))
    found.push(
      candidate('first-time-repaid-early', loan, [], {
        on: last.effectiveDate,
        values: { days },
        facts: [begun.seq, ...claims, recognised, ...reductions.map(({ seq }) => seq)],
      }),
    );
  return found;
};

/** A claim that is not withdrawn and has no earlier loan against it. */
export interface EligibleClaim {
  readonly status: 'RECOGNISED' | 'SUPERSEDED';
  /** Seq of the arbiter's last decision on it. */
  readonly seq: number;
}

/** All candidates from one loan, without those that need other loans. */
export const loanCandidates = (
  standing: readonly SequencedFact[],
  claim: EligibleClaim | undefined,
): readonly Candidate[] => {
  const loan = effectiveLoan(standing);
  if (!loan) return [];
  return [
    ...evergreening(loan),
    ...lossAfterRenewal(loan),
    ...duplicates(loan),
    ...(claim?.status === 'RECOGNISED' ? firstTime(loan, claim.seq) : []),
  ];
};
