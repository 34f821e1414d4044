import { backOffMs } from '#wake-up';
import { indexOf } from '../../event-log.js';
import type { SerialisedAppend } from '../../serialised-append.js';
import { BatchCall } from './batch-call.client.js';
import { eventOf, type StoreAnswer } from '../fact-events.js';

/*
 * Many appends over one call of the store's protocol, made by hand, because the client's own batch append cannot be used (ADR 17):
 * it ignores deadlines, keeps the promises of all clients of a process in one table, so that the error of one makes another deaf,
 * and throws where nobody can catch it. What this folder promises: each append is answered by itself, with what the store says or
 * with an error, within its deadline; an append that was refused a place here was not sent. It never repeats an append and never
 * says that one was not stored: after an error that is open, and `appender.client.ts` sees to it. From outside
 * only this file is imported: the port (`EventLog`) knows nothing of it.
 */

/** A longer append would hold up those behind it, and goes alone. */
const largestBytes = 100_000;
/** More than wait for their answers would not come to theirs in time. */
const mostUnderWay = 1_000;
const longestRestMs = 5_000;

/**
 * Appends by the store's batch append, one call at a time, as long as all goes well. After anything but an answer the call takes
 * no more, and after a rest a fresh one is tried with one append. What becomes of an append that was not answered is not seen to
 * here: it may be stored or not.
 */
export class BatchAppender {
  private call: BatchCall | undefined;
  private failures = 0;
  private restUntil = 0;
  private isClosed = false;

  constructor(
    private readonly url: string,
    /** An append is waited for so long. */
    private readonly attemptMs: number,
  ) {}

  /** To the stream as the store names it. Undefined when there is no way now, or none for this append; nothing was sent. */
  append(stream: string, append: SerialisedAppend): Promise<StoreAnswer> | undefined {
    const call = append.bytes <= largestBytes ? this.usable() : undefined;
    return call && this.through(call, stream, append);
  }

  close(): void {
    this.isClosed = true;
    if (this.call) this.leave(this.call);
  }

  private usable(): BatchCall | undefined {
    if (this.isClosed) return undefined;
    // One that broke while nobody waited is nobody's failure.
    if (this.call?.isOver) this.leave(this.call);
    const most = this.failures > 0 ? 1 : mostUnderWay;
    if (this.call) return this.call.underWay < most ? this.call : undefined;
    if (performance.now() < this.restUntil) return undefined;
    this.call = new BatchCall(this.url);
    return this.call;
  }

  private async through(call: BatchCall, stream: string, append: SerialisedAppend): Promise<StoreAnswer> {
    try {
      const events = append.facts.map(eventOf);
      const answer = await call.append(stream, indexOf(append.expectedRevision), events, this.attemptMs);
      if (call === this.call) this.failures = 0;
      return answer;
    } catch (error) {
      if (call === this.call) this.retire(call);
      throw error;
    }
  }

  private retire(call: BatchCall): void {
    this.leave(call);
    this.restUntil = performance.now() + backOffMs(this.failures, { longestMs: longestRestMs });
    this.failures += 1;
  }

  private leave(call: BatchCall): void {
    this.call = undefined;
    call.leave();
  }
}
