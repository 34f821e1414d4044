import { applyDecorators, Delete, Get, Post, Put } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import type { Role } from '#facts';
import type { ParametersIn, PathParameters } from './path-parameters.js';

/** What a route says of itself. Access, checks and the OpenAPI document all come from this one place. */
export interface RouteDeclaration {
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
  /** Content types of the contract that are not built yet: they answer 501, not 415. */
  readonly unbuiltTypes?: readonly string[];
  /** By status: what it means, and the schema of the answer where there is one. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
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
  /** Beside those that every answer has. */
  readonly headers?: Readonly<Record<string, HeaderDeclaration>>;
}

/** A header of a request or of an answer; a text unless its JSON Schema says otherwise. */
export interface HeaderDeclaration {
  readonly description: string;
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Always there. */
  readonly required?: true;
}

/** Where what was made is found. */
export const located: Readonly<Record<string, HeaderDeclaration>> = {
  Location: { description: 'Path of what was made', required: true },
};

/** Lists are read by pages. */
export const isList = ({ query }: RouteDeclaration): boolean =>
  query !== undefined && Object.hasOwn(query.shape, 'cursor');

const methods = { GET: Get, POST: Post, PUT: Put, DELETE: Delete } as const;

/** No parameter of a path that the compiler knows is without its grammar. */
type WithPath<Path extends string> = [ParametersIn<Path>] extends [never]
  ? RouteDeclaration
  : RouteDeclaration & { readonly path: Readonly<Record<ParametersIn<Path>, PathParameters[string]>> };

/** Declares a route: the only way in which the registry makes one. */
export const Route = <const Path extends string>(
  method: keyof typeof methods,
  path: Path,
  declaration: WithPath<Path>,
): MethodDecorator => applyDecorators(methods[method](path), RouteConfig(declaration));

const everyRole: readonly Role[] = ['bank', 'supervisor', 'auditor', 'admin'];
const readers: readonly Role[] = ['bank', 'supervisor', 'auditor'];

/** Rows of the table in 3.1 that several routes share. */
export const access = { everyRole, readers } as const;
