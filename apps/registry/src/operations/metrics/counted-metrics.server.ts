import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Answered } from '#intake';
import { outcomeNameOf, outcomeNames } from '../../events/outcome-answers.js';
import { type Admission } from '../../http/admission.js';
import { type WorkKind, workKinds } from '../../http/request-bounds.js';
import { counted } from './metric-names.js';

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']);

/** Quick, noticed, long, and what is read on for as long as somebody likes: each stands once for every route. */
const bucketsOfSeconds = [0.1, 1, 10];
const bucketsOfPauses = [0.01, 0.1];

/** Of the library's own: the first three are gauges with a counter's name; the rest says in 27 series what two say. */
const leftOut = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_active_handles',
  'nodejs_active_requests',
  'nodejs_heap_space_size_total_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_heap_space_size_available_bytes',
];

/** An answer that was given. */
interface Exchange {
  readonly method: string;
  /** As declared, with names where a path has values; undefined where there is none for the path. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

/** What is counted while the process runs, beside what Node.js says of the process itself. */
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
    for (const name of leftOut) this.registry.removeSingleMetric(name);
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
    // A rate is seen from the first one on.
    for (const outcome of outcomeNames) this.reports.inc({ outcome }, 0);
  }

  answered({ method, route = 'none', status, durationMs }: Exchange): void {
    const known = methods.has(method) ? method : 'other';
    // A route that is asked by GET is by HEAD as well, and takes as long.
    const timed = known === 'HEAD' ? 'GET' : known;
    this.durations.observe({ method: timed, route }, durationMs / 1_000);
    this.responses.inc({ method: known, status });
  }

  turnedAway(kind: WorkKind | 'connections'): void {
    this.turned.inc({ kind });
  }

  /** Tells how much is under way whenever it is asked. */
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

/** Of which nothing is to be timed: they stand together. */
const isUnbuilt = (declared: object): boolean =>
  'answers' in declared &&
  typeof declared.answers === 'object' &&
  declared.answers !== null &&
  '501' in declared.answers;

/** Times every request under the route that it was declared as, never under its path. Must be called before the routes are added. */
export const addRequestTimes = (server: FastifyInstance, counted: CountedMetrics): void => {
  server.addHook('onResponse', async ({ method, is404, routeOptions }, reply) => {
    counted.answered({
      method,
      route: is404 ? undefined : isUnbuilt(routeOptions.config) ? 'unbuilt' : routeOptions.url,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
  });
};
