import type { FactData, FactMetadata, NewFact, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { NoFact } from '../event-log-errors.js';
import type { ProposedEvent, StoredEvent } from './store-events.js';

// A fact as an event of the store: its data are the event's, and what else it says stands in the event's metadata.

interface EventMetadata extends FactMetadata {
  readonly effectiveDate: StoredFact['effectiveDate'];
  readonly institution: InstitutionCode | null;
}

export const eventOf = ({
  eventId,
  type,
  data,
  metadata,
  effectiveDate,
  institution,
}: NewFact): ProposedEvent => ({
  id: eventId,
  type,
  data,
  metadata: { effectiveDate, institution, ...metadata } satisfies EventMetadata,
});

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

const isEventMetadata = (value: unknown): value is EventMetadata =>
  isObject(value) &&
  'effectiveDate' in value &&
  isTextOrNull(value.effectiveDate) &&
  'institution' in value &&
  isTextOrNull(value.institution) &&
  'reportId' in value &&
  isTextOrNull(value.reportId) &&
  'stampedAt' in value &&
  typeof value.stampedAt === 'string';

/** @throws NoFact */
export const factOf = (event: StoredEvent, prefix: string): StoredFact => {
  const { id, type, stream, revision, data, metadata } = event;
  if (!isObject(data) || !isEventMetadata(metadata)) throw new NoFact(id, stream, revision);
  const { effectiveDate, institution, ...own } = metadata;
  return {
    eventId: id,
    type,
    stream: stream.slice(prefix.length),
    revision,
    effectiveDate,
    institution,
    data: data as FactData,
    metadata: own,
  };
};
