import { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyRing } from '#access';
import { problem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** Answers of a kind that are under way at once in this process, at most. */
const places = { downloads: 8, events: 64 } as const;

/** Parts of a body. The next one is asked for when the reader has taken the last. */
type Parts = AsyncGenerator<string, void, undefined>;

interface LongAnswer {
  readonly kind: keyof typeof places;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The signal comes when nobody reads any more: who waits for something to tell ends then. */
  readonly parts: (gone: AbortSignal) => Parts;
}

/**
 * Answers that go on for long. What goes wrong before the first byte is a problem document as anywhere; after it the connection
 * breaks, so that a part never looks like the whole. It breaks too when the key is revoked or the registry ends, and when the
 * reader goes away nothing is read on.
 */
@Injectable()
export class LongAnswers implements OnModuleDestroy {
  private readonly logger = new Logger(LongAnswers.name);
  private readonly underWay = {
    downloads: new Set<AbortController>(),
    events: new Set<AbortController>(),
  };

  constructor(private readonly keys: KeyRing) {}

  /** @throws ProblemAnswer when all places are taken */
  async send(request: FastifyRequest, reply: FastifyReply, answer: LongAnswer): Promise<void> {
    const { kind, type, headers = {}, parts } = answer;
    const taken = this.underWay[kind];
    if (taken.size >= places[kind])
      throw new ProblemAnswer(
        problem('unavailable', { detail: 'Too many answers like this one are under way.', retryable: true }),
      );
    const gone = new AbortController();
    taken.add(gone);
    reply.raw.once('close', () => {
      taken.delete(gone);
      gone.abort();
    });
    const body = request.method === 'HEAD' ? undefined : await this.begun(request, parts(gone.signal));
    if (body)
      gone.signal.addEventListener('abort', () => {
        if (gone.signal.reason instanceof RegistryEnds) body.destroy(gone.signal.reason);
      });
    reply.headers(headers).type(type).send(body);
  }

  onModuleDestroy(): void {
    for (const gone of [...this.underWay.downloads, ...this.underWay.events]) gone.abort(new RegistryEnds());
  }

  private async begun(request: FastifyRequest, parts: Parts): Promise<Readable> {
    const body = Readable.from(this.guarded(request, await parts.next(), parts), { highWaterMark: 1 });
    body.once('error', (error) => this.logger.warn(error));
    return body;
  }

  private async *guarded(request: FastifyRequest, first: IteratorResult<string, void>, parts: Parts): Parts {
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

class RegistryEnds extends Error {
  constructor() {
    super('The registry ends.');
    this.name = 'RegistryEnds';
  }
}
