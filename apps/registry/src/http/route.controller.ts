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

/** Where what was made is found. */
export const located: Readonly<Record<string, HeaderDeclaration>> = {
  Location: { description: 'Path of what was made', required: true },
};

const methods = { GET: Get, POST: Post, PUT: Put, DELETE: Delete } as const;

/** No parameter of a path that the compiler knows is without its grammar. */
type WithPath<Path extends string> = [ParametersIn<Path>] extends [never]
  ? unknown
  : { readonly path: Readonly<Record<ParametersIn<Path>, PathParameters[string]>> };

/** What a method returns under one status: what the shape describes, nothing where there is none. */
type ReturnedFor<Answer> = Answer extends { readonly schema: infer Shape extends z.ZodType }
  ? AnswerOf<Shape>
  : void;

type Returned<Answers extends RouteAnswers, Sends extends boolean> = Sends extends true
  ? void
  : ReturnedFor<Answers[keyof Answers]>;

/** Takes a method that returns what is declared: all of it, and nothing more. */
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
    // Only there: what passes through an interceptor costs a good deal more.
    ...(tabular(declaration) ? [UseInterceptors(SpreadsheetAnswers)] : []),
  );

const everyRole: readonly Role[] = ['bank', 'supervisor', 'auditor', 'admin'];
const readers: readonly Role[] = ['bank', 'supervisor', 'auditor'];

/** Rows of the table in 3.1 that several routes share. */
export const access = { everyRole, readers } as const;
