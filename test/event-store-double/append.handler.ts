import type { handleClientStreamingCall, handleUnaryCall, Metadata } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendFault, Faults } from './faults.js';
import { type DoubleEvent, mostAppendBytes, type StoreLog } from './store-log.js';
import {
  appendedResponse,
  type CallFailed,
  expectedOf,
  failures,
  proposedEvent,
  streamNameOf,
  wrongVersionResponse,
} from './wire.js';

/** Of a call that asks for the leader of another node, or for what it has no right to. */
export const refusalOf = (
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
  const expected = expectedOf(options);
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

const lateMsOf = (fault: AppendFault | undefined): number => (typeof fault === 'object' ? fault.lateMs : 0);

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
      const refusal = refusalOf(call.metadata, faults);
      if (refusal) return answer(refusal);
      const fault = faults.nextAppend(streamNameOf(options.getStreamIdentifier()));
      if (fault === 'lost-before') return answer(failures.notReady());
      const response = answerOf(log, options, events);
      if (fault === 'lost-after') return answer(failures.notReady());
      if (fault === 'unanswered') return undefined;
      const send = (): void => ('details' in response ? answer(response) : answer(null, response));
      const lateMs = lateMsOf(fault);
      if (lateMs === 0) send();
      else setTimeout(send, lateMs);
      return undefined;
    });
  };

export const deleteHandler =
  (log: StoreLog): handleUnaryCall<streams.DeleteReq, streams.DeleteResp> =>
  (call, answer) => {
    const position = String(
      log.delete(streamNameOf(call.request.getOptions()?.getStreamIdentifier() ?? undefined)),
    );
    const [response, at] = [new streams.DeleteResp(), new streams.DeleteResp.Position()];
    at.setCommitPosition(position);
    at.setPreparePosition(position);
    response.setPosition(at);
    answer(null, response);
  };

export const tombstoneHandler =
  (log: StoreLog): handleUnaryCall<streams.TombstoneReq, streams.TombstoneResp> =>
  (call, answer) => {
    const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier() ?? undefined);
    const position = log.tombstone(stream);
    if (position === undefined) return answer(failures.deleted(stream));
    const [response, at] = [new streams.TombstoneResp(), new streams.TombstoneResp.Position()];
    at.setCommitPosition(String(position));
    at.setPreparePosition(String(position));
    response.setPosition(at);
    return answer(null, response);
  };
