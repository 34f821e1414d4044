import type { Position, StoredFact } from '#facts';
import {
  type Append,
  type Appended,
  type CaughtUp,
  EventLog,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
} from './event-log.js';

/**
 * A log that refuses to be decided on while it may have lost facts: `check` throws then. Followers are not stopped, since they decide
 * nothing.
 */
export class CheckedLog extends EventLog implements ManyStreams {
  constructor(
    private readonly log: EventLog & ManyStreams,
    private readonly check: () => void,
  ) {
    super();
  }

  override get keepsGuards(): boolean {
    return this.log.keepsGuards;
  }

  async append(append: Append): Promise<Appended | RevisionConflict> {
    this.check();
    return await this.log.append(append);
  }

  async *readStream(read: ReadStream): AsyncGenerator<StoredFact> {
    this.check();
    yield* this.log.readStream(read);
  }

  async readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    this.check();
    return this.log.readStreams(reads);
  }

  async positionOf(stream: string, revision: number): Promise<Position | null> {
    this.check();
    return this.log.positionOf(stream, revision);
  }

  readAll(after: Position | null): AsyncIterable<PositionedFact> {
    return this.log.readAll(after);
  }

  subscribe(after: Position | null, signal: AbortSignal): AsyncIterable<PositionedFact | CaughtUp> {
    return this.log.subscribe(after, signal);
  }
}
