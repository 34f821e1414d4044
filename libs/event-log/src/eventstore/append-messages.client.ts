import { empty, shared, streams } from './reach.client.js';
import type { ProposedEvent, StoreAnswer } from './fact-events.js';

/*
 * An append in the messages of the store's protocol. The client makes them as well, but turns each text into base64 and back, makes a promise
 * for each message, and throws what is a common answer: a fifth of an append's processor time here.
 */

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));

export const uuid = (text: string): shared.UUID => {
  const message = new shared.UUID();
  message.setString(text);
  return message;
};

export const streamNamed = (name: string): shared.StreamIdentifier => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name));
  return identifier;
};

/** The message of an event, in an append by itself or in one of a batch. */
export const filled = <
  Message extends streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
>(
  message: Message,
  { id, type, data, metadata }: ProposedEvent,
): Message => {
  message.setId(uuid(id));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(json(data));
  message.setCustomMetadata(json(metadata));
  return message;
};

/** Where the events go, and then each of them. */
export const appendRequests = (
  stream: string,
  expectedRevision: number,
  events: readonly ProposedEvent[],
): readonly streams.AppendReq[] => {
  const [first, options] = [new streams.AppendReq(), new streams.AppendReq.Options()];
  options.setStreamIdentifier(streamNamed(stream));
  if (expectedRevision < 0) options.setNoStream(new empty.Empty());
  else options.setRevision(String(expectedRevision));
  first.setOptions(options);
  const each = events.map((event) => {
    const request = new streams.AppendReq();
    request.setProposedMessage(filled(new streams.AppendReq.ProposedMessage(), event));
    return request;
  });
  return [first, ...each];
};

/** @throws when it is neither of the two answers that leave nothing open */
export const appendAnswer = (response: streams.AppendResp): StoreAnswer => {
  const wrong = response.getWrongExpectedVersion();
  if (wrong)
    return {
      outcome: 'conflict',
      head: wrong.hasCurrentRevision() ? Number(wrong.getCurrentRevision()) : -1,
    };
  const success = response.getSuccess();
  const position = success?.getPosition();
  if (!success || !position) throw new Error('The event store acknowledged an append without its position.');
  return {
    outcome: 'appended',
    lastRevision: Number(success.getCurrentRevision()),
    position: position.getCommitPosition(),
  };
};
