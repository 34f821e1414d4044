import { z } from 'zod';
import type { Role } from '#facts';
import type { PathParameters } from './path-parameters.js';

/** What a route says of itself. Access, checks and the OpenAPI document all come from this one place. */
export interface RouteDeclaration<
  Answers extends RouteAnswers = RouteAnswers,
  Sends extends boolean = boolean,
> {
  /** In camelCase, its own; generated clients name their methods by it, so it never changes. */
  readonly operationId: string;
  readonly summary: string;
  /** Roles that may call it; `public` needs no key. */
  readonly access: 'public' | readonly Role[];
  /** What each parameter of the path names. */
  readonly path?: PathParameters;
  readonly query?: z.ZodObject;
  /** Request headers that it reads. */
  readonly headers?: Readonly<Record<string, HeaderDeclaration>>;
  /** Schema of the body by content type; without it no body is read. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  /** By status: what it means, and the schema of the answer where there is one. */
  readonly answers: Answers;
  /** The method sends its answer by itself: a stream, bytes, or part by part. Then specs alone hold it to the schema. */
  readonly sendsItself?: Sends;
  /** Problems beyond those that every route may answer. */
  readonly problems?: readonly number[];
  /** Takes reports: every problem says what became of them. */
  readonly intake?: true;
  /** A bank must name itself: `institution=` its own. */
  readonly ownInstitution?: true;
  /** Waits for `Await-Position`. */
  readonly awaits?: boolean;
}

export interface RouteAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** Schemas of further content types, by which another kind of request is answered. */
  readonly others?: Readonly<Record<string, z.ZodType>>;
  /** Beside those that every answer has. */
  readonly headers?: Readonly<Record<string, HeaderDeclaration>>;
}

export type RouteAnswers = Readonly<Record<number, RouteAnswer>>;

/** A header of a request or of an answer; a text unless its JSON Schema says otherwise. */
export interface HeaderDeclaration {
  readonly description: string;
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Always there. */
  readonly required?: true;
}

/** Lists are read by pages. */
export const isList = ({ query }: RouteDeclaration): boolean =>
  query !== undefined && Object.hasOwn(query.shape, 'cursor');

const rowMembers = ['items', 'cells', 'points'] as const;

/** What there is as a table beside JSON: the lists, series and breakdowns that are asked for. */
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
