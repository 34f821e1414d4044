import { z } from 'zod';
import type { BusinessDate } from '#calendar';
import type { InstitutionCode } from '#identifiers';
import { comparedAs, type PathKind } from './stored-values.js';
import type { StoredFact } from './stored-fact.js';
import type { StreamKind } from './streams.js';

// What is known of a type of facts stands in one value. A list of types anywhere else is derived from these values, so that a new
// type is written down once, and the compiler asks for it wherever facts are handled case by case.

/**
 * What a fact is about. A loan is its stream, and one stream of bailouts has many disbursements; a claim is made for a loan and
 * settled in the stream of its borrower; a correction is about another fact of its stream.
 */
export type Subject =
  | 'loan'
  | 'claim'
  | 'contest'
  | 'disbursement'
  | 'indicator'
  | 'bailout-programme'
  | 'programme'
  | 'target'
  | 'measure'
  | 'calendar'
  | 'institution'
  | 'uscc'
  | 'key'
  | 'submission'
  | 'projection'
  | 'forecast'
  | 'fact';

/**
 * What a fact does to its subject. `settles` is the arbiter's: it stands by itself and is ended by a fact of its own, so that
 * taking a loan back does not end it a second time. `states` is a value of its own, which changes nothing said before. What
 * `corrects` or `reverses` another fact is no step of a fold: `#history` applies it to the facts that are folded.
 */
export type Bearing =
  | 'begins'
  | 'changes'
  | 'takes-back'
  | 'claims'
  | 'settles'
  | 'decides'
  | 'states'
  | 'defines'
  | 'corrects'
  | 'reverses';

/** How a fact repeats the report that it was recorded of. */
export interface ReportedAs {
  /** Of the report, without `xudai.` and `.v1`. */
  readonly type: string;
  /** The member of `data` that holds the report's subject. */
  readonly subject: string;
  /** Members of `data` that the report does not have: what it follows from was there when it was decided on. */
  readonly derived: readonly string[];
}

export interface FactValue {
  readonly type: string;
  /** The kinds of stream that it is in. */
  readonly streams: readonly StreamKind[];
  readonly subject: Subject;
  readonly bearing: Bearing;
  /** Whether it has an institution and an effective date; what has none stores null. */
  readonly institution: boolean;
  readonly effectiveDate: boolean;
  /** Of `data`. Strict: it names every member that was ever stored. */
  readonly schema: z.ZodType<object>;
  /** The member of `data` that a statement adds up; null where there is no amount, or none that adds up. */
  readonly amount: string | null;
  /** JSON pointers that a definition may point at, and what they are compared as; null: no measure is made of it. */
  readonly paths: Readonly<Record<string, PathKind>> | null;
  /** Null for what is no repetition of a report. */
  readonly report: ReportedAs | null;
}

/** A fact of this value's type. What the type always has is never null. */
export type FactOfValue<Value extends FactValue> = StoredFact<Value['type'], z.output<Value['schema']>> &
  (Value['institution'] extends true ? { readonly institution: InstitutionCode } : unknown) &
  (Value['effectiveDate'] extends true ? { readonly effectiveDate: BusinessDate } : unknown);

/** A fact of any of these values. */
export type FactOfValues<Values extends Readonly<Record<string, FactValue>>> = {
  readonly [Type in keyof Values]: FactOfValue<Values[Type]>;
}[keyof Values];

type Shape = Readonly<Record<string, z.core.$ZodType>>;

type Bears = Pick<FactValue, 'type' | 'streams' | 'subject' | 'bearing' | 'institution' | 'effectiveDate'>;

interface Holds<Members extends Shape> {
  readonly data: Members;
  readonly amount?: keyof Members & string;
  /** Members that a definition may point at: no free text of a bank, and of a borrower neither id nor name. */
  readonly counted?: readonly (keyof Members & string)[];
  readonly report?: {
    readonly type: string;
    readonly subject: keyof Members & string;
    readonly derived?: readonly (keyof Members & string)[];
  };
}

const hiddenOfBorrower: ReadonlySet<string> = new Set(['id', 'name']);

/** Of a member that is an object the values in it, of any other its own. */
const pathsOfMember = (path: string, schema: z.core.$ZodType): readonly (readonly [string, PathKind])[] => {
  const inner = schema instanceof z.ZodReadonly ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodObject)) return [[path, comparedAs(schema)]];
  return Object.entries(inner.shape).flatMap(([name, part]) =>
    hiddenOfBorrower.has(name) ? [] : pathsOfMember(`${path}/${name}`, part as z.core.$ZodType),
  );
};

export const factValue = <const Known extends Bears, const Members extends Shape>(
  known: Known,
  { data, amount, counted, report }: Holds<Members>,
) => ({
  ...known,
  schema: z.strictObject(data).readonly(),
  amount: amount ?? null,
  paths: counted
    ? (Object.fromEntries(
        counted.flatMap((member) => pathsOfMember(`/data/${member}`, data[member] as z.core.$ZodType)),
      ) as Readonly<Record<string, PathKind>>)
    : null,
  report: report ? ({ derived: [], ...report } satisfies ReportedAs as ReportedAs) : null,
});
