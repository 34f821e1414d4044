import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { bankWithKey, issuedKey } from '../support/asking.js';
import { projected } from '../support/projected.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey, cloudEventBatch } from '../support/running-registry.js';
import { reliefProgramme, suspiciousReports } from '../support/suspicious-reports.js';
import { east, north, reportsOf, south } from '../support/three-banks.js';

/* The commands of the supervisor's guide, word for word, in bash, against real processes. Only the address is another. */

const guide = readFileSync('docs/guides/supervisor.md', 'utf8');
const blocksOf = (language: string): readonly string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, block]) => block ?? '',
  );

type Answer = Readonly<Record<string, unknown>> & {
  readonly items?: readonly Readonly<Record<string, unknown>>[];
};

describe("the supervisor's guide", () => {
  let database: TestDatabase;
  let processes: RunningProcess[];
  let session: { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  let answers: readonly Answer[];

  beforeAll(async () => {
    database = await testDatabase();
    const registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes = [registry, projectorProcess(database.appUrl)];
    const key = await issuedKey(registry.base, { role: 'supervisor' });
    await fetch(`${registry.base}/v1/bailout/programmes/${reliefProgramme}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: { zh: '纾困', en: 'Relief' }, from: '2025-01-01', to: '2025-12-31' }),
    });
    for (const bank of [north, south, east]) {
      // One of them was to report all along.
      const named = { name: { zh: '示例银行', en: 'Example Bank' }, reportingFrom: '2024-01-01' };
      const bankKey = await bankWithKey(registry.base, bank, bank === north ? named : {});
      await fetch(`${registry.base}/v1/events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${bankKey}`,
          'content-type': cloudEventBatch,
        },
        body: JSON.stringify([...(bank === east ? [] : reportsOf[bank]), ...(suspiciousReports[bank] ?? [])]),
      });
    }
    await projected(database);
    const script = blocksOf('bash').join('\n').replace('http://127.0.0.1:7080', registry.base);
    session = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      input: `${key}\n`,
      encoding: 'utf8',
      timeout: 150_000,
    });
    answers = session.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Answer);
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
  });

  it('runs to its end, and answers each question', () => {
    expect([session.status, session.stderr]).toEqual([0, '']);
    expect(answers.map((answer) => Object.keys(answer).filter((name) => name !== 'basis')[0])).toEqual([
      'programme',
      'programme',
      'measure',
      'measure',
      'measure',
      'measure',
      'measure',
      'programme',
      'measure',
      'measure',
      'code',
      'code',
      'measure',
      'measure',
      'programme',
      'programme',
      ...Array.from({ length: 15 }, () => 'items'),
    ]);
  });

  it('shows what is answered', () => {
    const shown = blocksOf('json').map((block) => JSON.parse(block) as object);
    expect(shown).toHaveLength(17);
    const [, , series, breakdown, , facts] = answers;
    expect(series?.['points']).toContainEqual(shown[0]);
    expect(breakdown?.['cells']).toContainEqual(shown[1]);
    expect(facts?.items).toContainEqual(expect.objectContaining(shown[2] ?? {}));
    expect(answers[9]?.['points']).toEqual([shown[3]]);
    expect(answers[12]?.['cells']).toEqual([shown[4]]);
    const table = session.stdout.replaceAll('\ufeff', '').split(/\r?\n/);
    for (const line of blocksOf('csv').join('').trim().split('\n')) expect(table).toContain(line);
    for (const [place, anomaly] of shown.slice(5).entries())
      expect(answers[17 + place]?.items).toContainEqual(expect.objectContaining(anomaly));
    expect(answers.slice(-2).map(({ items }) => items)).toEqual([[], []]);
  });

  it('shows a measure under the version before, beside the one in force', () => {
    const [first, second] = answers.slice(12, 14);
    expect([first?.['version'], second?.['version']]).toEqual([1, 2]);
  });

  it('explains the whole figure by its facts', () => {
    const { moved, items = [] } = answers[15] ?? {};
    const { byFacts, to } = moved as { readonly byFacts: string; readonly to: { readonly actual: string } };
    expect(byFacts).toBe(to.actual);
    expect(items.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(Number(byFacts));
  });
});
