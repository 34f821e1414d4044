import type { INestApplicationContext } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Gauge, Registry } from 'prom-client';
import type { Check } from '#contract';
import { ChecksQuery } from '#projections';
import { Submissions } from '#submissions';
import { inTime } from '#wake-up';
import { Readiness } from '../readiness.query.js';
import type { CountedMetrics } from './counted-metrics.server.js';
import { type GaugeName, gauges } from './metric-names.js';
import { type Sample, samplesOf, type SubmissionQueue } from './state-samples.js';

/** Whoever scrapes gives up after some seconds; what is not there by then is left out. */
const lookMs = 3_000;

/** Of a database that hangs one answer is waited for, and not for long. Undefined where it fails: that it does not answer is in the state. */
class Looking<Found> {
  private looking: Promise<Found | undefined> | undefined;

  constructor(private readonly look: () => Promise<Found>) {}

  found(): Promise<Found | undefined> {
    this.looking ??= this.look()
      .catch(() => undefined)
      .finally(() => (this.looking = undefined));
    return inTime(this.looking, lookMs, undefined);
  }
}

/** Every metric, in the text format of Prometheus. Who asks while it is made is given the same. */
export class Scrape {
  static readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private making: Promise<string> | undefined;
  private readonly checks: Looking<readonly Check[]>;
  private readonly files: Looking<SubmissionQueue>;

  constructor(
    private readonly counted: CountedMetrics,
    private readonly readiness: Pick<Readiness, 'state'>,
    checks: () => Promise<readonly Check[]>,
    files: Pick<Submissions, 'queue'>,
  ) {
    this.checks = new Looking(checks);
    this.files = new Looking(() => files.queue());
  }

  text(): Promise<string> {
    return (this.making ??= this.made().finally(() => (this.making = undefined)));
  }

  private async made(): Promise<string> {
    const [state, checks = [], files] = await Promise.all([
      this.readiness.state(),
      this.checks.found(),
      this.files.found(),
    ]);
    const ofState = registryOf(samplesOf(state, checks, files));
    return `${await this.counted.registry.metrics()}\n${await ofState.metrics()}`;
  }
}

/** Of a registry that runs. */
export const scrapeOf = (application: INestApplicationContext, counted: CountedMetrics): Scrape =>
  new Scrape(
    counted,
    application.get(Readiness, { strict: false }),
    () => application.get(QueryBus, { strict: false }).execute(new ChecksQuery()),
    application.get(Submissions, { strict: false }),
  );

const registryOf = (samples: readonly Sample[]): Registry => {
  const registry = new Registry();
  const byName = new Map<GaugeName, Gauge>();
  for (const { name, labels = {}, value } of samples) {
    const gauge = byName.get(name) ?? gaugeOf(name, registry);
    byName.set(name, gauge);
    gauge.set(labels, value);
  }
  return registry;
};

const gaugeOf = (name: GaugeName, registry: Registry): Gauge => {
  const { help, labels = [] } = gauges[name];
  return new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
};
