import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemCures } from '#problem-details';
import { fullType, reportTypes } from '#reports';
import { ruleCatalogue } from '#rules';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/*
 * The guide for banks is held against the registry: its examples are sent as they stand, its mistakes are made and mended with the answers
 * that it shows, its table has every rule.
 */

const guide = readFileSync('docs/guides/bank.md', 'utf8');

/** By report type, the section about it. */
const sections = new Map(
  guide
    .split(/^(?=#{2,3} )/m)
    .filter((part) => part.startsWith('### xudai.'))
    .map((part) => [part.slice(4, part.indexOf('\n')), part]),
);

const [examples = '', mistakes = ''] = guide.split('\n## Mistakes\n');

/** Each with the answer that the guide shows: its status, and of its body what is the same whenever it is sent. */
const mended = [
  ...mistakes.matchAll(/^```json\n([\s\S]*?)^```\n\nAnswer, (\d{3}):\n\n```json\n([\s\S]*?)^```/gm),
].map(([, body = '', status, answer = '']) => ({
  body: JSON.parse(body) as { readonly id?: string },
  status: Number(status),
  answer: JSON.parse(answer) as object,
}));

const blocksOf = (text: string): readonly unknown[] =>
  [...text.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, block]) => JSON.parse(block ?? '') as unknown);

describe("the bank guide's examples", () => {
  const bank = 'C1010211000012';
  let registry: RunningRegistry;
  let key: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
    const { status } = await registry.ask('put', '/v1/bailout/programmes/RELIEF-2024', {
      key: await registry.keyFor('supervisor'),
      body: { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' },
    });
    expect(status).toBe(201);
  });

  afterAll(() => registry.close());

  it('are one of each type, and no other', () => {
    expect([...sections.keys()].sort()).toEqual(reportTypes.map(fullType).sort());
    for (const [type, text] of sections) {
      const reports = blocksOf(text).flat() as { readonly type: string }[];
      expect([type, reports.at(-1)?.type]).toEqual([type, type]);
    }
  });

  it('are recorded in the order in which they stand, without a mark', async () => {
    const blocks = blocksOf(examples);
    expect(blocks.length).toBeGreaterThanOrEqual(reportTypes.length);
    for (const body of blocks) {
      const type = Array.isArray(body) ? cloudEventBatch : cloudEvent;
      const answer = await registry.ask('post', '/v1/events', { key, type, body });
      const outcomes = Array.isArray(body) ? answer.body.results : [answer.body];
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ outcome: 'recorded', repeated: false, flags: [] });
    }
  });

  it('are followed by mistakes, which are made and mended with the answers that it shows', async () => {
    expect(mended.length * 2).toBe(blocksOf(mistakes).length);
    for (const { body, status, answer } of mended) {
      const type = Array.isArray(body) ? cloudEventBatch : cloudEvent;
      const told = await registry.ask('post', '/v1/events', { key, type, body });
      expect([body.id, told.status, told.body]).toMatchObject([body.id, status, answer]);
    }
  });
});

describe("the bank guide's rules", () => {
  const table = guide.slice(guide.indexOf('\n## Every rule'));
  const rows = [...table.matchAll(/^\| `([A-Z]{3}-[RW]\d{2})` \| (.+) \| (.+) \|$/gm)];

  it('are those of the catalogue, in its order, each with cause and cure', () => {
    expect(rows.map(([, code]) => code)).toEqual(Object.keys(ruleCatalogue));
    for (const [, code, cause = '', cure = ''] of rows)
      expect([code, cause.trim().length > 5, cure.trim().length > 5]).toEqual([code, true, true]);
  });

  it('are followed by the words of what no rule names, with the causes and cures of their pages', () => {
    const words = [...table.matchAll(/^\| `([a-z-]+)` \| (.+) \| (.+) \|$/gm)];
    expect(words.map(([, word, cause, cure]) => [word, `${cause}.`, `${cure}.`])).toEqual(
      Object.entries(problemCures).map(([word, { cause, cure }]) => [word, cause.en, cure.en]),
    );
  });

  it('are the only ones that the guide names', () => {
    const named = [...guide.matchAll(/\b[A-Z]{3}-[A-Z]\d{2}\b/g)].map(([code]) => code);
    expect(named.filter((code) => !Object.hasOwn(ruleCatalogue, code))).toEqual([]);
  });
});
