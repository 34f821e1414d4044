import { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyRing } from '#access';
import { problem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** Answers of a kind that are under way at once in this process, at most. */
const places = { downloads: 8, events: 64 } as const;

interface LongAnswer {
  readonly kind: keyof typeof places;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parts of the body. The next one is asked for when the reader has taken the last. */
  readonly parts: AsyncGenerator<string, void, undefined>;
}

/**
 * Answers that go on for long. What goes wrong before the first byte is a problem document as anywhere; after it the connection
 * breaks, so that a part never looks like the whole. It breaks too when the key is revoked or the registry ends, and when the
 * reader goes away nothing is read on.
 */
@Injectable()
export class LongAnswers implements OnModuleDestroy {
  private readonly logger = new Logger(LongAnswers.name);
  private readonly ending = new AbortController();
  private readonly underWay = { downloads: 0, events: 0 };

  constructor(private readonly keys: KeyRing) {}

  /** @throws ProblemAnswer when all places are taken */
  async send(request: FastifyRequest, reply: FastifyReply, answer: LongAnswer): Promise<void> {
    const { kind, type, headers = {}, parts } = answer;
    if (this.underWay[kind] >= places[kind])
      throw new ProblemAnswer(
        problem('unavailable', { detail: 'Too many answers like this one are under way.', retryable: true }),
      );
    this.underWay[kind] += 1;
    const free = (): void => void (this.underWay[kind] -= 1);
    let body: Readable | undefined;
    try {
      const first = request.method === 'HEAD' ? undefined : await parts.next();
      if (first) body = this.bodyOf(request, first, parts);
    } finally {
      if (body) body.once('close', free);
      else free();
    }
    reply.headers(headers).type(type).send(body);
  }

  onModuleDestroy(): void {
    this.ending.abort(new Error('The registry ends.'));
  }

  private bodyOf(
    request: FastifyRequest,
    first: IteratorResult<string, void>,
    parts: AsyncGenerator<string, void, undefined>,
  ): Readable {
    const body = Readable.from(this.guarded(request, first, parts), { highWaterMark: 1 });
    const end = (): void => void body.destroy(this.ending.signal.reason);
    this.ending.signal.addEventListener('abort', end);
    body.once('close', () => this.ending.signal.removeEventListener('abort', end));
    body.once('error', (error) => this.logger.warn(error));
    return body;
  }

  private async *guarded(
    request: FastifyRequest,
    first: IteratorResult<string, void>,
    parts: AsyncGenerator<string, void, undefined>,
  ): AsyncGenerator<string, void, undefined> {
    try {
      for (let next = first; !next.done; next = await parts.next()) {
        yield next.value;
        if (!(await this.keys.authenticate(request.headers.authorization)))
          throw new Error('The key of a long answer is not valid any more.');
      }
    } finally {
      await parts.return();
    }
  }
}
