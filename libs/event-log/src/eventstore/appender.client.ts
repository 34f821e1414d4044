import { NotAnswered, Semaphore } from '#batching';
import { BackOff, inTime, pause } from '#wake-up';
import type { Position } from '#facts';
import { AppendTooLarge, LogUnavailable, NotStorable, OutcomeUnknown } from '../event-log-errors.js';
import {
  type Appended,
  conflictAt,
  indexOf,
  type RevisionConflict,
  isLater,
  laterPosition,
} from '../event-log.js';
import { appendLimitBytes, type SerialisedAppend } from '../serialised-append.js';
import type { BatchAppender } from './batch-append/batch-appender.client.js';
import { eventOf, type StoreAnswer } from './fact-events.js';
import type { KnownStore } from './known-store.query.js';
import { faultOf, type StoreClient } from './store.client.js';

/** One call for each append, or one for many. */
export type AppendWay = 'alone' | 'with-others';

export interface StoreAppenderOptions {
  /** One attempt is waited for so long. */
  readonly attemptMs: number;
  /** After this long a caller is answered that the outcome is unknown. */
  readonly unknownAfterMs: number;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/**
 * The store answers about a hundred calls of one connection at once. More would wait with their deadlines running, and all that
 * a broken connection threw back would be sent again in vain, each in the way of the others.
 */
const attemptsAtOnce = 96;
/** During an outage the others are answered at once. */
const mostWaiting = 20_000;

/**
 * Appends once, through whatever happens: an append whose outcome is unknown is repeated as it was (same ids, same revision),
 * which the store recognises. One attempt at a time, since the store leaves a repetition unanswered that overtakes the first;
 * and one append of a stream at a time, since the store keeps no order between calls. An append that goes with others does so
 * once; whatever comes of that but an answer, it goes on alone.
 */
export class StoreAppender {
  private readonly lines = new Map<string, Promise<unknown>>();
  /** What is stored now comes later in the store: an older copy of it would say otherwise. */
  private newest: Position = '0';
  private readonly attempts = new Semaphore(attemptsAtOnce);
  private closed = false;
  /** Or under way. */
  private waiting = 0;

  constructor(
    private readonly store: StoreClient,
    private readonly batches: BatchAppender,
    private readonly known: KnownStore,
    private readonly options: StoreAppenderOptions,
  ) {}

  /** To the stream as the store names it. */
  append(stream: string, append: SerialisedAppend, way: AppendWay): Promise<Appended | RevisionConflict> {
    if (this.closed) return Promise.reject(new LogUnavailable({ cause: new Error('The log was closed.') }));
    if (this.waiting >= mostWaiting)
      return Promise.reject(new LogUnavailable({ cause: new NotAnswered('full') }));
    const before = this.lines.get(stream) ?? Promise.resolve();
    const deadline = performance.now() + this.options.unknownAfterMs;
    const answer = before.then(() => this.repeated(stream, append, way, deadline));
    this.waiting += 1;
    const over = (): void => void (this.waiting -= 1);
    const done = answer.then(over, over);
    this.lines.set(stream, done);
    void done.then(() => this.lines.get(stream) === done && this.lines.delete(stream));
    return answer;
  }

  /** Takes no more, and finishes what is under way. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.lines.values());
    this.batches.close();
  }

  private async repeated(
    stream: string,
    append: SerialisedAppend,
    way: AppendWay,
    deadline: number,
  ): Promise<Appended | RevisionConflict> {
    // Those before it in its stream took all the time there was.
    if (performance.now() >= deadline) throw new LogUnavailable({ cause: new NotAnswered('late') });
    const { newest } = this;
    let isLost = false;
    const backOff = new BackOff();
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { setbacks } = this.known;
        const answer = await this.attempt(stream, append, attempt === 0 ? way : 'alone', deadline);
        if (answer.outcome === 'conflict') return answer;
        // A repetition of what the caller sent before, or an older copy of the store.
        const isOlder = !isLater(answer.position, newest);
        if (isOlder) this.known.doubt();
        // An older copy grows past what was known: once there is a doubt, no answer is believed until the store was looked at.
        if (this.known.setbacks !== setbacks) {
          isLost = true;
          await this.known.sure(deadline - performance.now());
        }
        this.newest = laterPosition(this.newest, answer.position);
        return answer;
      } catch (error) {
        if (error instanceof LogUnavailable) {
          if (!isLost) throw error;
        } else {
          const fault = faultOf(error);
          if (fault === 'deleted') throw new NotStorable(append.stream, fault);
          if (fault === 'too-large') throw new AppendTooLarge(append.bytes, appendLimitBytes);
          if (fault === 'denied' && !isLost) throw new LogUnavailable({ cause: error });
          isLost ||= fault === 'passing';
          this.known.doubt();
          this.options.onSetback(error);
        }
        const waitMs = backOff.nextMs();
        if (performance.now() + waitMs >= deadline) throw new OutcomeUnknown(append.stream, { cause: error });
        await pause(waitMs);
      }
    }
  }

  /** While the store is in doubt nothing is let through. */
  private async attempt(
    stream: string,
    append: SerialisedAppend,
    way: AppendWay,
    deadline: number,
  ): Promise<Appended | RevisionConflict> {
    await this.settled(deadline);
    const together = way === 'with-others' ? this.batches.append(stream, append) : undefined;
    return outcomeOf(append, await (together ?? this.onItsOwn(stream, append, deadline)));
  }

  private async onItsOwn(stream: string, append: SerialisedAppend, deadline: number): Promise<StoreAnswer> {
    for (;;) {
      await this.settled(deadline);
      const answer = await this.attempts.run(async () => {
        if (performance.now() >= deadline) throw new LogUnavailable();
        return this.known.isKnown ? this.alone(stream, append) : 'doubted';
      });
      if (answer !== 'doubted') return answer;
    }
  }

  private async alone(stream: string, append: SerialisedAppend): Promise<StoreAnswer> {
    const { attemptMs } = this.options;
    const answer = await inTime(
      this.store.append(stream, indexOf(append.expectedRevision), append.facts.map(eventOf), attemptMs),
      // The client's own deadline comes first, where it gets as far as making the call.
      attemptMs + 1_000,
      'silent' as const,
    );
    if (answer === 'silent') throw new Error('The event store did not answer an append in time.');
    return answer;
  }

  private async settled(deadline: number): Promise<void> {
    while (!this.known.isKnown) await this.known.sure(deadline - performance.now());
  }
}

const outcomeOf = ({ facts }: SerialisedAppend, answer: StoreAnswer): Appended | RevisionConflict => {
  if (answer.outcome === 'conflict') return conflictAt(answer.head);
  const { lastRevision, position } = answer;
  return { outcome: 'appended', firstRevision: lastRevision - facts.length + 1, lastRevision, position };
};
