import type { Position, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { PositionedFact } from '../event-log.js';
import type { ReportAsked } from '../report-index.js';
import type { SerialisedAppend } from '../serialised-append.js';

/** The nth fact of the overlay has the position −n, which no fact of the base can have. */
export const ownPosition = (number: number): Position => `-${number}`;
export const isOwnPosition = (position: Position | null): position is Position =>
  position?.startsWith('-') ?? false;
export const ownNumber = (position: Position): number => Number(position.slice(1));

const reportKey = (institution: InstitutionCode, reportId: string): string => `${institution}\n${reportId}`;

/** The facts of an overlay, in the order in which they were appended. */
export class OwnFacts {
  private readonly all: StoredFact[] = [];
  private readonly streams = new Map<string, StoredFact[]>();
  private readonly reports = new Map<string, number[]>();
  private taken = 0;

  /** How many appends were kept. */
  get appends(): number {
    return this.taken;
  }

  stream(name: string): readonly StoredFact[] {
    return this.streams.get(name) ?? [];
  }

  /** Revision of the last fact of a stream; undefined where the overlay has none. */
  headOf(stream: string): number | undefined {
    return this.stream(stream).at(-1)?.revision;
  }

  after(number: number): readonly PositionedFact[] {
    return this.all.slice(number).map((fact, place) => ({ position: ownPosition(number + place + 1), fact }));
  }

  /** The fact of a report, in the preferred stream or else the first, with its number. */
  report({
    institution,
    reportId,
    preferably,
  }: ReportAsked): { readonly fact: StoredFact; readonly number: number } | undefined {
    const found = (this.reports.get(reportKey(institution, reportId)) ?? []).flatMap((number) => {
      const fact = this.all[number - 1];
      return fact ? [{ fact, number }] : [];
    });
    return found.find(({ fact }) => fact.stream === preferably) ?? found[0];
  }

  /** The number n of a fact, from 1 on. */
  numberOf(fact: StoredFact): number {
    return this.all.indexOf(fact) + 1;
  }

  /** Keeps the facts of an append; returns the number of the last. */
  keep({ stream, facts, data, metadata }: SerialisedAppend, firstRevision: number): number {
    const line = this.streams.get(stream) ?? [];
    facts.forEach((fact, place) => {
      const kept: StoredFact = {
        ...fact,
        stream,
        revision: firstRevision + place,
        data: JSON.parse(data[place] ?? 'null'),
        metadata: JSON.parse(metadata[place] ?? 'null'),
      };
      line.push(kept);
      this.all.push(kept);
      this.index(kept, this.all.length);
    });
    this.streams.set(stream, line);
    this.taken += 1;
    return this.all.length;
  }

  private index({ institution, metadata: { reportId } }: StoredFact, number: number): void {
    if (institution === null || reportId === null) return;
    const key = reportKey(institution, reportId);
    this.reports.set(key, [...(this.reports.get(key) ?? []), number]);
  }
}
