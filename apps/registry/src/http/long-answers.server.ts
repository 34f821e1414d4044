import { Readable } from 'node:stream';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#problem-details';
import { Callers } from './callers.query.js';
import { ConcurrencyLimit } from './rate-limit.js';
import { ProblemAnswer } from './problem-answer.js';
import { onNothingMore, ReaderPatience } from './unread-answers.server.js';
import { timeSlices } from './time-slices.js';

/** A client that takes nothing for this long is considered gone. */
const usualPatienceMs = 30_000;
/** How often client and key are checked. A revoked key must end its answers within five seconds, the check included. */
const checkEveryMs = 1_000;
/** Size of a write. Progress of the client is seen when a write has left. */
const pieceBytes = 16 * 1024;

type Kind = 'downloads' | 'events';

/** Parts of a body. The next one is pulled when the client has taken the last (back-pressure). */
type Parts = AsyncGenerator<string | Uint8Array, void, undefined>;

interface LongAnswer {
  readonly kind: Kind;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The signal aborts when the client is gone, so that a generator that waits for something can end. */
  readonly parts: (gone: AbortSignal) => Parts;
}

/**
 * Streams long answers. An error before the first byte is answered by a problem document; a later one destroys the connection, so that a
 * truncated body never looks complete. The connection is also destroyed when the client takes nothing, when the key is revoked or expires,
 * and when the registry ends, whatever the generator does meanwhile. No part is produced for a client that is gone, and no connection to
 * the database is held between two parts.
 */
export class LongAnswers implements OnModuleDestroy {
  private readonly logger = new Logger(LongAnswers.name);
  private readonly limits: Readonly<Record<Kind, ConcurrencyLimit>> = {
    downloads: new ConcurrencyLimit({ inAll: 8, ofOneKey: 3 }),
    events: new ConcurrencyLimit({ inAll: 64, ofOneKey: 16 }),
  };
  private readonly breakOff = new Set<(why: string) => void>();
  private isEnding = false;

  constructor(
    private readonly callers: Callers,
    private readonly patienceMs: number = usualPatienceMs,
  ) {}

  /** @throws ProblemAnswer 503 when as many answers are under way as may be */
  async send(request: FastifyRequest, reply: FastifyReply, answer: LongAnswer): Promise<void> {
    const { raw } = reply;
    const body = await this.open(request, reply, answer);
    if (!raw.destroyed) reply.send(body);
  }

  /**
   * Sets the headers and returns the body; undefined for HEAD, and where the client is gone already.
   *
   * @throws ProblemAnswer 503 when as many answers are under way as may be
   */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: LongAnswer,
  ): Promise<Readable | undefined> {
    const gone = this.begin(request, reply, answer.kind);
    if (!gone) return undefined;
    const { type, headers = {}, parts } = answer;
    // An empty text would be sent with a length, and the length is not known yet.
    const body = request.method === 'HEAD' ? Readable.from([]) : await this.begun(request, parts(gone));
    reply.headers(headers).type(type);
    return body;
  }

  onModuleDestroy(): void {
    this.isEnding = true;
    for (const breakOff of this.breakOff) breakOff('the registry ends');
  }

  /** Takes a lease until the connection closes or the answer is complete. Undefined where the client is gone: no event would release it. */
  private begin(request: FastifyRequest, reply: FastifyReply, kind: Kind): AbortSignal | undefined {
    const { raw } = reply;
    const keyId = request.principal?.keyId ?? '';
    const refusal = this.isEnding ? 'The registry ends.' : this.limits[kind].refusal(keyId);
    if (refusal !== undefined)
      throw new ProblemAnswer(problem('unavailable', { detail: refusal, retryable: true }));
    if (raw.destroyed) return undefined;
    const gone = new AbortController();
    const lease = this.limits[kind].take(keyId);
    const breakOff = (why: string): void => {
      if (raw.destroyed) return;
      this.logger.warn(`An answer of the kind ${kind} to key ${keyId} was broken off: ${why}.`);
      gone.abort();
      raw.destroy();
    };
    const checking = this.keepChecking(request, breakOff);
    this.breakOff.add(breakOff);
    // Events have no end of their own, and a page that was left closes its side: it would hold its place until the next event.
    const stop = kind === 'events' ? onNothingMore(request.raw.socket, () => gone.abort()) : undefined;
    raw.once('close', () => {
      stop?.();
      clearInterval(checking);
      this.breakOff.delete(breakOff);
      lease.release();
      gone.abort();
    });
    return gone.signal;
  }

  /** Checks client and key on a timer of its own, so that a generator that is quiet or stuck does not delay it. */
  private keepChecking(request: FastifyRequest, breakOff: (why: string) => void): NodeJS.Timeout {
    const reader = new ReaderPatience(request.raw.socket);
    let isAsking = false;
    const check = async (): Promise<void> => {
      if (reader.isOver(this.patienceMs, performance.now()))
        return breakOff(`nothing was taken for ${this.patienceMs / 1_000} seconds`);
      if (isAsking) return;
      isAsking = true;
      if (!(await this.isValid(request))) breakOff('its key is not valid any more');
      isAsking = false;
    };
    return setInterval(
      () =>
        void check().catch((error: unknown) => breakOff(`its key could not be checked (${String(error)})`)),
      checkEveryMs,
    ).unref();
  }

  private async isValid({ headers }: FastifyRequest): Promise<boolean> {
    return (await this.callers.authenticate(headers)) !== undefined;
  }

  private async begun(request: FastifyRequest, parts: Parts): Promise<Readable> {
    const body = Readable.from(this.guarded(request, await parts.next(), parts), { highWaterMark: 1 });
    body.once('error', (error) => this.logger.warn(error));
    return body;
  }

  private async *guarded(
    request: FastifyRequest,
    first: IteratorResult<string | Uint8Array, void>,
    parts: Parts,
  ): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (let next = first; !next.done; next = await parts.next()) {
        await timeSlices.pause();
        yield* piecesOf(next.value);
        if (!(await this.isValid(request)))
          throw new Error('The key of a long answer is not valid any more.');
      }
    } finally {
      await parts.return();
    }
  }
}

function* piecesOf(part: string | Uint8Array): Generator<Buffer, void, undefined> {
  const bytes =
    typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}
