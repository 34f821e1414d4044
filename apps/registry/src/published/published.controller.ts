import { Controller, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '#problem-details';
import { fullType, reportJsonSchema, reportTypeOf, reportTypes } from '#reports';
import { KnownPaths } from '../http/known-paths.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { Route } from '../http/route.js';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './open-api.js';
import { problemPage } from './problem-page.js';

const html = 'text/html; charset=utf-8';
const anything = z.record(z.string(), z.unknown());

/** What anybody may read: the interface, the schemas, what each problem means. */
@Controller()
export class PublishedController {
  constructor(private readonly paths: KnownPaths) {}

  @Route('GET', 'openapi.json', {
    summary: 'OpenAPI 3.1 document of this interface',
    access: 'public',
    answers: { 200: { description: 'The document', schema: anything } },
  })
  openApi(): object {
    return openApiDocument(this.paths);
  }

  @Route('GET', 'docs', {
    summary: 'The interface as a page',
    access: 'public',
    answers: { 200: { description: 'The page', contentType: html } },
  })
  docs(@Res() reply: FastifyReply): void {
    reply.type(html).send(docsPage(this.paths, reportTypes.map(fullType)));
  }

  @Route('GET', 'schemas/:file', {
    summary: 'JSON Schema 2020-12 of a report type, as {type}.json',
    path: { file: 'published' },
    access: 'public',
    answers: {
      200: { description: 'The schema', schema: anything, contentType: 'application/schema+json' },
    },
  })
  schema(@Res() reply: FastifyReply, @Param('file') file: string): void {
    const type = file.endsWith('.json') ? reportTypeOf(file.slice(0, -'.json'.length)) : undefined;
    if (type === undefined) throw new ProblemAnswer(problem('not-found'));
    if (type === 'announced') throw new ProblemAnswer(problem('not-built'));
    reply.type('application/schema+json; charset=utf-8').send(JSON.stringify(reportJsonSchema(type)));
  }

  @Route('GET', 'problems/:code', {
    summary: 'What a problem means, in English and Chinese',
    path: { code: 'published' },
    access: 'public',
    answers: { 200: { description: 'The page', contentType: html } },
  })
  problem(@Res() reply: FastifyReply, @Param('code') code: string): void {
    const explained = problemPage(code);
    if (explained === undefined) throw new ProblemAnswer(problem('not-found'));
    reply.type(html).send(explained);
  }
}
