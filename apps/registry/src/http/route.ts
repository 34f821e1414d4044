import { applyDecorators, Delete, Get, Post, Put } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import type { Role } from '#facts';

/** What a route says of itself. Access, checks and the OpenAPI document all come from this one place. */
export interface RouteDeclaration {
  readonly summary: string;
  /** Roles that may call it; `public` needs no key. */
  readonly access: 'public' | readonly Role[];
  readonly query?: z.ZodObject;
  /** Request headers that it reads, with what they mean. */
  readonly headers?: Readonly<Record<string, string>>;
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

interface RouteAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly contentType?: string;
}

const methods = { GET: Get, POST: Post, PUT: Put, DELETE: Delete } as const;

/** Declares a route: the only way in which the registry makes one. */
export const Route = (
  method: keyof typeof methods,
  path: string,
  declaration: RouteDeclaration,
): MethodDecorator => applyDecorators(methods[method](path), RouteConfig(declaration));

const everyRole: readonly Role[] = ['bank', 'supervisor', 'auditor', 'admin'];
const readers: readonly Role[] = ['bank', 'supervisor', 'auditor'];

/** Rows of the table in 3.1 that several routes share. */
export const access = { everyRole, readers } as const;
