import type { InstitutionCode } from '#identifiers';
import type { KeyedMutex, Ledger, Turn } from '#recording';
import { dataSchemas, isChange, type Report, type StepType } from '#reports';
import { deciderOf, type ReportDeciders } from './report-decider.js';
import { type RowDeciding, StreamRow } from './stream-row.js';

interface OrderParts<Sent, Outcome> extends RowDeciding<Sent, Outcome> {
  readonly mutex: KeyedMutex;
  readonly deciders: ReportDeciders;
  readonly institution: InstitutionCode;
  readonly ledger: Pick<Ledger, 'findReport'>;
  /** Where a row has its turn. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
}

interface LastRow<Sent, Outcome> {
  readonly row: StreamRow<Sent, Outcome>;
  readonly turn: Turn<void>;
}

/**
 * The reports of one request, in its order. Every report has the outcome it would have had if they were decided one after another in
 * the order given: those of an institution that share a stream read or written, or an id, wait for each other; the others are decided
 * at the same time. Institutions never wait for each other: what they share, such as a bailout programme, is written by no report.
 *
 * Of a correction or reversal the stream is known only when the report that it changes is found: under way in the same request, or in
 * the log. Reports behind it wait for that answer, not for its outcome.
 */
export class StreamOrder<Sent, Outcome> {
  /** Until the streams of all earlier reports are known; undefined where they are. */
  private earlier: Promise<void> | undefined;
  /** Streams of reports under way, by report id. */
  private readonly underWay = new Map<string, Set<Promise<readonly string[]>>>();
  /** By stream, the last row of it, and its turn. */
  private readonly rows = new Map<string, LastRow<Sent, Outcome>>();

  constructor(private readonly parts: OrderParts<Sent, Outcome>) {}

  run(report: Report, sent: Sent): Promise<Outcome> {
    if (!isChange(report) && !this.earlier) {
      const streams = this.streamsOf(report);
      return this.remembered(report, Promise.resolve(streams), this.exclusively(report, streams, sent));
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

  /** In the last row of its stream, where nobody came in between; else in a new one. A change is decided on alone. */
  private exclusively(report: Report, streams: readonly string[], sent: Sent): Promise<Outcome> {
    const { mutex, institution, inTurn } = this.parts;
    const ids = isChange(report) ? [report.id, report.subject] : [report.id];
    const keys = [
      ...streams.map((stream) => `${institution} ${stream}`),
      ...ids.map((id) => `report ${institution} ${id}`),
    ];
    const [own] = isChange(report) ? [] : streams;
    const last = own === undefined ? undefined : this.rows.get(own);
    if (last?.row.isOpen && last.turn.widen(keys)) return last.row.add(sent);
    const row = new StreamRow(this.parts);
    const outcome = row.add(sent);
    const turn = mutex.enter([...new Set(keys)], () => inTurn(() => row.decide()));
    if (own !== undefined) this.rows.set(own, { row, turn });
    const forget = (): void => {
      if (own !== undefined && this.rows.get(own)?.row === row) this.rows.delete(own);
    };
    turn.outcome.then(forget, (reason: unknown) => {
      forget();
      row.fail(reason);
    });
    return outcome;
  }

  private streamsOf(report: Report): readonly string[] {
    const { deciders, institution } = this.parts;
    const { own, others } = deciderOf(deciders, report);
    return [own(report, institution), ...others(report, institution)].map(({ stream }) => stream);
  }

  /** Those of the report that it changes, and what its replacement reads, whichever type it is of. */
  private async streamsOfChanged(report: Report): Promise<readonly string[]> {
    const { institution, ledger } = this.parts;
    const underWay = [...(this.underWay.get(report.subject) ?? [])];
    const [found, ...together] = await Promise.all([
      ledger.findReport(institution, report.subject),
      ...underWay.map((streams) => streams.catch(() => [])),
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

  private remembered(
    { id }: Report,
    streams: Promise<readonly string[]>,
    outcome: Promise<Outcome>,
  ): Promise<Outcome> {
    const same = this.underWay.get(id) ?? new Set();
    this.underWay.set(id, same.add(streams));
    const forget = (): void => {
      same.delete(streams);
      if (same.size === 0 && this.underWay.get(id) === same) this.underWay.delete(id);
    };
    outcome.then(forget, forget);
    return outcome;
  }
}
