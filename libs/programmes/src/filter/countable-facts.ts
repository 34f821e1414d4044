import type { Unit } from '#facts';

/** What stands at a path, and so what it may be compared with. */
export type PathKind = 'word' | 'money' | 'date' | 'integer' | 'boolean' | 'set';

type Paths = Readonly<Record<string, PathKind>>;

/** What an institution reports is an amount or a count: which, the measure's unit says. */
type Members = Readonly<Record<string, PathKind | 'by-unit'>>;

const borrower: Members = {
  '/data/borrower/idType': 'word',
  '/data/borrower/kind': 'word',
  '/data/borrower/size': 'word',
  '/data/borrower/district': 'word',
  '/data/borrower/industry': 'word',
};

const arbitration: Members = {
  '/data/borrowerKey': 'word',
  '/data/loanId': 'word',
  '/data/reason': 'word',
  '/data/earlierDate': 'date',
  '/data/held': 'boolean',
};

/**
 * The facts that measures are made of, with the members of each that a definition may point at. A person's id and the
 * free texts of a bank are not among them. Cancelling, correcting and reversing are no sources: what they undo, every
 * measure undoes.
 */
export const countableFacts: Readonly<Record<string, Members>> = {
  LoanOpened: {
    ...borrower,
    '/data/loanId': 'word',
    '/data/outstandingPrincipal': 'money',
    '/data/startDate': 'date',
    '/data/legStartDate': 'date',
    '/data/maturityDate': 'date',
    '/data/product': 'word',
    '/data/guarantee': 'word',
    '/data/classification': 'word',
    '/data/renewalCount': 'integer',
    '/data/tags': 'set',
  },
  LoanIssued: {
    ...borrower,
    '/data/loanId': 'word',
    '/data/principal': 'money',
    '/data/maturityDate': 'date',
    '/data/product': 'word',
    '/data/rateBp': 'integer',
    '/data/guarantee': 'word',
    '/data/tags': 'set',
    '/data/drawdownTime': 'word',
  },
  LoanRenewed: {
    '/data/loanId': 'word',
    '/data/renewalNo': 'integer',
    '/data/renewedAmount': 'money',
    '/data/topUpAmount': 'money',
    '/data/signedDate': 'date',
    '/data/newMaturityDate': 'date',
    '/data/classification': 'word',
    '/data/mode': 'word',
    '/data/rateBp': 'integer',
  },
  LoanExtended: { '/data/loanId': 'word', '/data/newMaturityDate': 'date' },
  LoanRepaid: { '/data/loanId': 'word', '/data/amount': 'money' },
  LoanReclassified: {
    '/data/loanId': 'word',
    '/data/classification': 'word',
    '/data/overduePrincipal': 'money',
    '/data/overdueInterest': 'money',
  },
  LoanWrittenOff: { '/data/loanId': 'word', '/data/amount': 'money' },
  FirstTimeClaimed: { ...borrower, '/data/loanId': 'word', '/data/enquiryDate': 'date' },
  FirstTimeRecognised: arbitration,
  FirstTimeSuperseded: arbitration,
  FirstTimeDenied: arbitration,
  FirstTimeRevoked: arbitration,
  BailoutDisbursed: {
    ...borrower,
    '/data/disbursementId': 'word',
    '/data/programme': 'word',
    '/data/kind': 'word',
    '/data/amount': 'money',
    '/data/loanId': 'word',
  },
  BailoutReturned: {
    '/data/disbursementId': 'word',
    '/data/programme': 'word',
    '/data/kind': 'word',
    '/data/amount': 'money',
  },
  IndicatorReported: {
    '/data/indicator': 'word',
    '/data/value': 'by-unit',
    '/data/unit': 'word',
    '/data/asAt': 'date',
    '/data/scope': 'word',
  },
};

/** Members of every fact. */
const envelope: Paths = { '/type': 'word', '/institution': 'word', '/effectiveDate': 'date' };

/** Of the loan that the fact is about. */
const loan: Paths = { '/loan/tags': 'set', '/loan/product': 'word' };

/** What a quantity is kept under; the loan's borrower's, or the disbursement's. */
const dimensionPaths: Paths = {
  '/dimensions/institution': 'word',
  '/dimensions/district': 'word',
  '/dimensions/industry': 'word',
  '/dimensions/size': 'word',
  '/dimensions/bailoutProgramme': 'word',
  '/dimensions/kind': 'word',
};

/** What a target's own filter may look at: what is kept with each quantity. */
export const targetPaths: Paths = {
  ...dimensionPaths,
  '/institution': 'word',
  '/effectiveDate': 'date',
};

const known = (members: Members, unit: Unit): Paths =>
  Object.fromEntries(
    Object.entries(members).map(([path, kind]) => [
      path,
      kind === 'by-unit' ? (unit === 'COUNT' ? 'integer' : 'money') : kind,
    ]),
  );

/** What a definition of this unit may point at in these facts. */
export const factPaths = (facts: readonly string[], unit: Unit): Paths =>
  Object.assign(
    {},
    envelope,
    loan,
    dimensionPaths,
    ...facts.map((fact) => known(countableFacts[fact] ?? {}, unit)),
  );

const hasMember = (facts: readonly string[], path: string): boolean =>
  facts.every((fact) => countableFacts[fact]?.[path] !== undefined);

/** Keys that a distinct count may count once: what every one of the facts has. */
export const keyPaths = (facts: readonly string[]): ReadonlySet<string> =>
  new Set([
    '/institution',
    ...['/data/borrowerKey', '/data/loanId', '/data/disbursementId'].filter((path) => hasMember(facts, path)),
    // The borrower of a fact's loan, or of the fact itself.
    ...(hasMember(facts, '/data/loanId') && !facts.includes('BailoutDisbursed') ? ['/loan/borrowerKey'] : []),
    ...(hasMember(facts, '/data/borrower/idType') ? ['/data/borrower/id'] : []),
  ]);
