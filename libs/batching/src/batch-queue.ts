import { inTime } from '#wake-up';
import { BoundedQueue, NotAnswered, Waiting } from './bounded-queue.js';

export interface BatchQueueOptions<Member, Answer> {
  /** Answers in the order asked. */
  readonly answerAll: (members: readonly Member[]) => Promise<readonly Answer[]>;
  readonly isOfMember: IsOfMember;
  /** Equal for members that have one answer: those of one batch are asked once. Each is of its own unless given. */
  readonly keyOf?: (member: Member) => string;
  /** In one batch at most. */
  readonly mostTogether: number;
  /** While these are being answered the next one gathers. */
  readonly mostUnderWay: number;
  /** More are turned away at once, so that an outage does not fill the memory. */
  readonly mostWaiting: number;
  /** After this long a member is answered that it is late, whatever becomes of its batch. */
  readonly deadlineMs: number;
  /** What is thrown instead, where another error says it better. */
  readonly unanswered?: (error: NotAnswered) => Error;
}

/** Somebody who asks, and waits for the answer. */
class Question<Member, Answer> extends Waiting<Answer> {
  constructor(
    readonly member: Member,
    ...waiting: ConstructorParameters<typeof Waiting<Answer>>
  ) {
    super(...waiting);
  }

  settle(result: PromiseSettledResult<Answer>): void {
    if (result.status === 'fulfilled') this.answer(result.value);
    else this.fail(result.reason);
  }
}

/**
 * What is asked while other questions are under way is put together into the next batch, so that many cost one round trip.
 * A batch never fails for the fault of one member, and nobody waits beyond the deadline: not in the queue, and not for a
 * batch that is never answered, which gives up its place to the next one.
 */
export class BatchQueue<Member, Answer> {
  private readonly queue: BoundedQueue<Question<Member, Answer>>;
  private underWay = 0;

  constructor(private readonly options: BatchQueueOptions<Member, Answer>) {
    const { mostTogether, mostWaiting } = options;
    this.queue = new BoundedQueue({
      most: { items: mostWaiting, bytes: Infinity },
      mostTogether: { items: mostTogether, bytes: Infinity },
    });
  }

  /** @throws NotAnswered */
  ask(member: Member): Promise<Answer> {
    const { mostUnderWay, deadlineMs } = this.options;
    if (this.queue.isFull) return Promise.reject(this.unanswered('full'));
    return new Promise((answered, failed) => {
      const onLate = (): Error => this.unanswered('late');
      this.queue.add(new Question(member, answered, failed, { deadlineMs, onLate }));
      if (this.underWay < mostUnderWay) queueMicrotask(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    if (this.underWay >= this.options.mostUnderWay) return;
    const batch = this.queue.take();
    if (batch.length === 0) return;
    this.underWay += 1;
    await inTime(this.answer(batch), this.options.deadlineMs, undefined);
    this.underWay -= 1;
    void this.next();
  }

  private async answer(batch: readonly Question<Member, Answer>[]): Promise<void> {
    const { answerAll, isOfMember, keyOf } = this.options;
    const asked = new Map<unknown, Member>();
    const keys = batch.map((question) => (keyOf ? keyOf(question.member) : question));
    batch.forEach(({ member }, index) => asked.set(keys[index], member));
    const results = await settleEach([...asked.values()], answerAll, isOfMember);
    const resultOf = new Map([...asked.keys()].map((key, index) => [key, results[index]]));
    batch.forEach((question, index) => {
      const result = resultOf.get(keys[index]);
      if (result) question.settle(result);
    });
  }

  private unanswered(why: 'full' | 'late'): Error {
    const error = new NotAnswered(why);
    return this.options.unanswered?.(error) ?? error;
  }
}

/** Which errors say that one member is at fault, so that the others may succeed without it. */
type IsOfMember = (error: unknown) => boolean;

/**
 * Does for many together what each could do alone, and settles each by itself: a batch in which a member is at fault is halved
 * until that member stands alone. Any other error, such as an outage, is the outcome of all that are not settled yet, without
 * another attempt: what asks nothing of the members is not asked once for each of them.
 */
export const settleEach = async <Member, Answer>(
  members: readonly Member[],
  /** Answers in the order of the members. */
  together: (some: readonly Member[]) => Promise<readonly Answer[]>,
  isOfMember: IsOfMember,
): Promise<readonly PromiseSettledResult<Answer>[]> => {
  const settled: PromiseSettledResult<Answer>[] = [];
  const open: (readonly Member[])[] = [members];
  let next = open.pop();
  while (next && next.length > 0) {
    try {
      const answers = await together(next);
      if (answers.length !== next.length) throw new Error('A batch was not answered member by member.');
      settled.push(...answers.map((value) => ({ status: 'fulfilled', value }) as const));
    } catch (reason) {
      if (!isOfMember(reason)) {
        while (settled.length < members.length) settled.push({ status: 'rejected', reason });
        break;
      }
      if (next.length === 1) settled.push({ status: 'rejected', reason });
      else open.push(...halves(next).toReversed());
    }
    next = open.pop();
  }
  return settled;
};

const halves = <Member>(members: readonly Member[]): readonly [readonly Member[], readonly Member[]] => {
  const middle = Math.ceil(members.length / 2);
  return [members.slice(0, middle), members.slice(middle)];
};
