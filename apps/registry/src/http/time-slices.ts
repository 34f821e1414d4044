import type { FastifyInstance } from 'fastify';
import { FairQueue } from '#batching';

/** For so long at a time this process does work that could wait, before it looks at everything else. */
const sliceMs = 2;

/** For so long turns are left to connections that come, before work goes on in any case. */
const mostLeftMs = 20;

/**
 * Work of all requests shares the event loop in slices, so that short requests, health checks above all, never wait for more than
 * one of them. Who asks `pause` before a step goes on at once while the slice lasts; else it waits in the line of its owner, and the
 * next turn of the event loop begins a new slice. The lines are served one step each in turn: the requests of a flood wait for each
 * other, and nobody else waits for all of them.
 *
 * A turn of the event loop takes one new connection and no more (libuv since 1.45). Where many come at once, long turns would let the
 * last of them wait for seconds; so a turn in which one came is left to the next.
 */
export class TimeSlices {
  private readonly lines = new FairQueue<() => void>();
  /** Whoever waits is seen to. */
  private isDue = false;
  private begunAt = -Infinity;
  private hasConnected = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A connection came in this turn. */
  connected(): void {
    this.hasConnected = true;
  }

  /** Before a step of somebody's work; undefined when it may go on at once. */
  pause(owner = ''): Promise<void> | undefined {
    if (this.lines.isEmpty && this.lasts()) return undefined;
    return new Promise((goOn) => {
      this.lines.join(owner, goOn);
      if (!this.isDue) this.releaseLater();
    });
  }

  /** Takes all steps of work that says where it may be interrupted. */
  async run<Result>(steps: Generator<undefined, Result, undefined>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await this.pause();
    }
  }

  private lasts(): boolean {
    return this.now() - this.begunAt < sliceMs;
  }

  private releaseLater(): void {
    this.isDue = true;
    setImmediate(() => this.release());
  }

  private release(): void {
    const leave = this.hasConnected && this.now() - this.begunAt < sliceMs + mostLeftMs;
    this.hasConnected = false;
    if (leave) {
      this.releaseLater();
      return;
    }
    this.begunAt = this.now();
    this.next();
  }

  /** One goes on; when it has come to where it waits for something else, the next one. */
  private next(): void {
    this.lines.next()?.();
    queueMicrotask(() =>
      process.nextTick(() => {
        if (this.lines.isEmpty) this.isDue = false;
        else if (this.lasts()) this.next();
        else this.releaseLater();
      }),
    );
  }
}

/** Of this process: it has one event loop. */
export const timeSlices = new TimeSlices();

/** An answer whose lists are all shorter is written down at once. */
const shortList = 20;

const isLong = (answer: unknown): answer is object =>
  typeof answer === 'object' &&
  answer !== null &&
  !Array.isArray(answer) &&
  Object.values(answer).some((member) => Array.isArray(member) && member.length > shortList);

const writtenList = async (items: readonly unknown[], slices: TimeSlices): Promise<string> => {
  const written: string[] = [];
  for (const item of items) {
    const pause = slices.pause();
    if (pause) await pause;
    written.push(JSON.stringify(item) ?? 'null');
  }
  return `[${written.join()}]`;
};

/** The text that `JSON.stringify` gives; other requests have their turns between the items of its lists. */
export const writtenInSlices = async (answer: object, slices: TimeSlices): Promise<string> => {
  const written: string[] = [];
  for (const [name, member] of Object.entries(answer)) {
    const text: string | undefined = Array.isArray(member)
      ? await writtenList(member, slices)
      : JSON.stringify(member);
    if (text !== undefined) written.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${written.join()}}`;
};

/** Of every route, so that no list of a thousand things holds the event loop while it is written down. */
export const writeLongAnswersInSlices = (server: FastifyInstance): void => {
  server.addHook('preSerialization', async (_request, reply, answer) => {
    if (!isLong(answer)) return answer;
    const text = await writtenInSlices(answer, timeSlices);
    reply.serializer((written) => written as string);
    return text;
  });
};
