import { type BorrowerData, loanStream, type SequencedFact } from '#facts';
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

/**
 * How a kind of fact bears on its subject. What the arbiter derived counts under the subject of its claim, but stands by itself:
 * the arbiter ends it by a fact of its own, and taking the loan back must not end it a second time.
 */
export type Bearing = 'begins' | 'adds' | 'takes-back' | 'derived';

export interface SubjectOfFact {
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

const derived: ReadonlySet<string> = new Set([
  'FirstTimeRecognised',
  'FirstTimeSuperseded',
  'FirstTimeDenied',
  'FirstTimeRevoked',
]);

/** A loan is its stream; one bailout stream has many disbursements, and `/` is in no id. Null: the fact is of no subject. */
export const subjectOf = ({ type, stream, institution, data }: SequencedFact): SubjectOfFact | null => {
  const ofLoan = Object.hasOwn(loanBearings, type) ? loanBearings[type] : undefined;
  if (ofLoan) return { subject: stream, bearing: ofLoan };
  if (derived.has(type)) {
    const { loanId } = data as { readonly loanId: string };
    return { subject: loanStream(institution ?? '', loanId), bearing: 'derived' };
  }
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
