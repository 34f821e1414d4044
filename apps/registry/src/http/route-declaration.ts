import { z } from 'zod';
import type { Role } from '#facts';
import { isBusinessDate } from '#calendar';
import {
  hasUsccForm,
  idGrammar,
  isIdentifier,
  namesBailoutProgramme,
  namesCalendar,
  namesInstitution,
  namesLoan,
  namesMeasure,
  namesProgramme,
  namesTarget,
  usccPattern,
} from '#identifiers';
import { type Problem, problem } from '#problem-details';

/** The syntax of a path parameter, and the problem where a value does not have it. */
interface PathGrammar {
  readonly fits: (text: string) => boolean;
  /** For JSON Schema; may match more than `fits`. */
  readonly pattern: string;
  readonly fault: Problem;
}

/** A parameter that names something existing: another value names nothing, 404. */
const named = (pattern: string, fits = matching(pattern)): PathGrammar => ({
  fits,
  pattern,
  fault: problem('not-found'),
});

/** A parameter under which the request defines something: another value is a mistake, 400 with what is wrong. */
const defined = (pattern: string, detail: string, fits = matching(pattern)): PathGrammar => ({
  fits,
  pattern,
  fault: problem('invalid-request', { detail }),
});

function matching(pattern: string): (text: string) => boolean {
  const whole = new RegExp(pattern);
  return (text) => whole.test(text);
}

const identifier = `^${idGrammar}$`;
const codeGrammar = 'A code is 1 to 64 of A-Z a-z 0-9 _ . : - but neither . nor ..';

const grammars = {
  identifier: named(identifier, isIdentifier),
  institution: named(identifier, namesInstitution),
  loan: named(identifier, namesLoan),
  measure: named(identifier, namesMeasure),
  programme: named(identifier, namesProgramme),
  calendar: named(identifier, namesCalendar),
  newMeasure: defined(identifier, codeGrammar, namesMeasure),
  newProgramme: defined(identifier, codeGrammar, namesProgramme),
  newCalendar: defined(identifier, codeGrammar, namesCalendar),
  newBailoutProgramme: defined(identifier, codeGrammar, namesBailoutProgramme),
  newTarget: defined(identifier, codeGrammar, namesTarget),
  keyId: named('^[a-z0-9]{4,32}$'),
  borrowerKey: named('^([0-9A-Z]{18}|P1_[A-Z2-7]{26})$'),
  uscc: defined(
    usccPattern,
    'A USCC has 18 characters: digits and capital letters, but for I, O, S, V and Z.',
    hasUsccForm,
  ),
  uuid: named('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
  template: named('^xudai\\.[a-z.-]{1,40}\\.v1\\.csv$'),
  published: named('^[A-Za-z0-9._-]{1,100}$'),
  day: defined('^\\d{4}-\\d{2}-\\d{2}$', 'A statement is of a calendar day YYYY-MM-DD.', (text) =>
    isBusinessDate(text),
  ),
  year: defined('^(19|[2-9]\\d)\\d{2}$', 'The year in the path is a year from 1900.'),
} as const satisfies Readonly<Record<string, PathGrammar>>;

/** The grammar of each parameter of a path. */
export type PathParameters = Readonly<Record<string, keyof typeof grammars>>;

/** Names of the parameters in the literal type of a path. */
export type ParametersIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | ParametersIn<`/${More}`>
    : Rest
  : never;

/** The problem with a path parameter, found before anything is read; undefined when all fit their grammar. */
export const pathFault = (parameters: PathParameters = {}, params: unknown): Problem | undefined => {
  const given = params as Readonly<Record<string, string | undefined>>;
  const wrong = Object.entries(parameters).find(([name, kind]) => !grammars[kind].fits(given[name] ?? ''));
  return wrong && grammars[wrong[1]].fault;
};

/** The pattern of a grammar for JSON Schema. */
export const patternOf = (kind: keyof typeof grammars): string => grammars[kind].pattern;

/** The declaration of a route, from which access, checks and the OpenAPI document follow. */
export interface RouteDeclaration<
  Answers extends RouteAnswers = RouteAnswers,
  Sends extends boolean = boolean,
> {
  /** Unique, in camelCase. Generated clients name their methods by it, so it never changes. */
  readonly operationId: string;
  /** For people: the English one stands in the OpenAPI document, `/docs` has both. */
  readonly summary: { readonly en: string; readonly zh: string };
  /** Roles that may call it; `public` needs no key. */
  readonly access: 'public' | readonly Role[];
  /** The grammar of each path parameter. */
  readonly path?: PathParameters;
  readonly query?: z.ZodObject;
  /** Request headers that it reads. */
  readonly headers?: Readonly<Record<string, HeaderDeclaration>>;
  /** Schema of the body by content type; absent where no body is accepted. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  /** Bytes of the longest body, where the content type alone sets no limit. */
  readonly mostBytes?: number;
  /** By status. */
  readonly answers: Answers;
  /** The method sends its answer itself, as a stream or bytes. Then the compiler does not check it against the schema; specs do. */
  readonly sendsItself?: Sends;
  /** Problems beyond those that every route may answer. */
  readonly problems?: readonly number[];
  /** Takes reports: every problem has an `outcome`. */
  readonly intake?: true;
  /** A bank must give `institution=` with its own code. */
  readonly ownInstitution?: true;
  /** Waits for `Await-Position`. */
  readonly awaits?: boolean;
}

export interface RouteAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** Schemas of further content types. */
  readonly others?: Readonly<Record<string, z.ZodType>>;
  /** In addition to those of every answer. */
  readonly headers?: Readonly<Record<string, HeaderDeclaration>>;
}

export type RouteAnswers = Readonly<Record<number, RouteAnswer>>;

/** A header of a request or of an answer; text unless `schema` says otherwise. */
export interface HeaderDeclaration {
  readonly description: string;
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Always there. */
  readonly required?: true;
}

export const isList = ({ query }: RouteDeclaration): boolean =>
  query !== undefined && Object.hasOwn(query.shape, 'cursor');

const rowMembers = ['items', 'cells', 'points'] as const;

/** An answer that is also given as a table: a list, series or breakdown. */
export interface Tabular {
  /** The member of the answer that holds its rows. */
  readonly member: (typeof rowMembers)[number];
  readonly row: z.ZodType;
}

/** Undefined where the answer is no table. */
export const tabular = ({ answers, query }: RouteDeclaration): Tabular | undefined => {
  const schema = answers[200]?.schema;
  if (!(schema instanceof z.ZodObject) || query === undefined) return undefined;
  const member = rowMembers.find((name) => schema.shape[name] instanceof z.ZodArray);
  return member && { member, row: (schema.shape[member] as z.ZodArray<z.ZodType>).element };
};
