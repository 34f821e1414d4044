import type { Position } from '#facts';

/** How the log's positions and the sequence belong together: who was given a position waits until its fact is shown. */
export abstract class SequencePositions {
  /** A position such that everything up to it stands at or before a seq. */
  abstract upTo(seq: number): Promise<Position>;

  /** The seq up to which everything at or before the position stands; null when the sequence has not got there in time. */
  abstract sequenced(position: Position, timeoutMs: number): Promise<number | null>;
}

/** Where positions are seqs. A seq that does not exist yet is waited for by who reads. */
export class SeqPositions extends SequencePositions {
  async upTo(seq: number): Promise<Position> {
    return String(seq);
  }

  async sequenced(position: Position): Promise<number> {
    return Number(position);
  }
}
