import type { Measure } from '#contract';
import { reportWords } from '../figures/fact-names.js';
import type { Operation } from './operations.js';

/* What a definition may point at. The registry has the same list in `libs/facts`; a spec holds both against each other. */

export type Unit = Measure['unit'];

/** What stands at a path, and so what it may be compared with; `by-unit`: money or a count, as the measure's unit says. */
type PathKind = 'word' | 'set' | 'money' | 'date' | 'integer' | 'boolean' | 'by-unit';
export type Paths = Readonly<Record<string, PathKind>>;

const ofBorrower: Paths = {
  '/data/borrower/idType': 'word',
  '/data/borrower/kind': 'word',
  '/data/borrower/size': 'word',
  '/data/borrower/district': 'word',
  '/data/borrower/industry': 'word',
};
const ofLoan: Paths = { '/data/loanId': 'word' };
const ofAmount: Paths = { '/data/amount': 'money' };
const ofTerms: Paths = {
  '/data/maturityDate': 'date',
  '/data/product': 'word',
  '/data/guarantee': 'word',
  '/data/tags': 'set',
};
const ofDisbursement: Paths = {
  '/data/disbursementId': 'word',
  '/data/programme': 'word',
  '/data/kind': 'word',
  ...ofAmount,
};
const ofSettled: Paths = {
  '/data/borrowerKey': 'word',
  ...ofLoan,
  '/data/reason': 'word',
  '/data/earlierDate': 'date',
  '/data/held': 'boolean',
};

/** Facts that measures are made of, and what may be pointed at in each. */
export const countable = {
  LoanIssued: {
    ...ofBorrower,
    ...ofLoan,
    ...ofTerms,
    '/data/principal': 'money',
    '/data/rateBp': 'integer',
    '/data/drawdownTime': 'word',
  },
  LoanRenewed: {
    ...ofLoan,
    '/data/renewalNo': 'integer',
    '/data/renewedAmount': 'money',
    '/data/topUpAmount': 'money',
    '/data/signedDate': 'date',
    '/data/newMaturityDate': 'date',
    '/data/classification': 'word',
    '/data/mode': 'word',
    '/data/rateBp': 'integer',
  },
  LoanOpened: {
    ...ofBorrower,
    ...ofLoan,
    ...ofTerms,
    '/data/outstandingPrincipal': 'money',
    '/data/startDate': 'date',
    '/data/legStartDate': 'date',
    '/data/classification': 'word',
    '/data/renewalCount': 'integer',
  },
  LoanRepaid: { ...ofLoan, ...ofAmount },
  LoanWrittenOff: { ...ofLoan, ...ofAmount },
  LoanExtended: { ...ofLoan, '/data/newMaturityDate': 'date' },
  LoanReclassified: {
    ...ofLoan,
    '/data/classification': 'word',
    '/data/overduePrincipal': 'money',
    '/data/overdueInterest': 'money',
  },
  FirstTimeClaimed: { ...ofBorrower, ...ofLoan, '/data/enquiryDate': 'date' },
  FirstTimeRecognised: ofSettled,
  FirstTimeSuperseded: ofSettled,
  FirstTimeDenied: ofSettled,
  FirstTimeRevoked: ofSettled,
  BailoutDisbursed: { ...ofBorrower, ...ofLoan, ...ofDisbursement },
  BailoutReturned: ofDisbursement,
  IndicatorReported: {
    '/data/indicator': 'word',
    '/data/value': 'by-unit',
    '/data/unit': 'word',
    '/data/asAt': 'date',
    '/data/scope': 'word',
  },
} as const satisfies Readonly<Record<string, Paths>>;

export type CountableFact = keyof typeof countable;
export const countableFacts = Object.keys(countable) as readonly CountableFact[];
const isCountable = (fact: string): fact is CountableFact => Object.hasOwn(countable, fact);

/** What every fact has beside its own members. */
const everywhere: Paths = {
  '/type': 'word',
  '/institution': 'word',
  '/effectiveDate': 'date',
  '/loan/tags': 'set',
  '/loan/product': 'word',
  '/dimensions/institution': 'word',
  '/dimensions/district': 'word',
  '/dimensions/industry': 'word',
  '/dimensions/size': 'word',
  '/dimensions/kind': 'word',
  '/dimensions/bailoutProgramme': 'word',
};

const pathsIn = (fact: string): Paths => (isCountable(fact) ? countable[fact] : {});

/** By which a filter may choose among these facts. */
export const filterPaths = (facts: readonly string[], unit: Unit): Paths => {
  const own = facts.flatMap((fact) => Object.entries(pathsIn(fact)));
  const kinds = own.map(
    ([path, kind]) => [path, kind === 'by-unit' ? (unit === 'COUNT' ? 'integer' : 'money') : kind] as const,
  );
  return { ...everywhere, ...Object.fromEntries(kinds) };
};

/** What of a fact may be added up. */
export const amountPaths = (fact: string): readonly string[] =>
  Object.entries(pathsIn(fact)).flatMap(([path, kind]) =>
    kind === 'money' || kind === 'by-unit' ? [path] : [],
  );

/** A disbursement and a reported value are of no loan of their own. */
const isOfLoan = (fact: string): boolean =>
  ['/data/disbursementId', '/data/indicator'].every((path) => !Object.hasOwn(pathsIn(fact), path));

/** What a distinct count may count once: what every one of the facts has. */
export const keyPaths = (facts: readonly string[]): readonly string[] => {
  const haveAll = (path: string): boolean => facts.every((fact) => Object.hasOwn(pathsIn(fact), path));
  return [
    ...(facts.every(isOfLoan) ? ['/loan/borrowerKey'] : []),
    ...['/data/borrowerKey', '/data/loanId', '/data/disbursementId'].filter(haveAll),
    ...(haveAll('/data/borrower/idType') ? ['/data/borrower/id'] : []),
    '/institution',
  ];
};

/** Values that are reported are added up as they are, and nothing else is. */
export const factsFor = (op: Operation): readonly CountableFact[] =>
  countableFacts.filter((fact) => (fact === 'IndicatorReported') === (op === 'LATEST_SUM'));

export const isCounted = (op: Operation): boolean => op === 'COUNT' || op === 'COUNT_DISTINCT';

/** Words that a path may have, where there are few; offered, not required. */
export const wordsAt: Readonly<Record<string, readonly string[]>> = {
  '/data/borrower/idType': reportWords.idType,
  '/data/borrower/kind': reportWords.kind,
  '/dimensions/kind': reportWords.kind,
  '/data/borrower/size': reportWords.size,
  '/dimensions/size': reportWords.size,
  '/data/product': reportWords.product,
  '/loan/product': reportWords.product,
  '/data/tags': reportWords.tags,
  '/loan/tags': reportWords.tags,
  '/data/guarantee': reportWords.guarantee,
  '/data/classification': reportWords.classification,
  '/data/mode': reportWords.mode,
  '/data/held': ['true', 'false'],
  '/type': countableFacts,
};
