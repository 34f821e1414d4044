import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { type Answered, toldOutcomes, toldOutcomeOf } from '../../events/outcome-answers.js';
import { counted } from './metric-names.js';

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']);

/** From the fast answers of 7.1 to a long one that is read to its end. */
const bucketsOfSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

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
  private readonly reports: Counter;
  private readonly refusals: Counter;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.durations = new Histogram({
      ...described('xudai_http_request_duration_seconds'),
      buckets: bucketsOfSeconds,
      registers,
    });
    this.reports = new Counter({ ...described('xudai_reports_total'), registers });
    this.refusals = new Counter({ ...described('xudai_refusals_total'), registers });
    // A rate is seen from the first one on.
    for (const outcome of toldOutcomes) this.reports.inc({ outcome }, 0);
  }

  answered({ method, route = 'none', status, durationMs }: Exchange): void {
    const known = methods.has(method) ? method : 'other';
    this.durations.observe({ method: known, route, status }, durationMs / 1_000);
  }

  reported(outcome: Answered): void {
    this.reports.inc({ outcome: toldOutcomeOf(outcome) });
    if (outcome.outcome === 'refused') this.refusals.inc({ rule: outcome.violated[0].rule });
  }
}

const described = (
  name: keyof typeof counted,
): { readonly name: string; readonly help: string; readonly labelNames: string[] } => {
  const { help, labels = [] } = counted[name];
  return { name, help, labelNames: [...labels] };
};
