import { Readable } from 'node:stream';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#problem-details';
import { Callers } from './callers.query.js';
import { ConcurrencyLimit } from './rate-limit.js';
import { ProblemAnswer } from './problem-answer.js';
import { ReaderPatience } from './unread-answers.server.js';
import { timeSlices } from './time-slices.js';

/** Whoever takes nothing for this long is not reading. */
const usualPatienceMs = 30_000;
/** How often reader and key are looked at; a revoked key ends its answers within five seconds, a look at it included. */
const lookEveryMs = 1_000;
/** Written at once. A reader is seen to read when such a piece has left. */
const pieceBytes = 16 * 1024;

type Kind = 'downloads' | 'events';

/** Parts of a body. The next one is asked for when the reader has taken the last. */
type Parts = AsyncGenerator<string | Uint8Array, void, undefined>;

interface LongAnswer {
  readonly kind: Kind;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The signal comes when nobody reads any more: who waits for something to tell ends then. */
  readonly parts: (gone: AbortSignal) => Parts;
}

/**
 * Answers that go on for long. What goes wrong before the first byte is a problem document as anywhere; after it the connection
 * breaks, so that a part never looks like the whole. It breaks too when the reader takes nothing, when the key is revoked or
 * expires, whether or not anything is told or read meanwhile, and when the registry ends. Nothing is read on for a reader who
 * is gone, and nothing of the database is held for one who is slow.
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

  /** @throws ProblemAnswer when all places are taken */
  async send(request: FastifyRequest, reply: FastifyReply, answer: LongAnswer): Promise<void> {
    const { raw } = reply;
    const body = await this.open(request, reply, answer);
    if (!raw.destroyed) reply.send(body);
  }

  /**
   * The body, to be sent with the headers that are set by then; undefined where there is none to send.
   *
   * @throws ProblemAnswer when all places are taken
   */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: LongAnswer,
  ): Promise<Readable | undefined> {
    const gone = this.begin(request, reply, answer.kind);
    // A client that went away before is told nothing, and would never leave its place.
    if (!gone) return undefined;
    const { type, headers = {}, parts } = answer;
    const body = request.method === 'HEAD' ? undefined : await this.begun(request, parts(gone));
    reply.headers(headers).type(type);
    return body;
  }

  onModuleDestroy(): void {
    this.isEnding = true;
    for (const breakOff of this.breakOff) breakOff('the registry ends');
  }

  /** Takes a place until the connection closes or the answer is whole. */
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
      if (gone.signal.aborted) return;
      this.logger.warn(`An answer of the kind ${kind} to key ${keyId} was broken off: ${why}.`);
      gone.abort();
      raw.destroy();
    };
    const looking = this.keepLooking(request, breakOff);
    this.breakOff.add(breakOff);
    raw.once('close', () => {
      clearInterval(looking);
      this.breakOff.delete(breakOff);
      lease.release();
      gone.abort();
    });
    return gone.signal;
  }

  /** At the reader and at the key, from outside of what is told: neither a quiet stream nor one that is stuck keeps this back. */
  private keepLooking(request: FastifyRequest, breakOff: (why: string) => void): NodeJS.Timeout {
    const reader = new ReaderPatience(request.raw.socket);
    let isAsking = false;
    const look = async (): Promise<void> => {
      if (reader.isOver(this.patienceMs, performance.now()))
        return breakOff(`nothing was taken for ${this.patienceMs / 1_000} seconds`);
      if (isAsking) return;
      isAsking = true;
      if (!(await this.isValid(request))) breakOff('its key is not valid any more');
      isAsking = false;
    };
    return setInterval(
      () =>
        void look().catch((error: unknown) => breakOff(`its key could not be looked at (${String(error)})`)),
      lookEveryMs,
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
