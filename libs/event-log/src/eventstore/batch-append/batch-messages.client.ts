import { empty, shared, streams } from '../reach.client.js';
import type { ProposedEvent, StoreAnswer } from '../store-events.js';

// What is said on a call of batch append: many appends, each under an id of its own, and their answers as they come.

const wrongVersion = 'event_store.client.WrongExpectedVersion';

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));

const uuid = (text: string): shared.UUID => {
  const message = new shared.UUID();
  message.setString(text);
  return message;
};

const proposed = ({ id, type, data, metadata }: ProposedEvent): streams.BatchAppendReq.ProposedMessage => {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.setId(uuid(id));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(json(data));
  message.setCustomMetadata(json(metadata));
  return message;
};

/** One append, whole. It names no deadline: the store would hold that against a clock of its own. */
export const batchRequest = (
  correlationId: string,
  stream: string,
  expectedRevision: number,
  events: readonly ProposedEvent[],
): streams.BatchAppendReq => {
  const [request, options] = [new streams.BatchAppendReq(), new streams.BatchAppendReq.Options()];
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  options.setStreamIdentifier(identifier);
  if (expectedRevision < 0) options.setNoStream(new empty.Empty());
  else options.setStreamPosition(String(expectedRevision));
  request.setCorrelationId(uuid(correlationId));
  request.setOptions(options);
  request.setProposedMessagesList(events.map(proposed));
  request.setIsFinal(true);
  return request;
};

const answerOf = (response: streams.BatchAppendResp): StoreAnswer | Error => {
  const [success, error] = [response.getSuccess(), response.getError()];
  const position = success?.getPosition();
  if (success && position)
    return {
      outcome: 'appended',
      lastRevision: Number(success.getCurrentRevision()),
      position: position.getCommitPosition(),
    };
  const wrong = error?.getDetails()?.unpack(shared.WrongExpectedVersion.deserializeBinary, wrongVersion);
  if (wrong)
    return {
      outcome: 'conflict',
      head: wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : -1,
    };
  return new Error(
    `The event store did not take an append of a batch: ${error?.getMessage() ?? 'no reason given'}.`,
  );
};

/** Which append it answers, and what; an error is any but the two answers that leave nothing open. */
export const batchAnswer = (
  response: streams.BatchAppendResp,
): { readonly correlationId: string; readonly answer: StoreAnswer | Error } => ({
  correlationId: response.getCorrelationId()?.getString() ?? '',
  answer: answerOf(response),
});
