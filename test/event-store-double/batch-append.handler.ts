import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { lateMsOf, leaderRefusal } from './append.handler.js';
import { type BatchError, batchErrors, batchFailed, batchSucceeded, correlationOf } from './batch-wire.js';
import type { Faults } from './faults.js';
import { type AppendAnswer, type DoubleEvent, mostAppendBytes, type StoreLog } from './store-log.js';
import { expectedOf, failures, proposedEvent, streamNameOf } from './wire.js';

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** How many calls were begun, are open now, and how many appends came on them. */
export interface BatchCalls {
  readonly begun: number;
  readonly open: number;
  readonly appends: number;
}

const ownDeadlineMs = 2_000;

interface Pending {
  readonly options: streams.BatchAppendReq.Options;
  readonly events: DoubleEvent[];
}

const errorOf = (
  answer: Exclude<AppendAnswer, { kind: 'appended' }>,
  stream: string,
  expected: bigint,
): BatchError => {
  switch (answer.kind) {
    case 'wrong-version':
      return batchErrors.wrongVersion(expected, answer.current);
    case 'deleted':
      return batchErrors.deleted(stream);
    case 'too-large':
      return batchErrors.tooLarge(mostAppendBytes);
    case 'thrown':
      return batchErrors.badRequest();
  }
};

/**
 * Batch append: one call for many appends, each with an id under which it is answered when it is done, in whatever order. What
 * is wrong with one is said of that one; an error of the call takes along the answers to all.
 */
export class BatchAppends {
  private readonly open = new Set<BatchCall>();
  private begun = 0;
  private taken = 0;

  constructor(
    private readonly log: StoreLog,
    private readonly faults: Faults,
  ) {}

  readonly handler: handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp> = (call) => {
    this.begun += 1;
    this.open.add(call);
    const pending = new Map<string, Pending>();
    const gone = (): boolean => this.open.delete(call);
    call.on('cancelled', gone);
    call.on('error', gone);
    call.on('close', gone);
    call.on('end', () => call.end());
    call.on('data', (request: streams.BatchAppendReq) => {
      if (!this.open.has(call)) return;
      // Nothing more is taken: what comes waits at the sender's.
      if (this.faults.isFrozen) return void call.pause();
      const correlation = correlationOf(request);
      const options = request.getOptions();
      if (options) pending.set(correlation, { options, events: [] });
      const append = pending.get(correlation);
      append?.events.push(...request.getProposedMessagesList().map(proposedEvent));
      if (!append || !request.getIsFinal()) return;
      pending.delete(correlation);
      this.take(call, correlation, append);
    });
  };

  drop(): void {
    for (const call of this.open) this.end(call, failures.notReady());
  }

  get calls(): BatchCalls {
    return { begun: this.begun, open: this.open.size, appends: this.taken };
  }

  private take(call: BatchCall, correlation: string, { options, events }: Pending): void {
    this.taken += 1;
    // The leader was asked for when the call began; that it is elsewhere ends the call, whoever wanted what.
    const refusal = leaderRefusal(call.metadata, this.faults);
    if (refusal) return this.end(call, refusal);
    const stream = streamNameOf(options.getStreamIdentifier());
    const fault = this.faults.nextAppend(stream);
    const failed = (error: BatchError): void => this.say(call, batchFailed(correlation, stream, error));
    if (fault === 'lost-before') return failed(batchErrors.notReady());
    const expected = expectedOf(options, () => options.getStreamPosition());
    const answer = this.log.append(stream, expected, events);
    if (fault === 'lost-after') return failed(batchErrors.timeout());
    if (fault === 'ends-call') return this.end(call, failures.thrown());
    if (fault === 'unanswered') return undefined;
    const send = (): void =>
      answer.kind === 'appended'
        ? this.say(call, batchSucceeded(correlation, stream, answer.revision, answer.position))
        : failed(errorOf(answer, stream, expected));
    // The server forgets that it answered what is no event, and answers again when its time is over.
    if (answer.kind === 'thrown') setTimeout(() => failed(batchErrors.timeout()), ownDeadlineMs);
    const lateMs = lateMsOf(fault);
    if (fault === 'answered-twice') send();
    if (lateMs === 0) send();
    else setTimeout(send, lateMs);
    return undefined;
  }

  private say(call: BatchCall, response: streams.BatchAppendResp): void {
    if (this.open.has(call)) call.write(response);
  }

  private end(call: BatchCall, error: Error): void {
    this.open.delete(call);
    call.emit('error', error);
  }
}
