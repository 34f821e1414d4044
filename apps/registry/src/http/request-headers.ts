import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { laterPosition } from '#event-log';
import { type Problem, problem } from '#problem-details';
import { csvType, isStreamed } from './request-bounds.js';
import { mediaTypeOf } from './request-checks.controller.js';
import type { RouteDeclaration } from './route-declaration.js';

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbooks = [workbookType, 'application/vnd.ms-excel'];

interface AcceptedRange {
  readonly range: string;
  readonly quality: number;
}

const rangesOf = (accept: string): readonly AcceptedRange[] =>
  accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
  });

/** The quality that the most specific range gives the type (RFC 9110, 12.5.1); 0 where none takes it. */
const qualityOf = (type: string, ranges: readonly AcceptedRange[]): number => {
  for (const range of [type, `${type.split('/', 1)[0]}/*`, '*/*']) {
    const found = ranges.find((each) => each.range === range);
    if (found) return found.quality;
  }
  return 0;
};

/** Whether an `Accept` or `Accept-Encoding` header admits this type or coding. */
export const isTaken = (accept: string, what: string): boolean => qualityOf(what, rangesOf(accept)) > 0;

/** The type that the caller prefers; the first where it has no preference. */
export const accepts = (accept: string | undefined, types: readonly [string, ...string[]]): string => {
  const ranges = rangesOf(accept ?? '*/*');
  return types.reduce((best, type) => (qualityOf(type, ranges) > qualityOf(best, ranges) ? type : best));
};

/** Of the two languages that names have: the one that the caller would have rather, English where it does not matter (RFC 9110, 12.5.4). */
export const languageOf = (acceptLanguage: string | undefined): 'en' | 'zh' => {
  const ranges = rangesOf(acceptLanguage ?? '');
  const qualityIn = (language: string): number =>
    Math.max(
      0,
      ...ranges.filter(({ range }) => range.split('-')[0] === language).map(({ quality }) => quality),
    );
  return qualityIn('zh') > qualityIn('en') ? 'zh' : 'en';
};

const otherCharset = /;\s*charset\s*=\s*(?!(utf-8|"utf-8")\s*(;|$))/i;

export const hasBody = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') > 0;

/** Content codings in lower case, without `identity` (RFC 9110, 8.4.1); `x-gzip` is `gzip` (8.4.1.3). */
const codingsIn = (headers: IncomingHttpHeaders): readonly string[] =>
  (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) =>
      coding
        .trim()
        .toLowerCase()
        .replace(/^x-gzip$/, 'gzip'),
    )
    .filter((coding) => coding !== '' && coding !== 'identity');

/** The coding of a stream. Other bodies may have none. */
export const codingOf = ({ headers }: { readonly headers: IncomingHttpHeaders }): 'gzip' | 'identity' =>
  codingsIn(headers).includes('gzip') ? 'gzip' : 'identity';

/** A 415, with headers that name what is accepted (RFC 9110, 12.5; Linked Data Platform, 7.1). */
interface UnsupportedBody {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

const unsupported = (detail: string, headers: UnsupportedBody['headers'] = {}): UnsupportedBody => ({
  problem: problem('unsupported-media-type', { detail }),
  headers,
});

/** A 415 that names the types that the route accepts. */
export const otherTypesTaken = (method: string, types: readonly string[], more = ''): UnsupportedBody => {
  const taken = types.join(', ');
  return unsupported(`Taken here: ${taken}${more}.`, {
    accept: taken,
    ...(method === 'POST' ? { 'accept-post': taken } : {}),
  });
};

/** Why the body of the request is not accepted; undefined when it is. */
export const unsupportedBody = (
  request: Pick<FastifyRequest, 'headers' | 'method'>,
  { body }: Pick<RouteDeclaration, 'body'>,
): UnsupportedBody | undefined => {
  if (!body) return hasBody(request) ? unsupported('No body is taken here.') : undefined;
  const types = Object.keys(body);
  if (types.includes(csvType) && workbooks.includes(mediaTypeOf(request)))
    return otherTypesTaken(
      request.method,
      types,
      '. A workbook is not: save the sheet as "CSV UTF-8 (comma delimited)" and send that',
    );
  if (!types.includes(mediaTypeOf(request))) return otherTypesTaken(request.method, types);
  if (otherCharset.test(request.headers['content-type'] ?? ''))
    return otherTypesTaken(request.method, types, ', in UTF-8');
  const codings = codingsIn(request.headers);
  if (isStreamed(mediaTypeOf(request)))
    return codings.length === 0 || (codings.length === 1 && codings[0] === 'gzip')
      ? undefined
      : unsupported('A stream is taken as it is or as gzip.', { 'accept-encoding': 'gzip, identity' });
  return codings.length > 0
    ? unsupported('The body is taken as it is, without a content coding.', { 'accept-encoding': 'identity' })
    : undefined;
};

/** The longest `Await-Timeout`, and its default. */
const longestWaitMs = 30_000;
const usualWaitMs = 2_000;

/** `Await-Position` and `Await-Timeout` of a request; `position` undefined: nothing to wait for. */
interface Awaited {
  readonly position: string | undefined;
  readonly timeoutMs: number;
}

const position = /^[1-9]\d{0,17}$/;
const milliseconds = /^\d{1,6}$/;

/** Node joins repeated headers of these names with commas already; its types do not say so. */
const single = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' || header === undefined ? header : header.join(',');

const positionsOf = (header: string): readonly string[] => header.split(',').map((each) => each.trim());

/** The problem with the headers; undefined when they are well-formed or absent. */
export const awaitFault = (headers: IncomingHttpHeaders): Problem | undefined => {
  const awaited = single(headers['await-position']);
  if (awaited !== undefined && !positionsOf(awaited).every((each) => position.test(each)))
    return problem('invalid-request', {
      detail: 'Await-Position is a position that an answer named, or several with commas between.',
    });
  const timeout = single(headers['await-timeout']);
  if (timeout !== undefined && (!milliseconds.test(timeout) || Number(timeout) > longestWaitMs))
    return problem('invalid-request', {
      detail: `Await-Timeout is a whole number of ms from 0 to ${longestWaitMs}.`,
    });
  return undefined;
};

/** The headers of a request that passed the gate. Of several positions the latest counts, since it covers the others. */
export const awaitedBy = (headers: IncomingHttpHeaders): Awaited => {
  const awaited = single(headers['await-position']);
  const timeout = single(headers['await-timeout']);
  return {
    position: awaited === undefined ? undefined : positionsOf(awaited).reduce(laterPosition),
    timeoutMs: timeout === undefined ? usualWaitMs : Number(timeout),
  };
};
