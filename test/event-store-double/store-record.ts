// What the log behind the double holds.

export interface DoubleEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
}

export interface RecordedEvent extends DoubleEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Of its record in the log's file: bytes, not places. */
  readonly position: bigint;
  readonly createdMs: number;
}

export type AppendAnswer =
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrong-version'; readonly current: bigint }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' }
  /** The server's handler throws. */
  | { readonly kind: 'thrown' };

export interface Stream {
  readonly events: RecordedEvent[];
  isDeleted: boolean;
  /** Events before are no longer read. */
  truncateBefore: bigint;
}

export interface StoreLogMark {
  readonly all: readonly RecordedEvent[];
  readonly streams: readonly (readonly [name: string, stream: Stream])[];
  readonly nextPosition: bigint;
}
