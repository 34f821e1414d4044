import type { Position } from '#facts';

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
