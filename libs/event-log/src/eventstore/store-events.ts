import { isStreamName, type Position } from '#facts';

// Events as the store takes and gives them, whoever speaks to it.

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
