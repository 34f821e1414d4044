import { inTime } from '#wake-up';
import { type IsOfMember, settleEach } from './settle-each.js';

/** Whoever should answer does not, or not in time: too many wait already, or one waited too long. */
export class NotAnswered extends Error {
  constructor(why: 'full' | 'late') {
    super(why === 'full' ? 'Too many wait for an answer already.' : 'No answer came in time.');
    this.name = 'NotAnswered';
  }
}

export interface BatchQueueOptions<Member, Answer> {
  /** Answers in the order asked. */
  readonly answerAll: (members: readonly Member[]) => Promise<readonly Answer[]>;
  readonly isOfMember: IsOfMember;
  /** Equal for members that have one answer: those of one batch are asked once. Each is of its own unless told. */
  readonly keyOf?: (member: Member) => string;
  /** In one batch at most. */
  readonly mostTogether: number;
  /** While these are being answered the next one gathers. */
  readonly mostUnderWay: number;
  /** More are turned away at once, so that an outage does not fill the memory. */
  readonly mostWaiting: number;
  /** After this long a member is told that it is late, whatever becomes of its batch. */
  readonly deadlineMs: number;
  /** What is thrown instead, where another error says it better. */
  readonly unanswered?: (error: NotAnswered) => Error;
}

/** Somebody who waits for an answer, at most until the deadline. */
class Waiting<Member, Answer> {
  isOver = false;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    readonly member: Member,
    private readonly answered: (answer: Answer) => void,
    private readonly failed: (reason: unknown) => void,
    { deadlineMs, onLate }: { readonly deadlineMs: number; readonly onLate: () => Error },
  ) {
    this.deadline = setTimeout(() => this.settle({ status: 'rejected', reason: onLate() }), deadlineMs);
  }

  settle(result: PromiseSettledResult<Answer>): void {
    this.isOver = true;
    clearTimeout(this.deadline);
    if (result.status === 'fulfilled') this.answered(result.value);
    else this.failed(result.reason);
  }
}

/**
 * What is asked while other questions are under way is put together into the next batch, so that many cost one round trip.
 * A batch never fails for the fault of one member, and nobody waits beyond the deadline: not in the queue, and not for a
 * batch that is never answered, which gives up its place to the next one.
 */
export class BatchQueue<Member, Answer> {
  private readonly waiting: Waiting<Member, Answer>[] = [];
  private underWay = 0;

  constructor(private readonly options: BatchQueueOptions<Member, Answer>) {}

  /** @throws NotAnswered */
  ask(member: Member): Promise<Answer> {
    const { mostUnderWay, mostWaiting, deadlineMs } = this.options;
    this.dropLate();
    if (this.waiting.length >= mostWaiting) return Promise.reject(this.unanswered('full'));
    return new Promise((answered, failed) => {
      const onLate = (): Error => this.unanswered('late');
      this.waiting.push(new Waiting(member, answered, failed, { deadlineMs, onLate }));
      if (this.underWay < mostUnderWay) queueMicrotask(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    this.dropLate();
    if (this.underWay >= this.options.mostUnderWay || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, this.options.mostTogether);
    this.underWay += 1;
    await inTime(this.answer(batch), this.options.deadlineMs, undefined);
    this.underWay -= 1;
    void this.next();
  }

  private async answer(batch: readonly Waiting<Member, Answer>[]): Promise<void> {
    const { answerAll, isOfMember, keyOf } = this.options;
    const asked = new Map<unknown, Member>();
    const keys = batch.map((waiting) => (keyOf ? keyOf(waiting.member) : waiting));
    batch.forEach(({ member }, index) => asked.set(keys[index], member));
    const results = await settleEach([...asked.values()], answerAll, isOfMember);
    const resultOf = new Map([...asked.keys()].map((key, index) => [key, results[index]]));
    batch.forEach((waiting, index) => {
      const result = resultOf.get(keys[index]);
      if (result) waiting.settle(result);
    });
  }

  private unanswered(why: 'full' | 'late'): Error {
    const error = new NotAnswered(why);
    return this.options.unanswered?.(error) ?? error;
  }

  /** They came in the order of their deadlines. */
  private dropLate(): void {
    const firstInTime = this.waiting.findIndex(({ isOver }) => !isOver);
    this.waiting.splice(0, firstInTime < 0 ? this.waiting.length : firstInTime);
  }
}
