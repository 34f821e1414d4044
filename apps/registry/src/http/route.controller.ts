import { applyDecorators, Delete, Get, Post, Put, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import type { AnswerOf } from '#contract';
import type { Role } from '#facts';
import {
  type HeaderDeclaration,
  type ParametersIn,
  type PathParameters,
  type RouteAnswers,
  type RouteDeclaration,
  tabular,
} from './route-declaration.js';
import { SpreadsheetAnswers } from './spreadsheet-answers.server.js';

export const located: Readonly<Record<string, HeaderDeclaration>> = {
  Location: { description: 'Path of what was made', required: true },
};

const methods = { GET: Get, POST: Post, PUT: Put, DELETE: Delete } as const;

/** Requires a grammar for each parameter in the literal type of a path. */
type WithPath<Path extends string> = [ParametersIn<Path>] extends [never]
  ? unknown
  : { readonly path: Readonly<Record<ParametersIn<Path>, PathParameters[string]>> };

/** The type that a method returns for one declared answer; void where that has no schema. */
type ReturnedFor<Answer> = Answer extends { readonly schema: infer Shape extends z.ZodType }
  ? AnswerOf<Shape>
  : void;

type Returned<Answers extends RouteAnswers, Sends extends boolean> = Sends extends true
  ? void
  : ReturnedFor<Answers[keyof Answers]>;

/** Decorates methods that return exactly what is declared. */
export type RouteDecorator<Answer> = <Method extends (...asked: never[]) => Answer | Promise<Answer>>(
  controller: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Method> &
    ([Answer] extends [Awaited<ReturnType<Method>>] ? unknown : { readonly returned: 'more than declared' }),
) => void;

/**
 * Declares a route: the only way in which the registry makes one. The compiler holds what the method returns to the shapes of its
 * answers (`route.controller.spec.ts`).
 */
export const Route = <
  const Path extends string,
  const Answers extends RouteAnswers,
  const Sends extends boolean = false,
>(
  method: keyof typeof methods,
  path: Path,
  declaration: RouteDeclaration<Answers, Sends> & WithPath<Path>,
): RouteDecorator<Returned<Answers, Sends>> =>
  applyDecorators(
    methods[method](path),
    RouteConfig(declaration),
    // On these routes only, since every interceptor costs time.
    ...(tabular(declaration) ? [UseInterceptors(SpreadsheetAnswers)] : []),
  );

const everyRole: readonly Role[] = ['bank', 'supervisor', 'auditor', 'admin'];
const readers: readonly Role[] = ['bank', 'supervisor', 'auditor'];

/** Roles of the table in 3.1 that several routes share. */
export const access = { everyRole, readers } as const;
