import type { handleServerStreamingCall } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { leaderRefusal } from './append.handler.js';
import type { Faults } from './faults.js';
import type { RecordedEvent, StoreLog } from './store-log.js';
import type { Subscriptions } from './subscription.handler.js';
import { type ReadCall, write } from './read-call.handler.js';
import { CallFailed, eventResponse, failures, notFoundResponse, streamNameOf } from './wire.js';

const isBackwards = (options: streams.ReadReq.Options): boolean =>
  options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

const ofStream = (
  log: StoreLog,
  options: streams.ReadReq.Options,
  asked: streams.ReadReq.Options.StreamOptions,
): readonly RecordedEvent[] | streams.ReadResp | CallFailed => {
  const stream = streamNameOf(asked.getStreamIdentifier());
  // Nothing is not what the server takes for a count, and it knows no event that comes after the end.
  if (Number(options.getCount()) === 0 || (asked.hasEnd() && !isBackwards(options))) return failures.thrown();
  const events = log.read(stream);
  if (events === 'deleted') return failures.deleted(stream);
  if (!events) return notFoundResponse(stream);
  const start = asked.hasStart() ? 0n : undefined;
  const from = asked.hasRevision() ? BigInt(asked.getRevision()) : start;
  if (!isBackwards(options)) return events.filter(({ revision }) => revision >= (from ?? 0n));
  return events.filter(({ revision }) => from === undefined || revision <= from).toReversed();
};

const ofAll = (
  log: StoreLog,
  options: streams.ReadReq.Options,
  asked: streams.ReadReq.Options.AllOptions,
): readonly RecordedEvent[] | CallFailed => {
  const at = asked.getPosition();
  if (!at) return isBackwards(options) ? log.all.toReversed() : log.all;
  const position = BigInt(at.getCommitPosition());
  if (log.isBeyond(position)) return isBackwards(options) ? failures.noSuchPosition() : [];
  const after = log.indexAfter(position);
  if (after === undefined) return failures.noSuchPosition();
  // Forwards the event at the position is read again, backwards it is the first that is not.
  return isBackwards(options)
    ? log.all.slice(0, Math.max(0, after - 1)).toReversed()
    : log.all.slice(Math.max(0, after - 1));
};

const send = async (call: ReadCall, events: readonly RecordedEvent[]): Promise<void> => {
  for (const event of events) {
    if (call.cancelled) return;
    await write(call, eventResponse(event));
  }
  call.end();
};

/** Reads to an end, and subscriptions, which are the same call with another option. */
export const readHandler =
  (
    log: StoreLog,
    faults: Faults,
    subscriptions: Subscriptions,
  ): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> =>
  (call) => {
    const options = call.request.getOptions();
    if (faults.isFrozen) return subscriptions.hold(call);
    const refusal = leaderRefusal(call.metadata, faults);
    if (refusal || !options) return void call.emit('error', refusal ?? failures.thrown());
    if (options.hasSubscription()) return void subscriptions.begin(call, options);
    const [stream, all] = [options.getStream(), options.getAll()];
    const answer = stream ? ofStream(log, options, stream) : all ? ofAll(log, options, all) : [];
    if (answer instanceof CallFailed) return void call.emit('error', answer);
    if (!Array.isArray(answer)) {
      call.write(answer as streams.ReadResp);
      return void call.end();
    }
    const most = Number(options.getCount());
    return void send(call, (answer as readonly RecordedEvent[]).slice(0, most));
  };
