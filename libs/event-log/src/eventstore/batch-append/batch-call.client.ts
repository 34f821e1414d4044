import { randomUUID } from 'node:crypto';
import { Waiting } from '#batching';
import { filled, streamNamed, uuid } from '../append-messages.client.js';
import { type BatchStream, batchStream, empty, shared, streams } from '../reach.client.js';
import type { ProposedEvent, StoreAnswer } from '../fact-events.js';

// What is said on a call of batch append: many appends, each under an id of its own, and their answers as they come.

const wrongVersion = 'event_store.client.WrongExpectedVersion';

/** One append, whole. It names no deadline: the store would hold that against a clock of its own. */
const batchRequest = (
  correlationId: string,
  stream: string,
  expectedRevision: number,
  events: readonly ProposedEvent[],
): streams.BatchAppendReq => {
  const [request, options] = [new streams.BatchAppendReq(), new streams.BatchAppendReq.Options()];
  options.setStreamIdentifier(streamNamed(stream));
  if (expectedRevision < 0) options.setNoStream(new empty.Empty());
  else options.setStreamPosition(String(expectedRevision));
  request.setCorrelationId(uuid(correlationId));
  request.setOptions(options);
  request.setProposedMessagesList(
    events.map((event) => filled(new streams.BatchAppendReq.ProposedMessage(), event)),
  );
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
const batchAnswer = (
  response: streams.BatchAppendResp,
): { readonly correlationId: string; readonly answer: StoreAnswer | Error } => ({
  correlationId: response.getCorrelationId()?.getString() ?? '',
  answer: answerOf(response),
});

/**
 * Many appends over one call, on a connection of its own. Each has its own deadline. Which append an answer belongs to is known
 * here and not to the client, whose own way with this call ends the process: where an answer comes twice, or the call breaks
 * while appends wait to be written, it throws where nobody can catch.
 */
export class BatchCall {
  private readonly waiting = new Map<string, Waiting<StoreAnswer>>();
  private readonly opening: Promise<void>;
  private begun: { readonly call: BatchStream; readonly connection: { close(): void } } | undefined;
  private failure: { readonly error: unknown } | undefined;
  private isLeaving = false;

  constructor(url: string) {
    this.opening = batchStream(url, (call, connection) => {
      call.on('data', (response: Parameters<typeof batchAnswer>[0]) => {
        const { correlationId, answer } = batchAnswer(response);
        this.settle(correlationId, answer);
      });
      call.on('error', (error: unknown) => this.fail(error));
      call.on('end', () => this.fail(new Error('The event store ended a call of batch append.')));
      this.begun = { call, connection };
    }).catch((error: unknown) => this.fail(error));
  }

  /** How many appends wait for their answers. */
  get underWay(): number {
    return this.waiting.size;
  }

  /** It broke, or was left: nothing can be sent on it. */
  get isOver(): boolean {
    return this.failure !== undefined;
  }

  append(
    stream: string,
    expectedRevision: number,
    events: readonly ProposedEvent[],
    withinMs: number,
  ): Promise<StoreAnswer> {
    return new Promise((answered, failed) => {
      if (this.failure) return failed(this.failure.error);
      const id = randomUUID();
      const request = batchRequest(id, stream, expectedRevision, events);
      const onLate = (): Error => {
        this.forget(id);
        return new Error('The event store did not answer an append of a batch in time.');
      };
      this.waiting.set(id, new Waiting(answered, failed, { deadlineMs: withinMs, onLate }));
      if (this.begun) return void this.begun.call.write(request);
      return void this.opening.then(() => this.waiting.has(id) && this.begun?.call.write(request));
    });
  }

  /** Takes its answers still, each until its deadline, then lets go of the connection. */
  leave(): void {
    this.isLeaving = true;
    if (this.waiting.size === 0) this.end();
  }

  private settle(id: string, answer: StoreAnswer | Error): void {
    const waiting = this.waiting.get(id);
    // Too late, or a second time.
    if (!waiting) return;
    this.forget(id);
    if (answer instanceof Error) waiting.fail(answer);
    else waiting.answer(answer);
  }

  private forget(id: string): void {
    this.waiting.delete(id);
    if (this.isLeaving && this.waiting.size === 0) this.end();
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const waiting of all) waiting.fail(error);
    if (this.isLeaving) this.end();
  }

  private end(): void {
    this.failure ??= { error: new Error('A call of batch append was left.') };
    void this.opening.then(() => {
      this.begun?.call.cancel();
      this.begun?.connection.close();
    });
  }
}
