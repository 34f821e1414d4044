import { type ProblemWord, problemWords } from '#problem-details';
import { csvType } from '../../http/request-bounds.js';
import { workbookType } from '../../http/request-headers.js';
import {
  type HeaderDeclaration,
  isList,
  type RouteAnswer,
  type RouteDeclaration,
  tabular,
} from '../../http/route-declaration.js';
import type { Components, Json } from './schemas.js';
import { headerOf } from './parameters.js';

const pascal = (word: string): string =>
  word.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const seconds = (description: string): HeaderDeclaration => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  required: true,
});

/** Headers of problems, by status. */
const problemHeaders: Readonly<Record<number, Readonly<Record<string, HeaderDeclaration>>>> = {
  401: { 'WWW-Authenticate': { description: 'How to come with a key', required: true } },
  405: { Allow: { description: 'Methods that this path takes', required: true } },
  415: {
    Accept: { description: 'Content types that this path takes' },
    'Accept-Post': { description: 'Content types that this path takes by POST' },
    'Accept-Encoding': { description: 'Encodings that this path takes' },
  },
  429: {
    'Retry-After': seconds('Seconds after which to come again'),
    'RateLimit-Policy': { description: 'Where requests are limited: `q` in `w` seconds' },
    RateLimit: { description: 'How it stands: `r` are left, and all of them after `t` seconds' },
  },
  503: { 'Retry-After': seconds('Seconds after which to come again') },
  507: { 'Retry-After': seconds('Seconds after which to come again') },
};

const problemResponse = (status: number, description: string): Json => ({
  description,
  headers: headersOf(problemHeaders[status] ?? {}),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** Headers of every answer, which routes do not declare. */
const onAll: Readonly<Record<string, HeaderDeclaration>> = {
  'X-Content-Type-Options': { description: 'It is of the type that it names', required: true },
};

const headersOf = (headers: Readonly<Record<string, HeaderDeclaration>>): Json =>
  Object.fromEntries(
    Object.entries({ ...headers, ...onAll }).map(([name, header]) => [name, headerOf(header)]),
  );

const named: readonly (readonly [number, string, string])[] = [
  ...Object.entries(problemWords).map(
    ([word, { status, en }]) => [status, pascal(word as ProblemWord), en] as const,
  ),
  [422, 'RefusedByRule', 'Refused by a rule of the registry, which `rule` names'],
];

/** The response components of all problems. */
export const problemResponses: Readonly<Record<string, Json>> = Object.fromEntries(
  named.map(([status, name, en]) => [name, problemResponse(status, en)]),
);

const references = new Map(
  named.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
);

/** The statuses of the problems that the gate, the common checks and the route itself may answer. */
const problemsOf = (url: string, declaration: RouteDeclaration, method: string): readonly number[] => {
  const { access, query, awaits, intake, problems = [] } = declaration;
  const isPublic = access === 'public';
  const writes = method !== 'GET';
  return [
    400,
    405,
    408,
    413,
    415,
    500,
    503,
    // 422 on every route that takes text: resident numbers are refused by a rule.
    ...(isPublic ? [] : [401, 422, 429]),
    ...(!isPublic && access.length < 4 ? [403] : []),
    ...(/[:*]/.test(url) ? [404] : []),
    ...(query ? [501] : []),
    ...(awaits || (writes && !isPublic && !intake) ? [504] : []),
    ...(writes && !isPublic ? [507] : []),
    ...problems,
  ];
};

const nextPage: Readonly<Record<string, HeaderDeclaration>> = {
  Link: { description: 'Where there is one more page: its path, `rel="next"`' },
};

const ofTables: Readonly<Record<string, HeaderDeclaration>> = {
  Vary: {
    description:
      '`Accept`: as JSON, as CSV or as a workbook; of a spreadsheet `Accept-Language` as well, for its names',
    required: true,
  },
  'Content-Disposition': { description: 'Of a spreadsheet: the name of the file' },
  'Xudai-Basis-Seq': {
    description: 'Of a spreadsheet: the seq that its first page rests on',
    schema: { type: 'integer', format: 'int64', minimum: 0 },
  },
};

/** The answer as a table. */
const tables: Json = {
  [csvType]: { schema: { type: 'string' } },
  [workbookType]: { schema: { type: 'string', contentMediaType: workbookType } },
};

const answerOf = (
  status: number,
  answer: RouteAnswer,
  components: Components,
  { isPage, isTable }: { readonly isPage: boolean; readonly isTable: boolean },
): Json => {
  const headers = {
    ...(isPage && status === 200 ? nextPage : {}),
    ...(isTable && status === 200 ? ofTables : {}),
    ...answer.headers,
  };
  const schema = answer.schema ? components.of(answer.schema, 'output') : { type: 'string' };
  const others = Object.fromEntries(
    Object.entries(answer.others ?? {}).map(([other, shape]) => [
      other,
      { schema: components.of(shape, 'output') },
    ]),
  );
  const type = answer.contentType?.split(';')[0] ?? (answer.schema ? 'application/json' : undefined);
  return {
    description: answer.description,
    headers: headersOf(headers),
    ...(type === undefined
      ? {}
      : { content: { [type]: { schema }, ...others, ...(isTable && status === 200 ? tables : {}) } }),
  };
};

export const responsesOf = (
  url: string,
  method: string,
  declaration: RouteDeclaration,
  components: Components,
): Json => {
  const answers = Object.entries(declaration.answers).filter(([status]) => Number(status) < 400);
  const problems = [...problemsOf(url, declaration, method), ...Object.keys(declaration.answers).map(Number)];
  return {
    ...Object.fromEntries(
      problems.flatMap((status) => {
        const reference = references.get(status);
        return reference ? [[status, reference]] : [];
      }),
    ),
    ...Object.fromEntries(
      answers.map(([status, answer]) => [
        status,
        answerOf(Number(status), answer, components, {
          isPage: isList(declaration),
          isTable: tabular(declaration) !== undefined,
        }),
      ]),
    ),
  };
};
