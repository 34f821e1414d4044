import type { BusinessDate } from '#calendar';
import { type Bearing, factAbout, factBearing, factValueOf, loanStream, type SequencedFact } from '#facts';
import type { Dimensions } from './dimensions.js';
import type { MeasuredLoan } from './measured-document.js';

/** What a subject counts for in one measure on one day: the sum of what its facts added there. */
export interface ActiveQuantity {
  readonly computation: number;
  readonly date: BusinessDate;
  readonly key: string | null;
  readonly quantity: bigint;
}

/** What facts of a loan or a disbursement are counted under. */
export interface CountedUnder {
  readonly dimensions: Dimensions;
  /** Null for a disbursement. */
  readonly loan: MeasuredLoan | null;
  /** The last state of a reversed loan that had the same id before: the arbiter may still settle claims of it. */
  readonly former?: FormerSubject;
}

interface FormerSubject extends CountedUnder {
  /** Seq of the fact that began the next one. */
  readonly upTo: number;
}

/** A loan or a disbursement: what its later facts are counted under, and what would have to be taken back. */
export interface FigureSubject extends CountedUnder {
  readonly active: readonly ActiveQuantity[];
}

export interface SubjectOfFact {
  readonly subject: string;
  readonly bearing: Bearing;
}

/**
 * A loan is its stream; one bailout stream has many disbursements, and `/` is in no id. What the arbiter settled counts under the
 * loan of its claim. Null: the fact is of no subject.
 */
export const subjectOf = (fact: SequencedFact): SubjectOfFact | null => {
  const subject = subjectNameOf(fact);
  const bearing = factValueOf(fact.type)?.bearing;
  return subject === undefined || bearing === undefined ? null : { subject, bearing };
};

const aboutClaim = factAbout('claim');
const aboutDisbursement = factAbout('disbursement');

const subjectNameOf = (fact: SequencedFact): string | undefined => {
  if (factValueOf(fact.type)?.subject === 'loan') return fact.stream;
  const disbursement = aboutDisbursement(fact);
  if (disbursement) return `${fact.stream}/${disbursement.data.disbursementId}`;
  const claim = aboutClaim(fact);
  return claim && loanStream(claim.institution, claim.data.loanId);
};

/** What begins a loan or a disbursement; undefined for any other fact. */
export const beginningOf = factBearing('begins');

type BeginningFact = NonNullable<ReturnType<typeof beginningOf<SequencedFact>>>;

const loanOf = ({ type, data }: BeginningFact): MeasuredLoan | null =>
  type === 'BailoutDisbursed'
    ? null
    : { tags: data.tags, product: data.product, borrowerKey: data.borrower.id };

/** Whether what the arbiter settled is of this loan, and of none that had its id before: its cause came since this one began. */
export const isSettledOf = ({ former }: CountedUnder, fact: SequencedFact): boolean =>
  former === undefined || (aboutClaim(fact)?.data.causedBy ?? former.upTo) >= former.upTo;

/** What the arbiter settled counts under the loan that there was at its cause. */
export const settledUnder = (subject: CountedUnder, fact: SequencedFact): CountedUnder =>
  subject.former && !isSettledOf(subject, fact) ? settledUnder(subject.former, fact) : subject;

const formerOf = (known: FigureSubject | null, upTo: number): Pick<CountedUnder, 'former'> => {
  if (!known?.loan) return {};
  const { dimensions, loan, former } = known;
  return { former: { dimensions, loan, upTo, ...(former && { former }) } };
};

/** The subject as its first fact describes it. `known`: a reversed one of the same id, if there was any. */
export const beginSubject = (fact: BeginningFact, known: FigureSubject | null): FigureSubject => {
  const { type, institution, data, seq } = fact;
  const { borrower } = data;
  return {
    dimensions: {
      institution,
      district: borrower.district,
      industry: borrower.industry,
      size: borrower.size,
      bailoutProgramme: type === 'BailoutDisbursed' ? data.programme : null,
      kind: borrower.kind,
    },
    loan: loanOf(fact),
    active: [],
    ...formerOf(known, seq),
  };
};

type ActiveRow = readonly [computation: number, date: BusinessDate, key: string | null, quantity: string];

/** A subject as JSON, which has no whole numbers of any size. */
export type SubjectRow = Omit<FigureSubject, 'active'> & { readonly standing: readonly ActiveRow[] };

export const subjectFromRow = ({ standing, ...subject }: SubjectRow): FigureSubject => ({
  ...subject,
  active: standing.map(([computation, date, key, quantity]): ActiveQuantity => ({
    computation,
    date,
    key,
    quantity: BigInt(quantity),
  })),
});

export const subjectToRow = ({ active, ...subject }: FigureSubject): SubjectRow => ({
  ...subject,
  standing: active.map(({ computation, date, key, quantity }): ActiveRow => [
    computation,
    date,
    key,
    String(quantity),
  ]),
});
