import { type Metadata, status } from '@grpc/grpc-js';
import grpc from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { any, type DoubleEvent, noStream, type RecordedEvent, streamExists } from './store-log.js';

// Between messages of the protocol and what the double keeps.

const ticksOfMs = 10_000n;

/** An error as the server ends a call with it. */
export class CallFailed extends Error {
  constructor(
    readonly code: number,
    readonly details: string,
    readonly metadata: Metadata,
  ) {
    super(details);
    this.name = 'CallFailed';
  }
}

const callFailed = (
  code: number,
  details: string,
  said: Readonly<Record<string, string>> = {},
): CallFailed => {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(said)) metadata.set(name, value);
  return new CallFailed(code, details, metadata);
};

export const failures = {
  deleted: (stream: string) =>
    callFailed(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': encodeURIComponent(stream),
    }),
  wrongVersion: (stream: string, expected: bigint, current: bigint) =>
    callFailed(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
      exception: 'wrong-expected-version',
      'stream-name': encodeURIComponent(stream),
      'expected-version': String(expected),
      'actual-version': String(current),
    }),
  tooLarge: (most: number) =>
    callFailed(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(most),
    }),
  notLeader: (host: string, port: number) =>
    callFailed(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  denied: () => callFailed(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  thrown: () => callFailed(status.UNKNOWN, 'Exception was thrown by handler.'),
  noSuchPosition: () => callFailed(status.UNKNOWN, 'Unexpected ReadAllResult: Error'),
  notReady: () => callFailed(status.UNAVAILABLE, 'Server Is Not Ready'),
  tooSlow: () =>
    callFailed(
      status.ABORTED,
      'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
    ),
};

export const streamNameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export const identifierOf = (stream: string): shared.StreamIdentifier => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8'));
  return identifier;
};

export const uuidOf = (text: string): shared.UUID => {
  const uuid = new shared.UUID();
  uuid.setString(text);
  return uuid;
};

export const proposedEvent = (
  message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
): DoubleEvent => ({
  id: message.getId()?.getString().toLowerCase() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  customMetadata: message.getCustomMetadata_asU8(),
});

/** What an append expects of its stream; a revision has another name in each way of appending. */
export const expectedOf = (
  options: streams.AppendReq.Options | streams.BatchAppendReq.Options,
  revision: () => string,
): bigint => {
  if (options.hasAny()) return any;
  if (options.hasNoStream()) return noStream;
  return options.hasStreamExists() ? streamExists : BigInt(revision());
};

export const appendedResponse = (revision: bigint, position: bigint): streams.AppendResp => {
  const [response, success] = [new streams.AppendResp(), new streams.AppendResp.Success()];
  if (revision < 0n) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(String(revision));
  const at = new streams.AppendResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  success.setPosition(at);
  response.setSuccess(success);
  return response;
};

export const wrongVersionResponse = (expected: bigint, current: bigint): streams.AppendResp => {
  const [response, wrong] = [new streams.AppendResp(), new streams.AppendResp.WrongExpectedVersion()];
  if (current < 0n) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === any) wrong.setExpectedAny(new shared.Empty());
  else if (expected === noStream) wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === streamExists) wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  response.setWrongExpectedVersion(wrong);
  return response;
};

export const eventResponse = (event: RecordedEvent): streams.ReadResp => {
  const [response, read] = [new streams.ReadResp(), new streams.ReadResp.ReadEvent()];
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(event.id));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  const metadata = recorded.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('content-type', event.contentType);
  metadata.set('created', String(BigInt(event.createdMs) * ticksOfMs));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.customMetadata);
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  response.setEvent(read);
  return response;
};

export const notFoundResponse = (stream: string): streams.ReadResp => {
  const [response, notFound] = [new streams.ReadResp(), new streams.ReadResp.StreamNotFound()];
  notFound.setStreamIdentifier(identifierOf(stream));
  response.setStreamNotFound(notFound);
  return response;
};

export const confirmationResponse = (id: string): streams.ReadResp => {
  const [response, confirmation] = [new streams.ReadResp(), new streams.ReadResp.SubscriptionConfirmation()];
  confirmation.setSubscriptionId(id);
  response.setConfirmation(confirmation);
  return response;
};

export const caughtUpResponse = (): streams.ReadResp => {
  const response = new streams.ReadResp();
  response.setCaughtUp(new streams.ReadResp.CaughtUp());
  return response;
};

export const checkpointResponse = (position: bigint): streams.ReadResp => {
  const [response, checkpoint] = [new streams.ReadResp(), new streams.ReadResp.Checkpoint()];
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  response.setCheckpoint(checkpoint);
  return response;
};
