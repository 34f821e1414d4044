import {
  isStreamName,
  type Position,
  type FactData,
  type FactMetadata,
  type NewFact,
  type StoredFact,
} from '#facts';
import type { InstitutionCode } from '#identifiers';
import { NoFact, NotStorable } from '../event-log-errors.js';
import type { Append } from '../event-log.js';

// Events in the form of the store, for every client of it.

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** What an append was answered; `head` is −1 where the stream has nothing. */
export type StoreAnswer =
  | { readonly outcome: 'appended'; readonly lastRevision: number; readonly position: Position }
  | { readonly outcome: 'conflict'; readonly head: number };

/**
 * What an error says. Of the first three, that nothing was written: the stream was deleted, the append is too large, access is
 * denied. Anything else is `passing` and leaves open whether it was: also errors without a type or a code.
 */
export type StoreFault = 'deleted' | 'too-large' | 'denied' | 'passing';

/** As the client gives them. */
interface GivenEvent extends Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata'> {
  readonly streamId: string;
  readonly revision: bigint;
  readonly position?: { readonly commit: bigint; readonly prepare: bigint };
}

/**
 * Of a stream of the registry under this very prefix: several may share a store, and the prefix of one may begin that of another.
 * Types that begin with $ are the store's own: what it says of a stream, that one was deleted.
 */
export const isOwn = ({ stream, type }: StoredEvent, prefix: string): boolean =>
  stream.startsWith(prefix) && isStreamName(stream.slice(prefix.length)) && !type.startsWith('$');

export const storedEvent = (event: GivenEvent): StoredEvent => {
  const { id, type, data, metadata, streamId, revision, position } = event;
  if (!position || position.commit !== position.prepare)
    throw new Error(`The event ${id} has no position of its own in the event store.`);
  return {
    id,
    type,
    data,
    metadata,
    stream: streamId,
    revision: Number(revision),
    position: String(position.commit),
  };
};

// A fact as an event of the store: its data are the event's data, and all else is in the event's metadata.

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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
/** An entry of an index in PostgreSQL takes a little more. */
const longestNameBytes = 2_000;

const isDay = (text: string): boolean => {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

const isInstant = (text: string): boolean =>
  instant.test(text) && !Number.isNaN(Date.parse(text)) && isDay(text.slice(0, 10));

const isTooLong = (...names: readonly (string | null)[]): boolean =>
  names.reduce((bytes, name) => bytes + Buffer.byteLength(name ?? ''), 0) > longestNameBytes;

/** SQLSTATE that PostgreSQL would give. */
const faultIn = ({ eventId, type, effectiveDate, institution, metadata }: NewFact): string | undefined => {
  if (!uuid.test(eventId)) return '22P02';
  if (type === '' || type.startsWith('$')) return '22023';
  if (effectiveDate !== null && !isDay(effectiveDate)) return '22008';
  if (!isInstant(metadata.stampedAt)) return '22007';
  return isTooLong(institution, metadata.reportId) || isTooLong(type) ? '54000' : undefined;
};

/**
 * The store takes nearly anything. What the table of the sequence would not take must not come into it: the sequence would stop
 * there for ever.
 *
 * @throws NotStorable
 */
export const checkStorable = ({ facts }: Append, stream: string): void => {
  const fault =
    stream.startsWith('$') || isTooLong(stream)
      ? '22023'
      : facts.map(faultIn).find((found) => found !== undefined);
  if (fault !== undefined) throw new NotStorable(stream, fault);
};
