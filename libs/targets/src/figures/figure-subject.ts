import type { BorrowerData, SequencedFact } from '#facts';
import type { Dimensions, MeasuredLoan } from './measured-document.js';

/** What stands of a subject in one measure on one day: the sum of what its facts added there. */
export interface Standing {
  readonly computation: number;
  readonly date: string;
  readonly key: string | null;
  readonly quantity: bigint;
}

/** A loan or a disbursement: what its later facts are counted under, and what would have to be taken back. */
export interface FigureSubject {
  readonly dimensions: Dimensions;
  /** Null for a disbursement. */
  readonly loan: MeasuredLoan | null;
  readonly standing: readonly Standing[];
}

/** How a kind of fact bears on its subject. */
export type Bearing = 'begins' | 'adds' | 'takes-back';

interface SubjectOfFact {
  readonly subject: string;
  readonly bearing: Bearing;
}

const loanBearings: Readonly<Record<string, Bearing>> = {
  LoanOpened: 'begins',
  LoanIssued: 'begins',
  LoanRenewed: 'adds',
  LoanExtended: 'adds',
  LoanRepaid: 'adds',
  LoanReclassified: 'adds',
  LoanWrittenOff: 'adds',
  FirstTimeClaimed: 'adds',
  LoanCancelled: 'takes-back',
};

const bailoutBearings: Readonly<Record<string, Bearing>> = {
  BailoutDisbursed: 'begins',
  BailoutReturned: 'adds',
};

/** Facts that figures are computed from so far. */
export const isFigured = (factType: string): boolean =>
  Object.hasOwn(loanBearings, factType) || Object.hasOwn(bailoutBearings, factType);

/** A loan is its stream; one bailout stream has many disbursements, and `/` is in no id. Null: the fact is of no subject. */
export const subjectOf = ({ type, stream, data }: SequencedFact): SubjectOfFact | null => {
  const ofLoan = Object.hasOwn(loanBearings, type) ? loanBearings[type] : undefined;
  if (ofLoan) return { subject: stream, bearing: ofLoan };
  const ofBailout = Object.hasOwn(bailoutBearings, type) ? bailoutBearings[type] : undefined;
  if (!ofBailout) return null;
  const { disbursementId } = data as { readonly disbursementId: string };
  return { subject: `${stream}/${disbursementId}`, bearing: ofBailout };
};

interface BeginningData {
  readonly borrower: BorrowerData;
  readonly product?: string;
  readonly tags?: readonly string[];
  readonly programme?: string;
}

/** The subject as its first fact describes it. */
export const beginSubject = ({ institution, data }: SequencedFact): FigureSubject => {
  const { borrower, product, tags = [], programme } = data as BeginningData;
  return {
    dimensions: {
      institution,
      district: borrower.district,
      industry: borrower.industry,
      size: borrower.size,
      bailoutProgramme: programme ?? null,
      kind: borrower.kind,
    },
    loan: product === undefined ? null : { tags, product, borrowerKey: borrower.id },
    standing: [],
  };
};
