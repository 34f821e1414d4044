import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../support/access-lines.js';
import { type ScrapedRegistry, scrapedRegistry } from '../support/scraping.js';

/*
 * The conventions of Prometheus for names, as its own `promtool check metrics` has them, and a bound on how many series there are,
 * after every route was asked by everybody.
 */

const bank = 'C1010211000012';
/**
 * Of each registry; a monitoring keeps each of them for months. A histogram of three buckets is six series, for each operation that is
 * built, and for each method beside them under `none` and `unbuilt`.
 */
const mostSeries = (operations: number): number => {
  const [histogram, otherMethods, otherLabels] = [6, 7, 2];
  const [byMethodAndStatus, allOthers] = [40, 150];
  return histogram * (operations + otherMethods * otherLabels) + byMethodAndStatus + allOthers;
};

interface Described {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

const metricsIn = (text: string): readonly Described[] =>
  [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
    name,
    type,
    help: new RegExp(`^# HELP ${name} (.*)$`, 'm').exec(text)?.[1] ?? '',
  }));

/** Says what is wrong with a name. */
const faultsOf = ({ name, type, help }: Described): readonly string[] => [
  ...(/^(xudai|nodejs|process)_[a-z0-9]+(_[a-z0-9]+)*$/.test(name)
    ? []
    : ['no name in small letters with a prefix']),
  ...(help.trim() === '' ? ['no help'] : []),
  ...((type === 'counter') === name.endsWith('_total')
    ? []
    : ['_total is for counters, and for all of them']),
  ...(/_(count|sum|bucket)$/.test(name) ? ['ends as a part of a histogram'] : []),
  ...(/_(gauge|counter|histogram|summary)(_|$)/.test(name) ? ['has its type in its name'] : []),
  ...(/_(ms|millis|milliseconds|micros|microseconds|minutes|hours|days|kb|kib|mb|mib|kilobytes|megabytes|percent)(_|$)/.test(
    name,
  )
    ? ['is in no base unit']
    : []),
  ...(/_seconds_|_bytes_/.test(name.replace(/_total$/, '').replace(/^(nodejs|process)_/, '')) &&
  !/_(seconds|bytes)$/.test(name.replace(/_total$/, ''))
    ? ['has its unit not last']
    : []),
];

const seriesOfTheGuide = (): number => {
  const guide = readFileSync('docs/guides/operator.md', 'utf8');
  return Number(/All together are at most (\d+) series of each registry/.exec(guide)?.[1]);
};

describe('names of metrics', () => {
  let registry: ScrapedRegistry;
  const keys: string[] = [];

  beforeAll(async () => {
    registry = await scrapedRegistry();
    for (const role of roles)
      keys.push(role === 'bank' ? await registry.bank(bank) : await registry.keyFor(role));
  });
  afterAll(() => registry.close());

  /** Every operation of the document, by everybody, with values that vary; and much that is no route. */
  const tour = async (): Promise<number> => {
    const { body } = await registry.ask('get', '/openapi.json', { key: null });
    const operations = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).flatMap((method) =>
        ['get', 'post', 'put', 'delete'].includes(method) ? [[method, path] as const] : [],
      ),
    );
    let asked = 0;
    for (const [method, path] of operations)
      for (const [at, key] of [...keys, null].entries()) {
        asked += 1;
        const filled = path.replaceAll(/\{[^}]+\}/g, `x${at}y${asked}`).replace(/\*$/, 'x');
        const withBody = method === 'post' || method === 'put' ? { body: { asked } } : {};
        await registry.ask(method as 'get', filled, { key, ...withBody });
      }
    for (let no = 0; no < 100; no += 1)
      await registry.ask('get', `/v1/nothing-${no}`, { key: keys[0] ?? null });
    return operations.length;
  };

  it('follow the conventions, and are few, whatever is asked', async () => {
    const operations = await tour();
    expect(operations).toBeGreaterThan(50);
    const { text, lines } = await registry.scrape();
    const found = metricsIn(text);
    expect(found.length).toBeGreaterThan(30);
    expect(found.flatMap((metric) => faultsOf(metric).map((fault) => `${metric.name}: ${fault}`))).toEqual(
      [],
    );
    expect(lines.length).toBeLessThanOrEqual(mostSeries(operations));
    expect(mostSeries(operations)).toBeLessThanOrEqual(seriesOfTheGuide());
    const labels = lines.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, name]) => name ?? ''));
    expect(labels.filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(text).not.toMatch(/x\dy\d|nothing-/);
  });

  it.each([
    [
      { name: 'xudai_waiting_total', type: 'gauge', help: 'h' },
      '_total is for counters, and for all of them',
    ],
    [{ name: 'xudai_reports', type: 'counter', help: 'h' }, '_total is for counters, and for all of them'],
    [{ name: 'xudai_lag_ms', type: 'gauge', help: 'h' }, 'is in no base unit'],
    [{ name: 'xudai:lag', type: 'gauge', help: 'h' }, 'no name in small letters with a prefix'],
    [{ name: 'xudai_lag_seconds', type: 'gauge', help: '' }, 'no help'],
    [{ name: 'xudai_seconds_lag', type: 'gauge', help: 'h' }, 'has its unit not last'],
    [{ name: 'xudai_facts_count', type: 'gauge', help: 'h' }, 'ends as a part of a histogram'],
  ])('%j is found: %s', (planted, fault) => {
    expect(faultsOf(planted)).toContain(fault);
  });
});
