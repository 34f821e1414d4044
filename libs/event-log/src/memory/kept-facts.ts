import type { SequencedFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { type Appended, conflictAt, indexOf, isRepeatedBy, type RevisionConflict } from '../event-log.js';
import type { FoundReport } from '../report-index.js';
import type { SerialisedAppend } from '../serialised-append.js';

const later = (one: string, other: string): string => (one > other ? one : other);
const reportKey = (institution: InstitutionCode, reportId: string): string => `${institution}\n${reportId}`;

/** Facts in the order in which they were appended, with indexes by stream and report. */
export class KeptFacts {
  private readonly all: SequencedFact[] = [];
  private readonly streams = new Map<string, SequencedFact[]>();
  private readonly reports = new Map<string, FoundReport[]>();

  get headSeq(): number {
    return this.all.length;
  }

  get streamNames(): readonly string[] {
    return [...this.streams.keys()];
  }

  /** The facts after a seq. */
  after(seq: number, limit: number): readonly SequencedFact[] {
    return this.all.slice(seq, seq + limit);
  }

  stream(name: string): readonly SequencedFact[] {
    return this.streams.get(name) ?? [];
  }

  report(institution: InstitutionCode, reportId: string, preferably?: string): FoundReport | null {
    const found = this.reports.get(reportKey(institution, reportId)) ?? [];
    return found.find(({ stream }) => stream === preferably) ?? found[0] ?? null;
  }

  append(append: SerialisedAppend): Appended | RevisionConflict {
    const stored = this.stream(append.stream);
    const expected = indexOf(append.expectedRevision);
    const head = stored.length - 1;
    if (head === expected && !this.holds(append)) return conflictAt(head);
    if (head === expected) append.facts.forEach((_, place) => this.keep(append, place));
    else if (!isRepeatedBy(stored.slice(expected + 1), append)) return conflictAt(head);
    const last = this.stream(append.stream)[expected + append.facts.length];
    return last ? appendedUpTo(last, append) : conflictAt(head);
  }

  private holds({ guard, facts }: SerialisedAppend): boolean {
    if (!guard) return true;
    const isNew = ({ institution, metadata: { reportId } }: SerialisedAppend['facts'][number]): boolean =>
      institution === null || reportId === null || this.report(institution, reportId) === null;
    return this.stream(guard.stream).length - 1 === indexOf(guard.revision) && facts.every(isNew);
  }

  private keep({ stream, facts, data, metadata }: SerialisedAppend, place: number): void {
    const fact = facts[place];
    if (!fact) return;
    const before = this.all.at(-1);
    const line = this.streams.get(stream) ?? [];
    const kept: SequencedFact = {
      ...fact,
      stream,
      revision: line.length,
      // Parsed from text, so that the caller's later changes to its objects do not reach the log.
      data: JSON.parse(data[place] ?? 'null'),
      metadata: JSON.parse(metadata[place] ?? 'null'),
      seq: this.all.length + 1,
      recordedAt: later(fact.metadata.stampedAt, before?.recordedAt ?? ''),
    };
    this.all.push(kept);
    line.push(kept);
    this.streams.set(stream, line);
    this.index(kept);
  }

  private index({ institution, stream, revision, type, seq, metadata }: SequencedFact): void {
    const { reportId, reportDigest: digest } = metadata;
    if (institution === null || reportId === null) return;
    const key = reportKey(institution, reportId);
    this.reports.set(key, [
      ...(this.reports.get(key) ?? []),
      { stream, revision, digest, type, seq, position: String(seq) },
    ]);
  }
}

const appendedUpTo = (last: SequencedFact, { facts }: SerialisedAppend): Appended => ({
  outcome: 'appended',
  firstRevision: last.revision - facts.length + 1,
  lastRevision: last.revision,
  position: String(last.seq),
});
