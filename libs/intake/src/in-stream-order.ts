import type { InstitutionCode } from '#identifiers';
import type { KeyedMutex, Ledger, Turn } from '#recording';
import { dataSchemas, isChange, type Report, type StepType } from '#reports';
import { deciderOf, type ReportDeciders } from './report-decider.js';
import { type BatchDeciding, StreamBatch } from './stream-batch.js';

interface OrderParts<Sent, Outcome> extends BatchDeciding<Sent, Outcome> {
  readonly mutex: KeyedMutex;
  readonly deciders: ReportDeciders;
  readonly institution: InstitutionCode;
  readonly ledger: Pick<Ledger, 'findReport'>;
  /** Waits for one of the slots that bound how many reports are decided on at once. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
}

/** What is decided on in a turn, under the key of its stream. */
interface TurnOfStream<Sent, Outcome> {
  readonly own: string;
  readonly turn: Turn<unknown>;
  readonly batch: StreamBatch<Sent, Outcome>;
}

/** Of a correction or reversal they are known once the report is found that it changes. */
type Streams = readonly string[] | Promise<readonly string[]>;

/** A report that is under way. */
interface UnderWay {
  readonly id: string;
  readonly streams: Streams;
}

/**
 * Decides on the reports of one request. Every report has the outcome that it would have if they were decided one after another: reports
 * of an institution that share a stream or an id wait for each other, the others are decided at the same time. Institutions never wait
 * for each other: no report writes what they share, such as a bailout programme.
 *
 * The stream of a correction or reversal is known only once the report that it changes is found, in the same request or in the log. Later
 * reports wait until it is found, not until the correction is decided.
 */
export class StreamOrder<Sent, Outcome> {
  /** Resolves once the streams of all earlier reports are known; undefined where they are. */
  private earlier: Promise<void> | undefined;
  private readonly underWay = new Set<UnderWay>();
  private readonly turns = new WeakMap<Turn<unknown>, TurnOfStream<Sent, Outcome>>();

  constructor(private readonly parts: OrderParts<Sent, Outcome>) {}

  run(report: Report, sent: Sent): Promise<Outcome> {
    if (!isChange(report) && !this.earlier) {
      const streams = this.streamsOf(report);
      return this.remembered(report, streams, this.exclusively(report, streams, sent));
    }
    const streams = isChange(report)
      ? this.streamsOfChanged(report)
      : Promise.resolve(this.streamsOf(report));
    const begun = Promise.all([streams, this.earlier]).then(([known]) => ({
      outcome: this.exclusively(report, known, sent),
    }));
    const known = begun.then(
      () => undefined,
      () => undefined,
    );
    this.earlier = known;
    void known.then(() => {
      if (this.earlier === known) this.earlier = undefined;
    });
    return this.remembered(
      report,
      streams,
      begun.then(({ outcome }) => outcome),
    );
  }

  /** Adds the report to the last batch of its stream, unless another report came in between; else begins a new one. A change is decided on alone. */
  private exclusively(report: Report, streams: readonly string[], sent: Sent): Promise<Outcome> {
    const { mutex, institution, inTurn } = this.parts;
    const ids = isChange(report) ? [report.id, report.subject] : [report.id];
    const own = `${institution} ${streams[0]}`;
    const keys = [
      ...streams.map((stream) => `${institution} ${stream}`),
      ...ids.map((id) => `report ${institution} ${id}`),
    ];
    const last = isChange(report) ? undefined : this.lastOf(own);
    if (last?.batch.isOpen && last.turn.widen(keys)) return last.batch.add(sent);
    const batch = new StreamBatch(this.parts);
    const outcome = batch.add(sent);
    const turn = mutex.enter(keys, () => inTurn(() => batch.decide()));
    if (!isChange(report)) this.turns.set(turn, { own, turn, batch });
    turn.outcome.catch((reason: unknown) => batch.fail(reason));
    return outcome;
  }

  /** The last turn for which the stream is held or awaited, when it is of reports of that stream. */
  private lastOf(own: string): TurnOfStream<Sent, Outcome> | undefined {
    const turn = this.parts.mutex.last(own);
    const last = turn && this.turns.get(turn);
    return last?.own === own ? last : undefined;
  }

  private streamsOf(report: Report): readonly string[] {
    const { deciders, institution } = this.parts;
    const { own, others } = deciderOf(deciders, report);
    return [own(report, institution), ...others(report, institution)].map(({ stream }) => stream);
  }

  /** The stream of the report that it changes, and the streams that its replacement reads. */
  private async streamsOfChanged(report: Report): Promise<readonly string[]> {
    const { institution, ledger } = this.parts;
    const underWay = [...this.underWay].filter(({ id }) => id === report.subject);
    const [found, ...together] = await Promise.all([
      ledger.findReport(institution, report.subject),
      ...underWay.map(({ streams }) => (streams instanceof Promise ? streams.catch(() => []) : streams)),
    ]);
    return [...(found ? [found.stream] : []), ...together.flat(), ...this.readByReplacement(report)];
  }

  private readByReplacement(report: Report): readonly string[] {
    const { deciders, institution } = this.parts;
    const { replacement } = report.data as { readonly replacement?: unknown };
    if (replacement === undefined) return [];
    return (Object.keys(deciders) as readonly StepType[]).flatMap((type) => {
      const data = dataSchemas[type].safeParse(replacement);
      if (!data.success) return [];
      const asReport = { ...report, type, data: data.data };
      return deciderOf(deciders, asReport)
        .others(asReport, institution)
        .map(({ stream }) => stream);
    });
  }

  private remembered({ id }: Report, streams: Streams, outcome: Promise<Outcome>): Promise<Outcome> {
    const one = { id, streams };
    this.underWay.add(one);
    const forget = (): boolean => this.underWay.delete(one);
    outcome.then(forget, forget);
    return outcome;
  }
}
