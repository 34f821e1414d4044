import type { FastifyReply, FastifyRequest } from 'fastify';
import { page, style } from '../published/still-page.js';
import { stillPageHeaders } from './answer-headers.js';
import { accepts } from './request-headers.js';

const pageType = 'text/html';

/** Whether somebody looks for a page in a browser; programs get a problem document. */
export const looksForPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !url.startsWith('/v1/') &&
  accepts(headers.accept, ['application/problem+json', pageType]) === pageType;

const nothingHere = page(
  'Nothing here',
  `<h1>There is nothing at this address</h1><p lang="zh">此地址没有内容。</p>
<p><a href="/">To the start</a> · <a href="/" lang="zh">返回首页</a> · <a href="/docs">The HTTP interface</a></p>`,
);

/** The page for a wrong address, with the status that a program would get. */
export const sendNothingHere = (
  reply: FastifyReply,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply =>
  reply
    .status(status)
    .headers({ ...stillPageHeaders(style), vary: 'Accept', 'cache-control': 'no-store', ...headers })
    .type(`${pageType}; charset=utf-8`)
    .send(nothingHere);
