import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Answered } from '#intake';
import { outcomeNameOf, outcomeNames } from '../../events/outcome-answers.js';
import { type Admission } from '../../http/admission.js';
import { type WorkKind, workKinds } from '../../http/request-bounds.js';
import { counted } from './metric-samples.js';

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']);

/** Few, since each bucket is a series for every route. */
const bucketsOfSeconds = [0.1, 1, 10];
const bucketsOfPauses = [0.01, 0.1];

/** Default metrics of the library that are removed: gauges with a counter's name, and 27 series that say no more than two others. */
const removedDefaults = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_active_handles',
  'nodejs_active_requests',
  'nodejs_heap_space_size_total_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_heap_space_size_available_bytes',
];

/** An answered request. */
interface Exchange {
  readonly method: string;
  /** The declared path, with names of parameters and no values; undefined where no route has the path. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

/** Counters and histograms of this process, with the library's default metrics of Node.js. */
export class CountedMetrics {
  readonly registry = new Registry();
  private readonly durations: Histogram;
  private readonly responses: Counter;
  private readonly reports: Counter;
  private readonly refusals: Counter;
  private readonly turned: Counter;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, gcDurationBuckets: bucketsOfPauses });
    for (const name of removedDefaults) this.registry.removeSingleMetric(name);
    this.durations = new Histogram({
      ...described('xudai_http_request_duration_seconds'),
      buckets: bucketsOfSeconds,
      registers,
    });
    this.responses = new Counter({ ...described('xudai_http_responses_total'), registers });
    this.reports = new Counter({ ...described('xudai_reports_total'), registers });
    this.refusals = new Counter({ ...described('xudai_refusals_total'), registers });
    this.turned = new Counter({ ...described('xudai_turned_away_total'), registers });
    for (const kind of [...workKinds, 'connections']) this.turned.inc({ kind }, 0);
    // Series exist from the start with 0, so that a rate shows the first increment.
    for (const outcome of outcomeNames) this.reports.inc({ outcome }, 0);
  }

  answered({ method, route = 'none', status, durationMs }: Exchange): void {
    const known = methods.has(method) ? method : 'other';
    // HEAD takes as long as GET, and needs no series of its own.
    const timed = known === 'HEAD' ? 'GET' : known;
    this.durations.observe({ method: timed, route }, durationMs / 1_000);
    this.responses.inc({ method: known, status });
  }

  turnedAway(kind: WorkKind | 'connections'): void {
    this.turned.inc({ kind });
  }

  /** Adds gauges of the work under way, read at each scrape. */
  watch(admission: Admission): void {
    const gauges = [
      ['xudai_work_under_way', 'parts'],
      ['xudai_under_way_bytes', 'bytes'],
    ] as const;
    for (const [name, member] of gauges) {
      const gauge: Gauge = new Gauge({
        ...described(name),
        registers: [this.registry],
        collect: () => {
          for (const kind of workKinds) gauge.set({ kind }, admission.underWay(kind)[member]);
        },
      });
    }
  }

  reported(outcome: Answered): void {
    this.reports.inc({ outcome: outcomeNameOf(outcome) });
    if (outcome.outcome === 'refused') this.refusals.inc({ rule: outcome.violated[0].rule });
  }
}

const described = (
  name: keyof typeof counted,
): { readonly name: string; readonly help: string; readonly labelNames: string[] } => {
  const { help, labels = [] } = counted[name];
  return { name, help, labelNames: [...labels] };
};

/** Routes that are not built share one series. */
const isUnbuilt = (declared: object): boolean =>
  'answers' in declared &&
  typeof declared.answers === 'object' &&
  declared.answers !== null &&
  '501' in declared.answers;

/** Times every request by its declared route, never by its path, so that series stay few. Must be called before the routes are added. */
export const addRequestTimes = (server: FastifyInstance, counted: CountedMetrics): void => {
  server.addHook('onResponse', ({ method, is404, routeOptions }, reply, done) => {
    counted.answered({
      method,
      route: is404 ? undefined : isUnbuilt(routeOptions.config) ? 'unbuilt' : routeOptions.url,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
    done();
  });
};
