import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

/*
 * A name after `order by` is a column of the answer before it is one of a table: `select seq::text … order by seq` sorts text, 1009 before 105,
 * and a spec with few facts does not see it. A question that turns a number into text orders by the table's own, `order by facts.seq`.
 */

const days = new Set(['day', 'on', 'at', 'month']);

/** Columns by whose text a question is ordered. Days are in the same order as text. */
const orderedAsText = (question: string): readonly string[] => {
  const told = [
    ...question.matchAll(/(?:\w+\.)?\b(\w+)::text(?=\s*,|\s+from\b)/g),
    ...question.matchAll(/::text as "?(\w+)"?/g),
  ].map(([, name = '']) => name);
  // Within a window it is the table's own.
  const plain = question.replaceAll(/(over|as|window \w+ as)\s*\([^()]*\)/g, '');
  const ordered = [...plain.matchAll(/order by ([\w\s,.":]+)/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim().split(/\s/)[0] ?? ''),
  );
  return told.filter((name) => ordered.includes(name) && !days.has(name));
};

const root = path.resolve(import.meta.dirname, '../..');
const questions = ['apps', 'libs', 'test'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('order-of-questions.spec.ts'))
    .flatMap((name) =>
      [...readFileSync(path.join(root, folder, name), 'utf8').matchAll(/`(?:[^`\\]|\\.)*`/g)].map(
        ([text]) => [`${folder}/${name}`, text] as const,
      ),
    ),
);

describe('a question to the database', () => {
  it.each([
    ['select seq::text, data from facts order by seq', ['seq']],
    ['select facts.seq::text as seq from facts order by type, seq desc limit 1', ['seq']],
    ['select seq::text from facts order by facts.seq', []],
    ['select day::text, seq from facts order by day, seq', []],
    ['select seq::text, sum(n) over (partition by a order by seq) as n from facts order by facts.seq', []],
  ])('is seen to be ordered by text, and not too soon: %s', (question, names) => {
    expect(orderedAsText(question)).toEqual(names);
  });

  it('is ordered by numbers where they are numbers', () => {
    expect(questions.length).toBeGreaterThan(500);
    expect(questions.filter(([, text]) => orderedAsText(text).length > 0)).toEqual([]);
  });
});
