import { factValueOf, type PathKind, type Unit } from '#facts';

/** What stands at a path, and so what it may be compared with; of what an institution reports, the measure's unit says it. */
export type ComparedAs = Exclude<PathKind, 'by-unit'>;

type Paths = Readonly<Record<string, ComparedAs>>;

/** What a definition may point at in facts of a type; undefined for a type that no measure is made of. */
export const countablePaths = (fact: string): Readonly<Record<string, PathKind>> | undefined =>
  factValueOf(fact)?.paths ?? undefined;

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

const known = (paths: Readonly<Record<string, PathKind>>, unit: Unit): Paths =>
  Object.fromEntries(
    Object.entries(paths).map(([path, kind]) => [
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
    ...facts.map((fact) => known(countablePaths(fact) ?? {}, unit)),
  );

const hasMember = (facts: readonly string[], path: string): boolean =>
  facts.every((fact) => countablePaths(fact)?.[path] !== undefined);

const isOfLoan = (fact: string): boolean => ['loan', 'claim'].includes(factValueOf(fact)?.subject ?? '');

/** Keys that a distinct count may count once: what every one of the facts has. */
export const keyPaths = (facts: readonly string[]): ReadonlySet<string> =>
  new Set([
    '/institution',
    ...['/data/borrowerKey', '/data/loanId', '/data/disbursementId'].filter((path) => hasMember(facts, path)),
    // The borrower of a fact's loan, or of the fact itself.
    ...(facts.every(isOfLoan) ? ['/loan/borrowerKey'] : []),
    ...(hasMember(facts, '/data/borrower/idType') ? ['/data/borrower/id'] : []),
  ]);
