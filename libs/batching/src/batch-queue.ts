import { inTime } from '#wake-up';
import { BoundedQueue, NotAnswered, Waiting } from './bounded-queue.js';

export interface BatchQueueOptions<Member, Answer> {
  /** Answers a batch, in the order of its members. */
  readonly answerAll: (members: readonly Member[]) => Promise<readonly Answer[]>;
  readonly isOfMember: IsOfMember;
  /** Members of one batch with an equal key are asked once and share the answer. Default: all differ. */
  readonly keyOf?: (member: Member) => string;
  /** Members of one batch. */
  readonly mostTogether: number;
  /** Batches under way at once; meanwhile the next one is collected. */
  readonly mostUnderWay: number;
  /** Members that wait. Further ones are refused at once, so that an outage does not fill the memory. */
  readonly mostWaiting: number;
  /** A member fails as late after this time, whatever becomes of its batch. */
  readonly deadlineMs: number;
  /** Maps `NotAnswered` to the error that the caller expects. */
  readonly unanswered?: (error: NotAnswered) => Error;
}

/** A member with its caller's promise. */
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
 * Batches concurrent questions, so that many cost one round trip: what is asked while batches are under way forms the next one. The fault
 * of one member does not fail its batch. No caller waits beyond the deadline, and a batch that is never answered frees its place by then.
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

  /** @throws NotAnswered where the queue is full, or the deadline passes */
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

/** Whether an error is the fault of one member, so that the others may succeed without it. */
type IsOfMember = (error: unknown) => boolean;

/**
 * Processes members as one batch and settles each by itself. Where a member is at fault the batch is halved until that member is alone
 * (bisection). Any other error, such as an outage, rejects all unsettled members without another attempt, so that an outage is not
 * multiplied.
 */
export const settleEach = async <Member, Answer>(
  members: readonly Member[],
  /** Gives the answers in the order of the members. */
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
