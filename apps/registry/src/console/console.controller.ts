import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { Route } from '../http/route.controller.js';
import type { HeaderDeclaration, RouteDeclaration } from '../http/route-declaration.js';
import { codedFor, ConsoleFiles } from './built-console.file.js';

const html = 'text/html; charset=utf-8';

const always: Readonly<Record<string, HeaderDeclaration>> = {
  'Cache-Control': { description: 'How long it may be kept', required: true },
};
const pageHeaders: Readonly<Record<string, HeaderDeclaration>> = {
  ...always,
  'Content-Security-Policy': { description: 'What the page may load and run', required: true },
  'Referrer-Policy': { description: 'Addresses of these pages are sent to no other site', required: true },
};
const fileHeaders: Readonly<Record<string, HeaderDeclaration>> = {
  ...always,
  ETag: { description: 'Names these bytes', required: true },
  Vary: { description: 'What it depends on', required: true },
  'Content-Encoding': { description: 'How it is compressed' },
};

const page = {
  access: 'public',
  answers: { 200: { description: 'The console', contentType: html, headers: pageHeaders } },
} as const satisfies Partial<RouteDeclaration>;

/** The web console: one page for all of its paths, and the files that it loads. These are the same for everybody and need no key. */
@Controller()
export class ConsoleController {
  constructor(private readonly files: ConsoleFiles) {}

  @Route('GET', '', {
    operationId: 'getConsole',
    summary: { en: 'The web console', zh: '网页控制台' },
    ...page,
  })
  start(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  @Route('GET', 'console', {
    operationId: 'getConsoleByName',
    summary: { en: 'The web console, by its name', zh: '网页控制台，按其名称访问' },
    ...page,
  })
  byName(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  @Route('GET', 'console/*', {
    operationId: 'getConsolePage',
    summary: { en: 'A page of the web console', zh: '网页控制台的一页' },
    ...page,
  })
  page(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  @Route('GET', 'console/assets/:file', {
    operationId: 'getConsoleFile',
    summary: {
      en: 'A script or style of the web console; its name changes with what is in it',
      zh: '网页控制台的脚本或样式；内容改变则名称改变',
    },
    path: { file: 'published' },
    access: 'public',
    answers: { 200: { description: 'The file', contentType: 'text/javascript', headers: fileHeaders } },
  })
  file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('file') name: string): void {
    const file = this.files.file(name);
    if (!file) throw new ProblemAnswer(problem('not-found'));
    const { coding, bytes } = codedFor(file, request.headers['accept-encoding']);
    reply
      .headers({
        etag: file.etag,
        vary: 'Accept-Encoding',
        'cache-control': 'public, max-age=31536000, immutable',
        ...(coding === undefined ? {} : { 'content-encoding': coding }),
      })
      .type(file.type)
      .send(bytes);
  }

  private sendPage(reply: FastifyReply): void {
    const made = this.files.newPage();
    if (!made)
      throw new ProblemAnswer(problem('unavailable', { detail: 'The console is not built: npm run build.' }));
    reply
      .headers({
        'content-security-policy': made.policy,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      .type(html)
      .send(made.html);
  }
}
