import type { INestApplicationContext } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { ProjectionChecks } from '#projections';
import { inTime } from '#wake-up';
import { Readiness } from '../readiness.js';
import type { CountedMetrics } from './counted-metrics.js';
import { type GaugeName, gauges } from './metric-names.js';
import { type Sample, samplesOf } from './state-samples.js';

/** Whoever scrapes gives up after some seconds; what is not there by then is left out. */
const checksMs = 3_000;

/** Every metric, in the text format of Prometheus. Who asks while it is made is given the same. */
export class Scrape {
  static readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private making: Promise<string> | undefined;
  private looking: ReturnType<ProjectionChecks['last']> | undefined;

  constructor(
    private readonly counted: CountedMetrics,
    private readonly readiness: Pick<Readiness, 'state'>,
    private readonly checks: Pick<ProjectionChecks, 'last'>,
  ) {}

  text(): Promise<string> {
    return (this.making ??= this.made().finally(() => (this.making = undefined)));
  }

  private async made(): Promise<string> {
    const [state, checks] = await Promise.all([this.readiness.state(), this.lastChecks()]);
    const ofState = registryOf(samplesOf(state, checks));
    return `${await this.counted.registry.metrics()}\n${await ofState.metrics()}`;
  }

  /** Of a database that hangs one answer is waited for. None where it fails: that it does not answer is in the state. */
  private lastChecks(): ReturnType<ProjectionChecks['last']> {
    this.looking ??= this.checks.last().finally(() => (this.looking = undefined));
    return inTime(
      this.looking.catch((): [] => []),
      checksMs,
      [],
    );
  }
}

/** Of a registry that runs. */
export const scrapeOf = (application: INestApplicationContext, counted: CountedMetrics): Scrape =>
  new Scrape(
    counted,
    application.get(Readiness, { strict: false }),
    application.get(ProjectionChecks, { strict: false }),
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
