import type { ChangeFact } from './change-facts.js';
import type { Bearing, FactValue, Subject } from './fact-value.js';
import { type FactAbout, type FactBearing, type FactOfKind, factValueOf } from './fact-values.js';
import { factMetadata, type StoredFact } from './stored-fact.js';
import { businessDate, institutionCode } from './stored-values.js';
import { type StreamKind, streamKind, streams } from './streams.js';

// The door through which stored facts enter: from here on their type says what they hold. It looks at the type, the kind of stream
// and whether there is an institution and a day where the type has them. What else is in the log was checked when it was
// recorded, and each fact passes here many times.

/** What of a report its fact repeats. */
export interface ReportedContent {
  /** Without `xudai.` and `.v1`. */
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly effectiveDate: string };
}

/** Subject of the report that a fact repeats; undefined for a fact that repeats none. */
export const reportSubject = ({ type, data }: StoredFact): string | undefined => {
  const report = factValueOf(type)?.report;
  return report ? String((data as Readonly<Record<string, unknown>>)[report.subject]) : undefined;
};

/**
 * The way back from a fact to the report that it repeats, so that it can be decided on again. Undefined for a fact that repeats none:
 * what the registry recorded by itself, and corrections and reversals.
 */
export const reportedAs = ({ type, effectiveDate, data }: StoredFact): ReportedContent | undefined => {
  const report = factValueOf(type)?.report;
  if (!report || effectiveDate === null) return undefined;
  const { [report.subject]: subject, ...members } = data as Readonly<Record<string, unknown>>;
  const sent = Object.entries(members).filter(([name]) => !report.derived.includes(name));
  return {
    type: report.type,
    subject: String(subject),
    data: { effectiveDate, ...Object.fromEntries(sent) },
  };
};

const hasWhatItsTypeHas = (fact: StoredFact, value: FactValue): void => {
  if (value.institution && fact.institution === null)
    throw new Error(`${fact.type} in ${fact.stream} has no institution.`);
  if (value.effectiveDate && fact.effectiveDate === null)
    throw new Error(`${fact.type} in ${fact.stream} has no effective date.`);
};

/** Undefined for a correction or reversal. */
const entered = <Fact extends StoredFact, Kind extends StreamKind>(
  fact: Fact,
  kind: Kind,
): (Fact & FactOfKind<Kind>) | undefined => {
  const value = factValueOf(fact.type);
  if (!value?.streams.includes(kind))
    throw new Error(`A fact of type ${fact.type} is not known in the stream ${fact.stream}.`);
  hasWhatItsTypeHas(fact, value);
  return value.subject === 'fact' ? undefined : (fact as Fact & FactOfKind<Kind>);
};

/**
 * Recognises the facts of these kinds of stream, and gives undefined for others, and for what corrects or reverses one of them
 * (`changeOf`). A type that is not known there is no fact to
 * pass over: what it changes would be missing for ever, so whoever follows stops at it.
 */
export const factsOf = <const Kind extends StreamKind>(...kinds: readonly Kind[]) => {
  const [first, ...others] = kinds;
  const wanted: ReadonlySet<string> = new Set(others);
  return <Fact extends StoredFact>(fact: Fact): (Fact & FactOfKind<Kind>) | undefined => {
    const kind = streamKind(fact.stream);
    return kind !== undefined && (kind === first || wanted.has(kind))
      ? entered(fact, kind as Kind)
      : undefined;
  };
};

/**
 * A fact that is a step of the fold of a stream of this kind. Throws for a type that is not known there: what the stream comes to
 * is unknown. Throws for a correction or reversal: what is folded is the history with these applied.
 */
export const factIn =
  <const Kind extends StreamKind>(kind: Kind) =>
  <Fact extends StoredFact>(fact: Fact): Fact & FactOfKind<Kind> => {
    const step = entered(fact, kind);
    if (!step) throw new Error(`${fact.type} in ${fact.stream} is no step of a fold.`);
    return step;
  };

/** The fact as one about a subject of this kind; undefined for all others. */
export const factAbout =
  <const About extends Subject>(subject: About) =>
  <Fact extends StoredFact>(fact: Fact): (Fact & FactAbout<About>) | undefined => {
    const value = factValueOf(fact.type);
    if (value?.subject !== subject) return undefined;
    hasWhatItsTypeHas(fact, value);
    return fact as Fact & FactAbout<About>;
  };

/** The fact as one that does this to its subject; undefined for all others. */
export const factBearing =
  <const On extends Bearing>(bearing: On) =>
  <Fact extends StoredFact>(fact: Fact): (Fact & FactBearing<On>) | undefined => {
    const value = factValueOf(fact.type);
    if (value?.bearing !== bearing) return undefined;
    hasWhatItsTypeHas(fact, value);
    return fact as Fact & FactBearing<On>;
  };

/**
 * What is there of the data of a fact about a subject of this kind; undefined for all others. For a fact that cannot be applied, which may
 * lack what its type says that it has.
 */
export const dataAbout =
  <const About extends Subject>(subject: About) =>
  ({ type, data }: StoredFact): Partial<FactAbout<About>['data']> | undefined =>
    factValueOf(type)?.subject === subject ? (data as Partial<FactAbout<About>['data']>) : undefined;

/** What the fact moves, as its type says: as its text; null where its type has no amount. */
export const amountOf = ({ type, data }: Pick<StoredFact, 'type' | 'data'>): string | null => {
  const member = factValueOf(type)?.amount ?? null;
  if (member === null) return null;
  const amount = Object.entries(data).find(([name]) => name === member)?.[1];
  if (typeof amount !== 'string') throw new Error(`A fact of type ${type} has no ${member}.`);
  return amount;
};

/** The fact as one that corrects or reverses another of its stream; undefined for all others. */
export const changeOf = <Fact extends StoredFact>(fact: Fact): (Fact & ChangeFact) | undefined =>
  factValueOf(fact.type)?.subject === 'fact' ? (fact as Fact & ChangeFact) : undefined;

interface Checked {
  readonly safeParse: (value: unknown) => { readonly error?: { readonly message: string } | undefined };
}

const violation = (member: string, schema: Checked, value: unknown): readonly string[] => {
  const { error } = schema.safeParse(value);
  return error ? [`${member}: ${error.message}`] : [];
};

/** What has none of it stores null. */
const given = (member: string, has: boolean, schema: Checked, value: unknown): readonly string[] =>
  has ? violation(member, schema, value) : value === null ? [] : [`${member}: is none of this type`];

/**
 * All that is wrong with a fact in its stored form, held whole against what is known of its type; nothing for a sound one. It
 * costs far more than entering by the type: for those who check a log, not for those who follow it.
 */
export const factViolations = (fact: StoredFact): readonly string[] => {
  const value = factValueOf(fact.type);
  if (!value) return [`type: ${fact.type} is not known`];
  return [
    ...(value.streams.some((kind) => streams[kind].read(fact.stream))
      ? []
      : [`stream: is none of ${value.streams.join(', ')}`]),
    ...given('institution', value.institution, institutionCode, fact.institution),
    ...given('effectiveDate', value.effectiveDate, businessDate, fact.effectiveDate),
    ...violation('data', value.schema, fact.data),
    ...violation('metadata', factMetadata, fact.metadata),
  ];
};
