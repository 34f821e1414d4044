import type { BusinessDate } from '#calendar';
import { factValueOf, type PathKind, type SequencedFact, type Unit } from '#facts';
import { columnOf, type Dimensions, dimensions } from './dimensions.js';

export interface MeasuredLoan {
  readonly tags: readonly string[];
  readonly product: string;
  readonly borrowerKey: string;
}

/** What definitions point into: a fact together with the dimensions and the loan that it counts under. */
export interface MeasuredDocument {
  readonly type: string;
  readonly institution: string | null;
  readonly effectiveDate: BusinessDate | null;
  readonly data: object;
  readonly loan: MeasuredLoan | null;
  readonly dimensions: Dimensions;
}

/** What is kept with each quantity: a filter that looks at more of a fact narrows the measure instead (`measures-in-force.ts`). */
export type KeptDocument = Pick<MeasuredDocument, 'institution' | 'effectiveDate' | 'dimensions'>;

export const documentOf = (
  { type, institution, effectiveDate, data }: SequencedFact,
  subject: Pick<MeasuredDocument, 'loan' | 'dimensions'>,
): MeasuredDocument => ({
  type,
  institution,
  effectiveDate,
  data,
  loan: subject.loan,
  dimensions: subject.dimensions,
});

/** The value at a JSON pointer; undefined where there is none. */
export const pointerTo = (pointer: string): ((document: object) => unknown) => {
  const members = pointer.split('/').slice(1);
  return (document) => {
    let value: unknown = document;
    for (const member of members) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
      value = (value as Record<string, unknown>)[member];
    }
    return value ?? undefined;
  };
};

/** The kind of value at a path, which says what it may be compared with. The kind of a reported value follows from the measure's unit. */
export type ComparedAs = Exclude<PathKind, 'by-unit'>;

export type Paths = Readonly<Record<string, ComparedAs>>;

/** Paths of what is kept with each quantity, each with its column as text. */
const kept: Readonly<Record<string, { readonly as: ComparedAs; readonly column: string }>> = {
  ...Object.fromEntries(
    dimensions.map((name) => [`/dimensions/${name}`, { as: 'word', column: columnOf(name) }] as const),
  ),
  '/institution': { as: 'word', column: columnOf('institution') },
  '/effectiveDate': { as: 'date', column: 'effective_date::text' },
};

/** Undefined: nothing of it is kept. */
export const keptColumn = (path: string): string | undefined =>
  Object.hasOwn(kept, path) ? kept[path]?.column : undefined;

const keptPaths: Paths = Object.fromEntries(Object.entries(kept).map(([path, { as }]) => [path, as]));

/** What a definition may point at in facts of a type; undefined for a type that no measure is made of. */
export const countablePaths = (fact: string): Readonly<Record<string, PathKind>> | undefined =>
  factValueOf(fact)?.paths ?? undefined;

const byUnit = (paths: Readonly<Record<string, PathKind>>, unit: Unit): Paths =>
  Object.fromEntries(
    Object.entries(paths).map(([path, kind]) => [
      path,
      kind === 'by-unit' ? (unit === 'COUNT' ? 'integer' : 'money') : kind,
    ]),
  );

/** What a definition of this unit may point at in these facts. */
export const factPaths = (facts: readonly string[], unit: Unit): Paths => ({
  '/type': 'word',
  '/loan/tags': 'set',
  '/loan/product': 'word',
  ...keptPaths,
  ...Object.assign({}, ...facts.map((fact) => byUnit(countablePaths(fact) ?? {}, unit))),
});

const haveMember = (facts: readonly string[], path: string): boolean =>
  facts.every((fact) => countablePaths(fact)?.[path] !== undefined);

const isOfLoan = (fact: string): boolean => ['loan', 'claim'].includes(factValueOf(fact)?.subject ?? '');

/** Keys that a distinct count may count once: what every one of the facts has. */
export const keyPaths = (facts: readonly string[]): ReadonlySet<string> =>
  new Set([
    '/institution',
    ...['/data/borrowerKey', '/data/loanId', '/data/disbursementId'].filter((path) =>
      haveMember(facts, path),
    ),
    // The borrower of a fact's loan, or of the fact itself.
    ...(facts.every(isOfLoan) ? ['/loan/borrowerKey'] : []),
    ...(haveMember(facts, '/data/borrower/idType') ? ['/data/borrower/id'] : []),
  ]);
