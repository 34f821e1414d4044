import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { installedPackages } from '../../apps/cli/src/bench/programs.process.js';

/*
 * The published document before the tools of others: two linters, and a generator of types with a use that must compile. They are no
 * dependencies of the project, and are installed beside it.
 */

const folder = path.resolve('.cache/open-api-tools');
const tools = {
  '@redocly/cli': '2.77.0',
  '@stoplight/spectral-cli': '6.16.3',
  'openapi-typescript': '7.13.0',
  // The generator prints types by the compiler of its own time.
  typescript: '5.9.3',
};

interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

const run = async (command: string, ...args: readonly string[]): Promise<Ended> => {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env, maxBuffer: 1e8 });
    return { exitCode: 0, output: stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code?: number; readonly stdout?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, output: stdout ?? '' };
  }
};

const bin = (name: string): string => path.join(folder, 'node_modules/.bin', name);

/** What redocly's recommended rules find. */
const foundByRedocly = async (document: string): Promise<readonly string[]> => {
  const { output } = await run(
    bin('redocly'),
    'lint',
    '--extends',
    'recommended',
    '--format',
    'json',
    document,
  );
  const { problems } = JSON.parse(output) as {
    readonly problems: readonly { readonly ruleId: string; readonly message: string }[];
  };
  return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
};

/** What spectral's rules for OpenAPI find. */
const foundBySpectral = async (document: string): Promise<readonly string[]> => {
  writeFileSync(path.join(folder, 'rules.yaml'), 'extends: ["spectral:oas"]\n');
  const { output } = await run(
    bin('spectral'),
    'lint',
    '--quiet',
    '-r',
    'rules.yaml',
    '-f',
    'json',
    document,
  );
  const found = JSON.parse(output) as readonly {
    readonly code: string;
    readonly path: readonly string[];
  }[];
  return found.map(({ code, path: at }) => `${code}: ${at.join('/')}`);
};

const use = (status: string): string => `
import type { components, paths } from './api.js';

type Query = NonNullable<paths['/v1/loans']['get']['parameters']['query']>;
export const query: Query = { status: ['ACTIVE', '${status}'], limit: 10 };

type Schemas = components['schemas'];
export const report: Schemas['LoanRepaidReport'] = {
  specversion: '1.0',
  id: '1',
  source: '/institutions/C1010211000012',
  type: 'xudai.loan.repaid.v1',
  subject: 'L1',
  data: { effectiveDate: '2024-05-06', amount: '1.00' },
};

export const claimOf = (page: Schemas['LoanList']): Schemas['ClaimStatus'] | undefined =>
  page.items[0]?.claim?.status;

type Refused = paths['/v1/events']['post']['responses'][422]['content']['application/problem+json'];
export const ruleOf = ({ rule }: Refused): string | undefined => rule;
`;

const compiled = async (status: string): Promise<Ended> => {
  writeFileSync(path.join(folder, 'use.ts'), use(status));
  const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
  const project = { compilerOptions: options, files: ['use.ts'] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(project));
  return run(bin('tsc'), '-p', '.');
};

describe('the OpenAPI document, to tools of others', () => {
  let registry: RunningRegistry;
  let document: { readonly paths: Record<string, Record<string, Record<string, unknown>>> };

  beforeAll(async () => {
    await installedPackages(path.basename(folder), tools);
    registry = await runningRegistry();
    document = (await registry.ask('get', '/openapi.json', { key: null })).body;
    writeFileSync(path.join(folder, 'openapi.json'), JSON.stringify(document));
    // What a linter must find: an operation without an id.
    const { operationId: _, ...nameless } = document.paths['/v1/loans']?.['get'] ?? {};
    const spoiled = { ...document, paths: { ...document.paths, '/v1/loans': { get: nameless } } };
    writeFileSync(path.join(folder, 'spoiled.json'), JSON.stringify(spoiled));
  }, 600_000);

  afterAll(() => registry.close());

  it('redocly finds nothing against its recommended rules, and would', async () => {
    expect(await foundByRedocly('openapi.json')).toEqual([]);
    expect(await foundByRedocly('spoiled.json')).toEqual([expect.stringContaining('operationId')]);
  });

  it('spectral finds nothing against its rules, and would', async () => {
    expect(await foundBySpectral('openapi.json')).toEqual([]);
    expect(await foundBySpectral('spoiled.json')).toEqual([expect.stringContaining('operationId')]);
  });

  it('openapi-typescript makes types of it that a program compiles against, and a wrong one does not', async () => {
    const { exitCode } = await run(bin('openapi-typescript'), 'openapi.json', '-o', 'api.d.ts');
    expect(exitCode).toBe(0);
    expect(await compiled('REPAID')).toEqual({ exitCode: 0, output: '' });
    expect((await compiled('NEVER')).output).toContain('"NEVER"');
  });
});
