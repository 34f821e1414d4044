import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { counted, gauges, type Metric } from '../../apps/registry/src/operations/metrics/metric-samples.js';

/* Every sentence by which a program says that something is wrong with it stands in the operator's guide, with what to do. */

const guide = readFileSync('docs/guides/operator.md', 'utf8');

/** The rows of its tables, by their first cell. */
const rowOf = new Map(
  guide.split('\n').flatMap((line) => {
    const cells = /^\| (?<sentence>.+?) \| (?<remedy>.+) \|$/.exec(line)?.groups;
    return cells ? [[cells['sentence'], cells['remedy']] as const] : [];
  }),
);

/** What a source says, values as an ellipsis; of all its texts those that follow the expression, or all that are sentences. */
const sentencesIn = (file: string, after: string): readonly string[] => {
  const source = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const texts = source.matchAll(new RegExp(`${after}(?:\`([^\`\\n]+)\`|'([^'\\n]+)')`, 'g'));
  return [...texts]
    .map(([, template, plain]) => (template ?? plain ?? '').replaceAll(/\$\{[^}]+\}/g, '…'))
    .filter((text) => /^[A-Z].* .*[.…]$/.test(text));
};

const said: readonly (readonly [file: string, count: number, after: string])[] = [
  ['apps/registry/src/operations/registry-state.ts', 8, ''],
  ['libs/event-log/src/eventstore/store-state.ts', 9, ''],
  ['libs/event-log/src/postgres/log-end.query.ts', 1, ''],
  ['libs/event-log/src/open.log.ts', 5, ''],
  ['libs/sequencer/src/sequencing.follower.ts', 2, 'new CannotSequence\\(\\s*'],
  ['libs/sequencer/src/sequencer.table.ts', 3, 'new CannotSequence\\(\\s*'],
];

describe('the operator’s guide', () => {
  it.each(said)('has a line for each sentence of %s', (file, count, after) => {
    const sentences = sentencesIn(file, after);
    expect(sentences).toHaveLength(count);
    expect(sentences.filter((sentence) => !rowOf.has(sentence))).toEqual([]);
  });

  it('has a line for an event that is no fact', () => {
    const [sentence] = sentencesIn('libs/event-log/src/event-log-errors.ts', 'super\\(').filter((text) =>
      text.includes('no fact'),
    );
    expect(rowOf.has(sentence ?? '')).toBe(true);
  });

  it('has a condition over metrics for each sentence of /readyz', () => {
    const sentences = said.slice(0, 3).flatMap(([file, , after]) => sentencesIn(file, after));
    expect(
      sentences.filter((sentence) => !/^`xudai_[^`]+ [=<>]+ [^`]+` \| /.test(rowOf.get(sentence) ?? '')),
    ).toEqual([]);
  });

  it('names each metric, and none that is not told', () => {
    const logins = ['xudai_app', 'xudai_owner', 'xudai_metrics'];
    const named = new Set(guide.match(/\bxudai_[a-z_]+/g)?.filter((name) => !logins.includes(name)));
    expect([...named].toSorted()).toEqual(Object.keys({ ...counted, ...gauges }).toSorted());
    const listed = [...guide.matchAll(/^\| `(xudai_\w+)(?:\{([\w,]+)\})?` \|/gm)];
    const labelled = Object.entries<Metric>({ ...counted, ...gauges }).map(([name, { labels = [] }]) => [
      name,
      labels.join(),
    ]);
    expect(listed.map(([, name, labels = '']) => [name, labels]).toSorted()).toEqual(labelled.toSorted());
  });

  it('has none for a sentence that nobody says', () => {
    const all = said.flatMap(([file, , after]) => sentencesIn(file, after));
    const alarms = [...rowOf.keys()].filter((text) =>
      /^Reports are refused|^The (event store|sequencer|sequence|projection|clock)/.test(text ?? ''),
    );
    expect(alarms.length).toBeGreaterThan(8);
    expect(alarms.filter((text) => !all.includes(text ?? ''))).toEqual([]);
  });
});
