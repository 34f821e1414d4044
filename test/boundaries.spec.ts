import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const root = path.resolve(import.meta.dirname, '..');
const options = await extractDepcruiseOptions(path.join(root, '.dependency-cruiser.cjs'));
const rules = (options.ruleSet?.forbidden ?? []).map(({ name }) => name ?? 'unnamed');

/** Texts of a tree by path; whatever it does not contain counts as a package that is not installed. */
type Tree = Readonly<Record<string, string>>;

const violations = async (baseDir: string, folders: string[]): Promise<readonly string[]> => {
  const { output } = await cruise(folders, { ...options, baseDir }, options.enhancedResolveOptions);
  const { violations: found } = (output as ICruiseResult).summary;
  return found.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
};

/** What the tree breaks: each rule with its arrow. */
const violationsIn = async (tree: Tree): Promise<readonly string[]> => {
  const baseDir = mkdtempSync(path.join(os.tmpdir(), 'xudai-boundaries-'));
  const imports = { '#*': './libs/*/src/index.ts' };
  try {
    for (const [file, text] of Object.entries({
      ...tree,
      'package.json': JSON.stringify({ type: 'module', imports }),
    })) {
      mkdirSync(path.join(baseDir, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(baseDir, file), text);
    }
    const folders = new Set(Object.keys(tree).map((file) => file.split('/', 1).join()));
    return await violations(baseDir, [...folders]);
  } finally {
    rmSync(baseDir, { recursive: true });
  }
};

/** Names of the rules that the tree breaks. */
const brokenBy = async (tree: Tree): Promise<readonly string[]> => [
  ...new Set((await violationsIn(tree)).map((violation) => violation.split(':', 1).join())),
];

/** A lib that is in no list, so that nobody may import it. */
const cellar: Tree = { 'libs/cellar/src/index.ts': '' };

const planted: Readonly<Record<string, Tree>> = {
  'no-circles': {
    'libs/loans/src/renewal.ts': `import { repayment } from './repayment.js';`,
    'libs/loans/src/repayment.ts': `import type { Renewal } from './renewal.js';`,
  },
  'no-circles-between-libs': {
    'libs/loans/src/renewal.ts': `import { outlay } from '../../bailout/src/outlay.js';`,
    'libs/loans/src/repayment.ts': '',
    'libs/bailout/src/outlay.ts': '',
    'libs/bailout/src/return.ts': `import { repayment } from '../../loans/src/repayment.js';`,
  },
  'libs-do-not-know-apps': {
    'libs/loans/src/loans.module.ts': `import { port } from '../../../apps/registry/src/port.js';`,
    'apps/registry/src/port.ts': '',
  },
  'apps-stand-alone': {
    'apps/projector/src/main.ts': `import { port } from '../../registry/src/port.js';`,
    'apps/registry/src/port.ts': '',
  },
  'one-door': {
    'apps/registry/src/main.ts': `import { parts } from '../../../libs/money/src/parts.js';`,
    'libs/money/src/parts.ts': '',
  },
  'deciding-does-not-read': {
    'libs/loans/src/renew-loan.handler.ts': `import { LoanPageQuery } from '#loan-book';`,
    'libs/loan-book/src/index.ts': '',
  },
  'reading-does-not-decide': {
    'libs/loan-book/src/loan-page.ts': `import { renewLoan } from '#loans';`,
    'libs/loans/src/index.ts': '',
  },
  'plain-names-are-pure': { 'libs/loans/src/renew-loan.ts': `import { readFileSync } from 'node:fs';` },
  'plain-names-of-apps-open-nothing': {
    'apps/registry/src/http/gate.ts': `import { Injectable } from '@nestjs/common';`,
  },
  'figures-are-pure': {
    'libs/figures/src/goal.ts': `import type pg from 'pg';`,
  },
  'history-is-pure': {
    'libs/history/src/history.ts': `import { List } from 'immutable';`,
  },
  'checks-take-nothing-from-figures': {
    'libs/targets/src/checking/sums.checker.ts': `import { plans } from '../plans.js';`,
    'libs/targets/src/plans.ts': `import { planOf } from '#figures';`,
    'libs/figures/src/index.ts': '',
  },
  'contract-brings-zod-alone': { 'libs/contract/src/loans.ts': `import { v7 } from 'uuid';` },
  'console-knows-the-contract-alone': {
    'apps/console/src/main.tsx': `import type { Cut } from '#figures';`,
    'libs/figures/src/index.ts': '',
  },
  'console-takes-types': {
    'apps/console/src/main.tsx': `import { loanShape } from '#contract';`,
    'libs/contract/src/index.ts': '',
  },
  'browsers-are-for-the-console': {
    'apps/registry/src/main.ts': `import { createElement } from 'react';`,
  },
  'testing-is-for-tests': {
    'apps/registry/src/main.ts': `import { testDatabase } from '#testing';`,
    'libs/testing/src/index.ts': '',
  },
  'one-file-knows-eventstore': {
    'libs/event-log/src/eventstore/appender.client.ts': `import { EventStoreDBClient } from '@eventstore/db-client';`,
  },
  'batch-append-has-one-door': {
    'libs/event-log/src/eventstore/appender.client.ts': `import { BatchCall } from './batch-append/batch-call.client.js';`,
    'libs/event-log/src/eventstore/batch-append/batch-call.client.ts': '',
  },
  'one-folder-knows-prometheus': {
    'apps/registry/src/events/report-deciders.ts': `import { Counter } from 'prom-client';`,
  },
  'sql-has-dotted-names': { 'libs/loans/src/renew-loan.handler.ts': `import pg from 'pg';` },
};

const libs = readdirSync(path.join(root, 'libs'), { withFileTypes: true })
  .filter((lib) => lib.isDirectory())
  .map(({ name }) => name);
const arrowsOf = (lib: string): string => `arrows-of-${lib}`;

/* That they hold is seen by `npm run boundaries`, which is part of every run of all tests. */
describe('the boundaries', () => {
  it('are drawn for every lib', () => {
    const drawn = rules.filter((rule) => rule.startsWith(arrowsOf('')));
    expect(drawn.toSorted()).toEqual(libs.map(arrowsOf).toSorted());
  });

  it('are seen to fail for every lib', async () => {
    const astray = libs.map((lib) => [`libs/${lib}/src/index.ts`, `export * from '#cellar';`] as const);
    const found = await violationsIn({ ...cellar, ...Object.fromEntries(astray) });
    const arrows = libs.map(
      (lib) => `${arrowsOf(lib)}: libs/${lib}/src/index.ts → ${Object.keys(cellar).join()}`,
    );
    expect(found).toEqual(expect.arrayContaining(arrows));
  });

  it.each(rules.filter((rule) => !rule.startsWith(arrowsOf(''))))('%s is seen to fail', async (rule) => {
    expect(await brokenBy(planted[rule] ?? {})).toContain(rule);
  });
});

describe('a plain name', () => {
  const renewLoan = (line: string): Tree => ({
    'libs/loans/src/renew-loan.ts': line,
    'libs/loans/src/loan.store.ts': '',
    'libs/facts/src/index.ts': '',
  });

  it.each([
    `import { Injectable } from '@nestjs/common';`,
    `import { request } from 'node:http';`,
    `import { connect } from 'node:net';`,
    `import { spawn } from 'node:child_process';`,
    `import { pino } from 'pino';`,
    `import { store } from './loan.store.js';`,
    `const fs = await import('node:fs');`,
  ])('may not: %s', async (line) => {
    expect(await brokenBy(renewLoan(line))).toContain('plain-names-are-pure');
  });

  it.each([
    `import { createHash } from 'node:crypto';`,
    `import { z } from 'zod';`,
    `import type { Store } from './loan.store.js';`,
    `import type { LoanFact } from '#facts';`,
  ])('may: %s', async (line) => {
    expect(await brokenBy(renewLoan(line))).toEqual([]);
  });
});

describe('figures', () => {
  const dayRolls = (line: string): Tree => ({
    'libs/figures/src/goal.ts': line,
    'libs/figures/src/figures.table.ts': '',
    'libs/facts/src/index.ts': '',
    'libs/projections/src/index.ts': '',
  });

  it.each([
    `import { Injectable } from '@nestjs/common';`,
    `import type { Query } from '@nestjs/cqrs';`,
    `import { createHash } from 'node:crypto';`,
    `import { z } from 'zod';`,
    `import { written } from './figures.table.js';`,
    `import type { Projection } from '#projections';`,
  ])('may not: %s', async (line) => {
    expect(await brokenBy(dayRolls(line))).toContain('figures-are-pure');
  });

  it('may take facts', async () => {
    expect(await brokenBy(dayRolls(`import type { SequencedFact } from '#facts';`))).toEqual([]);
  });
});

it('a checker may not count with the figures that it checks', async () => {
  const checker = (line: string): Tree => ({
    'libs/targets/src/targets.checker.ts': line,
    'libs/figures/src/index.ts': '',
    'libs/facts/src/index.ts': '',
  });
  const rule = 'checks-take-nothing-from-figures';
  expect(await brokenBy(checker(`import type { Cut } from '#figures';`))).toContain(rule);
  expect(await brokenBy(checker(`import type { MeasureData } from '#facts';`))).toEqual([]);
});

describe('a plain file of an app', () => {
  it.each([
    `import pg from 'pg';`,
    `import { readFileSync } from 'node:fs';`,
    `import { request } from 'node:http';`,
    `import { QueryBus } from '@nestjs/cqrs';`,
  ])('may not: %s', async (line) => {
    const rule = 'plain-names-of-apps-open-nothing';
    expect(await brokenBy({ 'apps/registry/src/http/gate.ts': line })).toContain(rule);
    expect(await brokenBy({ 'apps/registry/src/http/gate.query.ts': line })).not.toContain(rule);
    expect(await brokenBy({ 'apps/projector/src/main.ts': line })).not.toContain(rule);
  });
});

it('a dotted name, a spec and an index may import what is not pure', async () => {
  expect(
    await brokenBy({
      'libs/loans/src/loan.store.ts': `import { readFileSync } from 'node:fs';`,
      'libs/loans/src/loan.spec.ts': `import { testDatabase } from '#testing';\nimport pg from 'pg';`,
      'libs/loans/src/index.ts': `export { store } from './loan.store.js';`,
      'libs/testing/src/index.ts': '',
    }),
  ).toEqual([]);
});
