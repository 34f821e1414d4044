import { pino } from 'pino';
import { CountedMetrics } from '../../apps/registry/src/operations/metrics/counted-metrics.server.js';
import { scrapeOf, serveMetrics } from '../../apps/registry/src/operations/metrics/metrics.server.js';
import { type RunningRegistry, runningRegistry, type RegistryOptions } from './running-registry.js';

/** What a scraper gets, as lines `name{labels} value`. */
class Scraped {
  readonly lines: readonly string[];

  constructor(readonly text: string) {
    this.lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }

  /** Of one series, in full, as `xudai_reports_total{outcome="recorded"}`; undefined where it is not there. */
  value(series: string): number | undefined {
    const line = this.lines.find((each) => each.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  }

  /** Of metrics, without what Node.js says of the process. */
  get names(): readonly string[] {
    return [...this.text.matchAll(/^# TYPE (xudai_\w+) /gm)].map(([, name]) => name ?? '');
  }
}

export interface ScrapedRegistry extends RunningRegistry {
  scrape(): Promise<Scraped>;
  /** Until the series has such a value. */
  until(series: string, isReached: (value: number | undefined) => boolean): Promise<Scraped>;
}

/** A running registry with its metrics on a port of their own, as its program has it. */
export const scrapedRegistry = async (options: RegistryOptions = {}): Promise<ScrapedRegistry> => {
  const counted = new CountedMetrics();
  const registry = await runningRegistry({ ...options, counted });
  const place = { host: '127.0.0.1', port: 0 };
  const server = await serveMetrics(
    place,
    scrapeOf(registry.application, counted),
    pino({ level: 'silent' }),
  );
  const scrape = async (): Promise<Scraped> => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return new Scraped(await answer.text());
  };
  return {
    ...registry,
    scrape,
    until: async (series, isReached) => {
      for (const deadline = Date.now() + 30_000; ; await new Promise((soon) => setTimeout(soon, 100))) {
        const scraped = await scrape();
        const value = scraped.value(series);
        if (isReached(value)) return scraped;
        if (Date.now() > deadline) throw new Error(`${series} is ${value}`);
      }
    },
    close: async () => {
      await server.close();
      await registry.close();
    },
  };
};
