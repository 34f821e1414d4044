import type { handleClientStreamingCall, handleUnaryCall, Metadata } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendFault, Faults } from './faults.js';
import {
  any,
  type DoubleEvent,
  isExpected,
  mostAppendBytes,
  noStream,
  type StoreLog,
  streamExists,
} from './store-log.js';
import {
  appendedResponse,
  type CallFailed,
  expectedOf,
  failures,
  proposedEvent,
  streamNameOf,
  wrongVersionResponse,
} from './wire.js';

/** Of a call that asks this node for the leader while another one leads; and of any while nobody has a right to anything. */
export const leaderRefusal = (
  metadata: Metadata,
  { isDenying, leaderElsewhere }: Faults,
): CallFailed | undefined => {
  if (isDenying) return failures.denied();
  return leaderElsewhere && metadata.get('requires-leader').includes('true')
    ? failures.notLeader(leaderElsewhere.host, leaderElsewhere.port)
    : undefined;
};

const answerOf = (
  log: StoreLog,
  options: streams.AppendReq.Options,
  events: readonly DoubleEvent[],
): streams.AppendResp | CallFailed => {
  const stream = streamNameOf(options.getStreamIdentifier());
  const expected = expectedOf(options, () => options.getRevision());
  const answer = log.append(stream, expected, events);
  switch (answer.kind) {
    case 'appended':
      return appendedResponse(answer.revision, answer.position);
    case 'wrong-version':
      return wrongVersionResponse(expected, answer.current);
    case 'deleted':
      return failures.deleted(stream);
    case 'too-large':
      return failures.tooLarge(mostAppendBytes);
    case 'thrown':
      return failures.thrown();
  }
};

export const lateMsOf = (fault: AppendFault | undefined): number =>
  typeof fault === 'object' ? fault.lateMs : 0;

/** The classic append: options first, then the events, then one answer. */
export const appendHandler =
  (log: StoreLog, faults: Faults): handleClientStreamingCall<streams.AppendReq, streams.AppendResp> =>
  (call, answer) => {
    let options: streams.AppendReq.Options | undefined;
    const events: DoubleEvent[] = [];
    call.on('data', (request: streams.AppendReq) => {
      options = request.getOptions() ?? options;
      const message = request.getProposedMessage();
      if (message) events.push(proposedEvent(message));
    });
    call.on('end', () => {
      if (faults.isFrozen) return;
      if (!options) return answer(failures.thrown());
      const refusal = leaderRefusal(call.metadata, faults);
      if (refusal) return answer(refusal);
      const fault = faults.nextAppend(streamNameOf(options.getStreamIdentifier()));
      if (fault === 'lost-before') return answer(failures.notReady());
      const response = answerOf(log, options, events);
      if (fault === 'lost-after' || fault === 'ends-call') return answer(failures.notReady());
      if (fault === 'unanswered') return undefined;
      const send = (): void => ('details' in response ? answer(response) : answer(null, response));
      const lateMs = lateMsOf(fault);
      if (lateMs === 0) send();
      else setTimeout(send, lateMs);
      return undefined;
    });
  };

const expectedByDeletion = (
  options: streams.DeleteReq.Options | streams.TombstoneReq.Options | undefined,
): bigint => {
  if (!options || options.hasAny()) return any;
  if (options.hasNoStream()) return noStream;
  return options.hasStreamExists() ? streamExists : BigInt(options.getRevision());
};

export const deleteHandler =
  (log: StoreLog): handleUnaryCall<streams.DeleteReq, streams.DeleteResp> =>
  (call, answer) => {
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const expected = expectedByDeletion(options);
    const current = log.current(stream);
    if (current < 0n || !isExpected(expected, current))
      return answer(failures.wrongVersion(stream, expected, current));
    const position = String(log.delete(stream));
    const [response, at] = [new streams.DeleteResp(), new streams.DeleteResp.Position()];
    at.setCommitPosition(position);
    at.setPreparePosition(position);
    response.setPosition(at);
    return answer(null, response);
  };

export const tombstoneHandler =
  (log: StoreLog): handleUnaryCall<streams.TombstoneReq, streams.TombstoneResp> =>
  (call, answer) => {
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const [expected, current] = [expectedByDeletion(options), log.current(stream)];
    if (!isExpected(expected, current)) return answer(failures.wrongVersion(stream, expected, current));
    const position = log.tombstone(stream);
    if (position === undefined) return answer(failures.deleted(stream));
    const [response, at] = [new streams.TombstoneResp(), new streams.TombstoneResp.Position()];
    at.setCommitPosition(String(position));
    at.setPreparePosition(String(position));
    response.setPosition(at);
    return answer(null, response);
  };
