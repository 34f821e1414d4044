import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Problem, problem } from '#problem-details';
import {
  BlankLines,
  mostDryReports,
  type ReportLine,
  reportLines,
  TooManyBlankLines,
  TooMuchPassedOver,
} from '#intake';
import { FileRefused, ndjsonPieces } from '#submissions';

/** Why reading a stream was stopped. */
type Stop =
  /** The key is revoked, or has expired. */
  | 'revoked'
  /** The sender sent nothing for a long time. */
  | 'silent'
  /** The registry ends. */
  | 'ending'
  | 'not-gzip'
  /** The first bytes are of something else than lines of JSON. */
  | 'other-format'
  /** Too much of the body is on lines that are too long. */
  | 'long-lines'
  | 'blank-lines'
  /** More reports than a dry run takes. */
  | 'too-many';

/** `broken-off`: the connection closed before the end of the body, so that nobody is there to be answered. */
export type Ended = Stop | 'whole' | 'broken-off';

/** A stream ends when its sender sends nothing for this long. */
export const silenceMs = 60_000;

const tooLarge = (detail: string): Problem => problem('too-large', { detail, outcome: 'not-recorded' });

/** The problems of stops that are the same for every body. */
const stopProblems: Readonly<Record<Exclude<Stop, 'long-lines' | 'other-format'>, Problem>> = {
  revoked: problem('unauthenticated', { detail: 'The key is not valid any more.', outcome: 'not-recorded' }),
  silent: problem('timeout', {
    detail: `Nothing came for ${silenceMs / 1_000} seconds.`,
    outcome: 'not-recorded',
    retryable: true,
  }),
  ending: problem('unavailable', {
    detail: 'The registry ends. Send what was not answered again.',
    outcome: 'not-recorded',
    retryable: true,
  }),
  'not-gzip': problem('invalid-request', {
    detail: 'The body is not gzip, or not all of it.',
    outcome: 'not-recorded',
  }),
  'blank-lines': tooLarge('Most of the body is lines with nothing on them.'),
  'too-many': tooLarge(`A dry run has at most ${mostDryReports} reports.`),
};

class Stopped extends Error {
  constructor(readonly why: Ended) {
    super(why);
  }
}

const whyOf = (error: unknown): Ended => {
  if (error instanceof Stopped) return error.why;
  if (error instanceof TooMuchPassedOver) return 'long-lines';
  if (error instanceof TooManyBlankLines) return 'blank-lines';
  if (error instanceof FileRefused) return 'other-format';
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && code.startsWith('Z_')) return 'not-gzip';
  throw error;
};

/**
 * Reads the body of a request line by line, as fast as the lines are consumed. `stop` ends it at any time; lines not yielded by then are
 * dropped.
 */
export class ReportBody {
  private readonly decoded: Transform;
  private why: Ended | undefined;
  /** What is wrong with this body, where the reason alone does not say it. */
  private detail = '';
  private waitsSinceMs: number | undefined;
  private reports = 0;
  private readonly pieces = ndjsonPieces(this.chunks());
  private first: IteratorResult<Buffer, void> | undefined;

  constructor(
    raw: Readable,
    coding: 'identity' | 'gzip',
    private readonly now: () => number = () => performance.now(),
  ) {
    this.decoded = coding === 'gzip' ? createGunzip() : new PassThrough();
    raw.once('close', () => {
      if (!raw.readableEnded) this.stop('broken-off');
    });
    raw.once('error', () => this.stop('broken-off'));
    // The reader gets the error from the iteration. Without a listener, an error before that would end the process.
    this.decoded.on('error', () => undefined);
    raw.pipe(this.decoded);
  }

  /** The body as bytes, without its coding. */
  async *bytes(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of this.chunks()) {
        if (this.why !== undefined) return;
        yield chunk;
      }
      this.why ??= 'whole';
    } catch (error) {
      this.fail(error);
    } finally {
      this.waitsSinceMs = undefined;
    }
  }

  /** Undefined while the body is read. */
  get ended(): Ended | undefined {
    return this.why;
  }

  /** The problem for the sender; undefined where the body was read to its end, or the sender is gone. */
  get problem(): Problem | undefined {
    if (this.why === 'long-lines') return tooLarge(this.detail);
    if (this.why === 'other-format')
      return problem('unsupported-media-type', { detail: this.detail, outcome: 'not-recorded' });
    return this.why === undefined || this.why === 'whole' || this.why === 'broken-off'
      ? undefined
      : stopProblems[this.why];
  }

  /** Ends the body with an error of its bytes, or of the lines made of them. @throws errors that are not of the body */
  fail(error: unknown): void {
    if (error instanceof TooMuchPassedOver || error instanceof FileRefused) this.detail = error.message;
    this.why ??= whyOf(error);
  }

  /** The first reason is kept. */
  stop(why: Ended): void {
    this.why ??= why;
    this.decoded.destroy(new Stopped(why));
  }

  /** How long the next bytes have been awaited; 0 while a chunk is worked on. */
  silentMs(): number {
    return this.waitsSinceMs === undefined ? 0 : this.now() - this.waitsSinceMs;
  }

  /** How many reports were yielded. */
  get taken(): number {
    return this.reports;
  }

  /** Waits for the first line, or what tells that there are no lines: then the body has ended as `other-format`. */
  async begin(): Promise<void> {
    try {
      this.first = await this.pieces.next();
    } catch (error) {
      this.fail(error);
    } finally {
      this.waitsSinceMs = undefined;
    }
  }

  async *lines(most = Infinity): AsyncGenerator<ReportLine, void, undefined> {
    try {
      for await (const line of reportLines(this.begunPieces())) {
        if (this.why === undefined && this.reports === most) this.stop('too-many');
        if (this.why !== undefined) return;
        this.reports += 1;
        yield line;
      }
      this.why ??= 'whole';
    } catch (error) {
      this.fail(error);
    } finally {
      this.waitsSinceMs = undefined;
    }
  }

  private async *begunPieces(): AsyncGenerator<Buffer, void, undefined> {
    if (this.first?.done === false) yield this.first.value;
    yield* this.pieces;
  }

  private async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    const blank = new BlankLines();
    this.waitsSinceMs = this.now();
    for await (const chunk of this.decoded) {
      this.waitsSinceMs = undefined;
      blank.note(chunk as Buffer);
      yield chunk as Buffer;
      this.waitsSinceMs = this.now();
    }
  }
}
