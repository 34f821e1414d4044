import codes from '@eventstore/db-client/generated/code_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import packed from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { any, noStream, streamExists } from './store-log.js';
import { identifierOf, uuidOf } from './wire.js';

// Messages of batch append: what is wrong is a status with details, one for each append.

export interface BatchError {
  readonly code: codes.Code;
  readonly message: string;
  /** Full name of the message that says more, and its bytes. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

const { Code } = codes;
const ofStore = (name: string, code: codes.Code, details: { serializeBinary(): Uint8Array }): BatchError => ({
  code,
  message: name,
  type: `event_store.client.${name}`,
  bytes: details.serializeBinary(),
});

const wrongVersion = (expected: bigint, current: bigint): BatchError => {
  const wrong = new shared.WrongExpectedVersion();
  if (current < 0n) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === any) wrong.setExpectedAny(new empty.Empty());
  else if (expected === noStream) wrong.setExpectedNoStream(new empty.Empty());
  else if (expected === streamExists) wrong.setExpectedStreamExists(new empty.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return ofStore('WrongExpectedVersion', Code.ALREADY_EXISTS, wrong);
};

const deleted = (stream: string): BatchError => {
  const details = new shared.StreamDeleted();
  details.setStreamIdentifier(identifierOf(stream));
  return ofStore('StreamDeleted', Code.NOT_FOUND, details);
};

const tooLarge = (most: number): BatchError => {
  const details = new shared.MaximumAppendSizeExceeded();
  details.setMaxappendsize(most);
  return ofStore('MaximumAppendSizeExceeded', Code.INVALID_ARGUMENT, details);
};

export const batchErrors = {
  wrongVersion,
  deleted,
  tooLarge,
  timeout: () => ofStore('Timeout', Code.DEADLINE_EXCEEDED, new shared.Timeout()),
  badRequest: () => ofStore('BadRequest', Code.INVALID_ARGUMENT, new shared.BadRequest()),
  /** What there is no name for comes as a text. */
  notReady: (): BatchError => ({
    code: Code.OK,
    message: 'Server Is Not Ready',
    type: 'google.protobuf.Empty',
    bytes: new Uint8Array(),
  }),
};

export const correlationOf = (request: streams.BatchAppendReq): string =>
  request.getCorrelationId()?.getString() ?? '';

const responseTo = (correlation: string, stream: string): streams.BatchAppendResp => {
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(uuidOf(correlation));
  response.setStreamIdentifier(identifierOf(stream));
  return response;
};

export const batchFailed = (
  correlation: string,
  stream: string,
  { code, message, type, bytes }: BatchError,
): streams.BatchAppendResp => {
  const [response, error, details] = [responseTo(correlation, stream), new status.Status(), new packed.Any()];
  details.pack(bytes, type);
  error.setCode(code);
  error.setMessage(message);
  error.setDetails(details);
  response.setError(error);
  return response;
};

export const batchSucceeded = (
  correlation: string,
  stream: string,
  revision: bigint,
  position: bigint,
): streams.BatchAppendResp => {
  const response = responseTo(correlation, stream);
  const [success, at] = [new streams.BatchAppendResp.Success(), new shared.AllStreamPosition()];
  if (revision < 0n) success.setNoStream(new empty.Empty());
  else success.setCurrentRevision(String(revision));
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  success.setPosition(at);
  response.setSuccess(success);
  return response;
};
