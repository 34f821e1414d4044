import type { z } from 'zod';
import { problemShape } from '#contract';
import type { KnownPaths } from '../../http/request-path.js';
import type { RouteDeclaration } from '../../http/route-declaration.js';
import { parametersOf } from './parameters.js';
import { problemResponses, responsesOf } from './responses.js';
import { Components, type Json } from './schemas.js';

/** The tags of operations, by the beginnings of their paths. The Chinese names are for `/docs` alone. */
const subjects = {
  Reports: {
    description: 'What institutions send, what came of it, and what was refused.',
    zh: ['报送', '机构报送的内容、处理结果与被拒绝的报告。'],
    paths: ['/v1/events', '/v1/submissions', '/v1/refusals', '/v1/statements'],
  },
  Targets: {
    description: 'Programmes, their targets, the measures behind them, and where they stand.',
    zh: ['目标', '方案、目标、其后的指标，以及目前的进度。'],
    paths: ['/v1/programmes', '/v1/measures', '/v1/calendars', '/v1/live', '/v1/anomalies', '/v1/explain'],
  },
  Loans: {
    description: 'Loans, borrowers and indicators as they were reported.',
    zh: ['贷款', '所报送的贷款、借款人与指标数值。'],
    paths: ['/v1/loans', '/v1/borrowers', '/v1/indicators'],
  },
  'First-time borrowers': {
    description: 'Claims to first-time borrowers and how they were settled across banks.',
    zh: ['首贷户', '首贷户申报，以及各银行之间的认定。'],
    paths: ['/v1/first-time-borrowers'],
  },
  Bailout: {
    description: 'Bailout programmes, what may be disbursed under them, and what was.',
    zh: ['纾困资金', '纾困方案、可投放的额度与已投放的资金。'],
    paths: ['/v1/bailout'],
  },
  Audit: {
    description: 'The facts as recorded, replays of them, and proofs.',
    zh: ['审计', '原始事实、重放核对与证明。'],
    paths: ['/v1/facts', '/v1/replays', '/v1/exports', '/v1/evidence', '/log'],
  },
  Administration: {
    description: 'Institutions, keys, lawful codes, and the operation of the registry.',
    zh: ['管理', '机构、密钥、认可的信用代码与系统运行。'],
    paths: ['/v1/institutions', '/v1/keys', '/v1/session', '/v1/usccs', '/v1/operations'],
  },
  Public: {
    description: 'What anybody may read without a key.',
    zh: ['公开', '无需密钥即可读取的内容。'],
    paths: ['/', '/console', '/healthz', '/readyz', '/openapi.json', '/docs', '/schemas', '/problems'],
  },
} as const satisfies Record<
  string,
  {
    readonly description: string;
    readonly zh: readonly [name: string, description: string];
    readonly paths: readonly string[];
  }
>;

/** Of each subject its name and description in Chinese. */
export const subjectsInChinese = new Map(Object.entries(subjects).map(([name, { zh }]) => [name, zh]));

const tags = Object.entries(subjects).map(([name, { description }]) => ({ name, description }));

/** @throws where no subject has the path: a new one needs a line above */
const tagOf = (path: string): string => {
  const found = Object.entries(subjects).find(([, { paths }]) =>
    paths.some((beginning) => path === beginning || path.startsWith(`${beginning}/`)),
  );
  if (!found) throw new Error(`${path} has no tag.`);
  return found[0];
};

const bodyOf = ({ body }: RouteDeclaration, components: Components): Json =>
  body
    ? {
        requestBody: {
          required: true,
          content: Object.fromEntries(
            Object.entries(body).map(([type, schema]) => [type, { schema: components.of(schema, 'input') }]),
          ),
        },
      }
    : {};

const isUnbuilt = ({ answers }: RouteDeclaration): boolean => answers[501] !== undefined;

/** OpenAPI requires a successful answer, also of a route that is not built. */
const whenBuilt = { 200: { description: 'What the contract says of it, once it is built' } };

const operation = (url: string, method: string, given: RouteDeclaration, components: Components): Json => {
  const declaration = isUnbuilt(given) ? { ...given, answers: { ...whenBuilt, ...given.answers } } : given;
  const { access } = declaration;
  return {
    operationId: declaration.operationId,
    tags: [tagOf(url)],
    summary: declaration.summary.en,
    description: access === 'public' ? 'No key is needed.' : `Roles: ${access.join(', ')}.`,
    security: access === 'public' ? [] : [{ key: [] }],
    parameters: parametersOf(url, declaration, components),
    ...bodyOf(declaration, components),
    responses: responsesOf(url, method, declaration, components),
  };
};

const info = {
  title: 'Xudai, registry of bank lending to small firms',
  version: '1',
  description: 'Event-sourced: every accepted report is a fact, kept for ever, in order.',
  contact: { name: 'Whoever operates this registry' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** Makes the OpenAPI 3.1 document out of the declared routes, one a step. `more`: named schemas that no route refers to. */
export function* openApiDocument(
  paths: KnownPaths,
  more: readonly z.ZodType[],
): Generator<undefined, Json, undefined> {
  const components = new Components();
  for (const schema of [problemShape, ...more]) components.of(schema, 'input');
  const items: Record<string, Json> = {};
  for (const { url, method, declaration } of paths.all()) {
    yield;
    const route = url.replace(/\*$/, ':path');
    const path = route.replaceAll(/:(\w+)/g, '{$1}');
    items[path] = {
      ...items[path],
      [method.toLowerCase()]: operation(route, method, declaration, components),
    };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/', description: 'This registry' }],
    tags,
    paths: items,
    components: {
      schemas: components.schemas,
      responses: problemResponses,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'xk_{keyId}_{secret}' } },
    },
  };
}
