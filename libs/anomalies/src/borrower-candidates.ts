import type { BusinessDate } from '#calendar';
import { type Candidate, groupedBy, inOrder, loosest, type Receipt } from './candidate.js';
import type { EligibleClaim } from './loan-candidates.js';

/* Candidates from the facts of one borrower at several institutions. */

/** A claim with the data that decides whether it is contested. */
export interface BorrowerClaim extends EligibleClaim {
  readonly institution: string;
  readonly loanId: string;
  readonly drawdownDate: string;
  readonly drawdownTime: string | null;
  /** Seq of the claim itself. */
  readonly claimed: number;
}

/** Several claims without an earlier loan against them, of which at least one lacks the time of its drawdown (2.5). */
export const contestedCandidates = (
  borrowerKey: string,
  claims: readonly BorrowerClaim[],
): readonly Candidate[] => {
  const on = claims.map(({ drawdownDate }) => drawdownDate).toSorted()[0];
  if (on === undefined || claims.length < 2 || claims.every(({ drawdownTime }) => drawdownTime !== null))
    return [];
  return [
    {
      signal: 'first-time-contested',
      key: borrowerKey,
      subject: `claims ${borrowerKey}`,
      institutions: [...new Set(claims.map(({ institution }) => institution))].toSorted(),
      page: {
        institution: null,
        borrowerKey,
        loanId: null,
        on,
        values: { claims: claims.length },
        facts: inOrder(claims.flatMap(({ claimed, seq }) => [claimed, seq])),
      },
    },
  ];
};

export interface BorrowerReceipt extends Receipt {
  /** Whether its kind counts as bailout capital. */
  readonly counts: boolean;
  readonly loanId: string | null;
  readonly amount: string;
}

const manyBanks = (borrowerKey: string, all: readonly BorrowerReceipt[]): readonly Candidate[] => {
  const receipts = all.filter(({ counts }) => counts);
  const institutions = [...new Set(receipts.map(({ institution }) => institution))].toSorted();
  const first = receipts.map(({ day }) => day).toSorted()[0];
  if (first === undefined || institutions.length < loosest.banks) return [];
  return [
    {
      signal: 'bailout-from-many-banks',
      key: borrowerKey,
      subject: `bailout ${borrowerKey}`,
      institutions,
      page: {
        institution: null,
        borrowerKey,
        loanId: null,
        on: first,
        values: {},
        receipts: receipts
          .map(({ institution, day, seq }) => ({ institution, day, seq }))
          .toSorted((one, other) => one.seq - other.seq),
        facts: [],
      },
    },
  ];
};

/** Disbursements with the same loan, amount and day under different ids. */
const disbursedTwice = (borrowerKey: string, receipts: readonly BorrowerReceipt[]): readonly Candidate[] => {
  const alike = groupedBy(
    receipts.filter(({ loanId }) => loanId !== null),
    ({ institution, loanId, day, amount }) =>
      `${institution} ${loanId} BailoutDisbursed ${day} ${amount} ${borrowerKey}`,
  );
  return [...alike].flatMap(([key, same]): readonly Candidate[] => {
    const [first] = same;
    if (!first || same.length < 2) return [];
    return [
      {
        signal: 'probable-duplicate',
        key,
        subject: `bailout ${borrowerKey}`,
        institutions: [first.institution],
        page: {
          institution: first.institution,
          borrowerKey,
          loanId: first.loanId,
          on: first.day,
          values: { reports: same.length, amount: first.amount },
          facts: inOrder(same.map(({ seq }) => seq)),
        },
      },
    ];
  });
};

export const bailoutCandidates = (
  borrowerKey: string,
  receipts: readonly BorrowerReceipt[],
): readonly Candidate[] => [...manyBanks(borrowerKey, receipts), ...disbursedTwice(borrowerKey, receipts)];

/** A loan issued, or an amount repaid. */
export interface Movement {
  readonly kind: 'issued' | 'repaid';
  readonly institution: string;
  readonly loanId: string;
  readonly fen: bigint;
  readonly amount: string;
  readonly seq: number;
}

const gap = (issued: Movement, repaid: Movement): bigint =>
  issued.fen > repaid.fen ? issued.fen - repaid.fen : repaid.fen - issued.fen;

/** Repayments at an institution on a day, sorted by amount, with the first only of equal amounts. */
type Repayments = readonly Movement[];

const byInstitution = (repaid: readonly Movement[]): ReadonlyMap<string, Repayments> =>
  new Map(
    [...groupedBy(repaid, ({ institution }) => institution)].map(([institution, all]) => {
      const firsts = new Map<bigint, Movement>();
      for (const each of all) if (!firsts.has(each.fen)) firsts.set(each.fen, each);
      return [
        institution,
        [...firsts.values()].toSorted((one, other) => (one.fen < other.fen ? -1 : 1)),
      ] as const;
    }),
  );

/** The number of repayments below an amount (binary search). The nearest are at this index and before it. */
const placeOf = (fen: bigint, repaid: Repayments): number => {
  let [from, to] = [0, repaid.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((repaid[middle]?.fen ?? 0n) < fen) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** The repayment at another institution that is nearest in amount; of two equally near the first. */
const nearest = (issued: Movement, repaid: ReadonlyMap<string, Repayments>): Movement | undefined => {
  let found: Movement | undefined;
  for (const [institution, amounts] of repaid) {
    if (institution === issued.institution) continue;
    const place = placeOf(issued.fen, amounts);
    for (const each of [amounts[place - 1], amounts[place]]) {
      if (!each) continue;
      const closer = found ? gap(issued, each) - gap(issued, found) : -1n;
      if (closer < 0n || (closer === 0n && found && each.seq < found.seq)) found = each;
    }
  }
  return found;
};

/** For each loan issued to a borrower on a day, the repayment elsewhere on that day that is nearest in amount. */
export const roundTrips = (
  borrowerKey: string,
  day: BusinessDate,
  movements: readonly Movement[],
): readonly Candidate[] => {
  const repayments = byInstitution(
    movements.filter(({ kind }) => kind === 'repaid').toSorted((one, other) => one.seq - other.seq),
  );
  return movements.flatMap((issued): readonly Candidate[] => {
    const repaid = issued.kind === 'issued' ? nearest(issued, repayments) : undefined;
    if (!repaid || gap(issued, repaid) * loosest.roundTripPart > issued.fen) return [];
    const { institution, loanId } = issued;
    return [
      {
        signal: 'round-trip',
        key: `${institution} ${loanId}`,
        subject: `movements ${borrowerKey} ${day}`,
        institutions: [institution, repaid.institution].toSorted(),
        page: {
          institution,
          borrowerKey,
          loanId,
          on: day,
          values: { issued: issued.amount, repaid: repaid.amount },
          facts: inOrder([issued.seq, repaid.seq]),
        },
      },
    ];
  });
};
