import type { FactMetadata, SequencedFact, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';

/** Rows are read as arrays: the same columns for each, in the order of the type below. */
export const storedColumns = 'stream, revision, event_id, type, effective_date, institution, data, metadata';
export const sequencedColumns = `${storedColumns}, seq, recorded_at`;

type StoredRow = readonly [
  stream: string,
  revision: number,
  eventId: string,
  type: string,
  effectiveDate: StoredFact['effectiveDate'],
  institution: InstitutionCode | null,
  data: object,
  metadata: FactMetadata,
];
type SequencedRow = readonly [...StoredRow, seq: number, recordedAt: string];

export const storedFact = (row: readonly unknown[]): StoredFact => {
  const [stream, revision, eventId, type, effectiveDate, institution, data, metadata] = row as StoredRow;
  return { eventId, type, stream, revision, effectiveDate, institution, data, metadata };
};

export const sequencedFact = (row: readonly unknown[]): SequencedFact => {
  const [stream, revision, eventId, type, effectiveDate, institution, data, metadata, seq, recordedAt] =
    row as SequencedRow;
  return { eventId, type, stream, revision, effectiveDate, institution, data, metadata, seq, recordedAt };
};
