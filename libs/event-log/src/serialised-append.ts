import type { NewFact } from '#facts';
import type { Append } from './event-log.js';
import { AppendTooLarge } from './event-log-errors.js';

/** Bytes of an append: the JSON texts of data and metadata of all its facts. EventStoreDB takes 1,048,576 with its own. */
export const appendLimitBytes = 900_000;

/** An append with its facts as the JSON texts that are stored. */
export interface SerialisedAppend extends Append {
  readonly data: readonly string[];
  readonly metadata: readonly string[];
  readonly bytes: number;
}

const unstorable = /\0|\p{Surrogate}/u;

/** Names must be read back as they were written. No store holds NUL or half a surrogate pair. */
const isStorable = (name: string | null): boolean => name === null || !unstorable.test(name);

const hasStorableNames = ({ type, institution, metadata }: NewFact): boolean =>
  isStorable(type) && isStorable(institution) && isStorable(metadata.reportId);

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/**
 * What every engine checks before it takes an append.
 *
 * @throws TypeError for a programmer's error: no facts, no valid revision, a name that cannot be stored
 * @throws AppendTooLarge
 */
export const serialised = (append: Append): SerialisedAppend => {
  const { stream, expectedRevision, facts } = append;
  if (facts.length === 0) throw new TypeError('An append has at least one fact.');
  if (expectedRevision !== 'none' && !(Number.isSafeInteger(expectedRevision) && expectedRevision >= 0))
    throw new TypeError('An append expects no fact, or a revision.');
  if (!stream || !isStorable(stream) || !facts.every(hasStorableNames))
    throw new TypeError('A name in the append holds what cannot be stored.');
  const data = facts.map((fact) => JSON.stringify(fact.data));
  const metadata = facts.map((fact) => JSON.stringify(fact.metadata));
  const bytes = bytesOf(data) + bytesOf(metadata);
  if (bytes > appendLimitBytes) throw new AppendTooLarge(bytes, appendLimitBytes);
  return { ...append, data, metadata, bytes };
};
