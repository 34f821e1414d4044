import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { FairQueue } from '#batching';

/** How long one turn of the event loop may compute for requests. */
const sliceMs = 2;

/** How long waiting work yields to new connections at most. */
const mostYieldedMs = 20;

/**
 * Cooperative scheduling of all requests on the one event loop, so that a short request, a health check above all, waits for one slice at
 * most. Long work awaits `pause` before each step. While the slice lasts it continues at once. After that it is queued by owner, and the
 * next turn of the event loop begins a new slice. The queues are served round-robin, one step each, so that a burst of one owner delays
 * itself and nobody else.
 *
 * libuv (since 1.45) accepts one connection in a turn of the event loop. In a rush, turns of a full slice would keep the last connections
 * waiting for seconds. So a turn in which a connection arrived gives no slice, for a bounded time.
 */
export class TimeSlices {
  private readonly waiting = new FairQueue<() => void>();
  /** Whether a turn is scheduled in which waiting work goes on. */
  private isScheduled = false;
  private begunAtMs = -Infinity;
  private hasConnected = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A connection arrived in this turn of the event loop. */
  connected(): void {
    this.hasConnected = true;
  }

  /** To be awaited before each step of long work; undefined while the slice lasts. */
  pause(owner = ''): Promise<void> | undefined {
    if (this.waiting.isEmpty && this.lasts()) return undefined;
    return new Promise((goOn) => {
      this.waiting.join(owner, goOn);
      if (!this.isScheduled) this.schedule();
    });
  }

  /** Runs a generator to its end, and pauses wherever it yields. */
  async run<Result>(steps: Generator<undefined, Result, undefined>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await this.pause();
    }
  }

  private lasts(): boolean {
    return this.now() - this.begunAtMs < sliceMs;
  }

  private schedule(): void {
    this.isScheduled = true;
    setImmediate(() => this.beginSlice());
  }

  private beginSlice(): void {
    const yields = this.hasConnected && this.now() - this.begunAtMs < sliceMs + mostYieldedMs;
    this.hasConnected = false;
    if (yields) {
      this.schedule();
      return;
    }
    this.begunAtMs = this.now();
    this.runNext();
  }

  /** Resumes one step. The next follows when that one awaits something: microtasks and ticks run before. */
  private runNext(): void {
    this.waiting.next()?.();
    queueMicrotask(() =>
      process.nextTick(() => {
        if (this.waiting.isEmpty) this.isScheduled = false;
        else if (this.lasts()) this.runNext();
        else this.schedule();
      }),
    );
  }
}

/** One for the process, which has one event loop. */
export const timeSlices = new TimeSlices();

/** Answers with no longer list are serialised at once. */
const shortList = 20;

const isLong = (answer: unknown): answer is object =>
  typeof answer === 'object' &&
  answer !== null &&
  !Array.isArray(answer) &&
  Object.values(answer).some((member) => Array.isArray(member) && member.length > shortList);

/** About how many characters are made into bytes, and written to a socket, at a time. */
const pieceCharacters = 64 * 1024;

/** The text of `JSON.stringify` part by part: each member, and of a list each item. */
function* jsonParts(answer: object): Generator<string, void, undefined> {
  let separator = '{';
  for (const [name, member] of Object.entries(answer)) {
    const text: string | undefined = Array.isArray(member) ? '[' : JSON.stringify(member);
    if (text === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:${text}`;
    separator = ',';
    if (!Array.isArray(member)) continue;
    for (const [index, item] of member.entries())
      yield `${index === 0 ? '' : ','}${JSON.stringify(item) ?? 'null'}`;
    yield ']';
  }
  yield separator === '{' ? '{}' : '}';
}

/** The text of `JSON.stringify`, in pieces. Pauses after each part. */
export const serialisedInSlices = async (answer: object, slices: TimeSlices): Promise<readonly string[]> => {
  const pieces: string[] = [];
  let piece = '';
  for (const part of jsonParts(answer)) {
    piece += part;
    if (piece.length >= pieceCharacters) {
      pieces.push(piece);
      piece = '';
    }
    const pause = slices.pause();
    if (pause) await pause;
  }
  return piece === '' ? pieces : [...pieces, piece];
};

/** A serialised answer of several pieces. Each is written when the client has taken the one before, and other work may come between. */
export class AnswerInPieces extends Readable {
  /** In bytes. */
  readonly length: number;
  private written = 0;

  constructor(
    private readonly pieces: readonly Buffer[],
    private readonly slices: TimeSlices,
  ) {
    super({ highWaterMark: 0 });
    this.length = pieces.reduce((bytes, piece) => bytes + piece.length, 0);
  }

  override _read(): void {
    const piece = this.pieces[this.written] ?? null;
    this.written += 1;
    const pause = this.slices.pause();
    if (pause) void pause.then(() => this.push(piece));
    else this.push(piece);
  }
}

const inPieces = async (texts: readonly string[], slices: TimeSlices): Promise<AnswerInPieces> => {
  const pieces: Buffer[] = [];
  for (const text of texts) {
    const pause = slices.pause();
    if (pause) await pause;
    pieces.push(Buffer.from(text));
  }
  return new AnswerInPieces(pieces, slices);
};

/** On every route: serialising a list of a thousand items at once, or writing megabytes, would block the event loop. */
export const serialiseLongAnswersInSlices = (server: FastifyInstance): void => {
  server.addHook('preSerialization', async (_request, reply, answer) => {
    if (!isLong(answer)) return answer;
    const texts = await serialisedInSlices(answer, timeSlices);
    const serialised = texts.length === 1 ? texts[0] : await inPieces(texts, timeSlices);
    if (serialised instanceof AnswerInPieces) reply.header('content-length', serialised.length);
    reply.serializer((payload) => payload as string);
    return serialised;
  });
};
