import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '#problem-details';
import { publicKeyPem, type Verifier, verifierKey } from '#signing';
import { stillPageHeaders } from '../http/answer-headers.js';
import { accepts } from '../http/request-headers.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import type { HeaderDeclaration, RouteDeclaration } from '../http/route-declaration.js';
import { Route } from '../http/route.controller.js';
import { docsInChinese, isKnownToCaller, PublishedPages } from './published-pages.server.js';
import { style } from './still-page.js';

const html = 'text/html; charset=utf-8';
const anything = z.record(z.string(), z.unknown());

const tagged: Readonly<Record<string, HeaderDeclaration>> = {
  ETag: { description: 'Names these bytes, for `If-None-Match`', required: true },
  'Cache-Control': { description: 'How long they may be kept', required: true },
};
const pageHeaders = stillPageHeaders(style);
const shown: Readonly<Record<string, HeaderDeclaration>> = {
  ...tagged,
  'Content-Security-Policy': { description: 'What the page may load and run', required: true },
  'Referrer-Policy': { description: 'Addresses of these pages are sent to no other site', required: true },
};
const unchanged = { 304: { description: 'Not changed', headers: tagged } } as const;
const unchangedPage = { 304: { description: 'Not changed', headers: shown } } as const;
const headers = {
  'If-None-Match': { description: 'The tag of what the caller has' },
} as const satisfies RouteDeclaration['headers'];

const inLanguage = z.strictObject({
  lang: z.string().exactOptional().meta({ description: '`zh`: in Chinese, else in English' }),
});

/** Short, since another version of the registry publishes other texts; then caches revalidate by the tag. */
const cacheControl = 'public, max-age=300';

/** Documents that need no key: the interface, the schemas, the meaning of each problem. */
@Controller()
export class PublishedController {
  constructor(private readonly pages: PublishedPages) {}

  @Route('GET', 'openapi.json', {
    operationId: 'getOpenApi',
    summary: { en: 'OpenAPI 3.1 document of this interface', zh: '本接口的 OpenAPI 3.1 文档' },
    access: 'public',
    headers,
    sendsItself: true,
    answers: { 200: { description: 'The document', schema: anything, headers: tagged }, ...unchanged },
  })
  openApi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, '/openapi.json');
  }

  @Route('GET', 'docs', {
    operationId: 'getDocs',
    summary: { en: 'The interface as a page', zh: '以网页形式说明本接口' },
    access: 'public',
    query: inLanguage,
    headers,
    answers: { 200: { description: 'The page', contentType: html, headers: shown }, ...unchangedPage },
  })
  docs(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { lang } = request.query as z.infer<typeof inLanguage>;
    return this.send(request, reply, lang === 'zh' ? docsInChinese : '/docs');
  }

  @Route('GET', 'schemas/:file', {
    operationId: 'getReportSchema',
    summary: {
      en: 'JSON Schema 2020-12 of a report type, as {type}.json',
      zh: '报告类型的 JSON Schema 2020-12，文件名为 {type}.json',
    },
    path: { file: 'published' },
    access: 'public',
    headers,
    sendsItself: true,
    answers: {
      200: {
        description: 'The schema',
        schema: anything,
        contentType: 'application/schema+json',
        headers: tagged,
      },
      ...unchanged,
    },
  })
  schema(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('file') file: string,
  ): Promise<void> {
    return this.send(request, reply, `/schemas/${file}`);
  }

  @Route('GET', 'problems/:code', {
    operationId: 'getProblemPage',
    summary: { en: 'What a problem means, in English and Chinese', zh: '用中英文说明某个错误的含义' },
    path: { code: 'published' },
    access: 'public',
    headers,
    answers: { 200: { description: 'The page', contentType: html, headers: shown }, ...unchangedPage },
  })
  problem(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
  ): Promise<void> {
    return this.send(request, reply, `/problems/${code}`);
  }

  private async send(request: FastifyRequest, reply: FastifyReply, path: string): Promise<void> {
    const document = await this.pages.at(path);
    if (!document) throw new ProblemAnswer(problem('not-found'));
    reply.headers({ etag: document.etag, 'cache-control': cacheControl });
    if (document.type === html) reply.headers(pageHeaders);
    if (isKnownToCaller(request.headers['if-none-match'], document)) reply.status(304).send();
    else reply.type(document.type).send(document.bytes);
  }
}

const pemType = 'application/x-pem-file';

/** The public key with which anybody verifies what this registry signed. */
export class LogKey {
  constructor(readonly verifier: Verifier) {}
}

@Controller('log/key')
export class LogKeyController {
  constructor(private readonly key: LogKey) {}

  @Route('GET', '', {
    operationId: 'getLogKey',
    summary: {
      en: 'The key by which receipts are checked, as signed notes (C2SP) have it or in PEM',
      zh: '核验回执的公钥，C2SP 签名注记或 PEM 格式',
    },
    access: 'public',
    sendsItself: true,
    answers: {
      200: {
        description: 'The verifier key, on one line',
        schema: z.string(),
        contentType: 'text/plain',
        others: { [pemType]: z.string() },
      },
    },
  })
  logKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const type = accepts(request.headers.accept, ['text/plain', pemType]);
    const { verifier } = this.key;
    reply
      .status(200)
      .type(`${type}; charset=utf-8`)
      .send(type === pemType ? publicKeyPem(verifier) : `${verifierKey(verifier)}\n`);
  }
}
