interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answered: (answer: Answer) => void;
  readonly failed: (reason: unknown) => void;
}

/** In one question to the database at most. */
const mostTogether = 200;
/** While one is being answered the next one is on its way. */
const mostUnderWay = 2;

/**
 * Questions asked while others are under way are put together into the next, so that many cost one round trip; equal ones that
 * go together are asked once.
 */
export class GatheredQuestions<Question, Answer> {
  private waiting: Waiting<Question, Answer>[] = [];
  private underWay = 0;

  constructor(
    private readonly options: {
      /** Answers in the order asked. */
      readonly answerAll: (questions: readonly Question[]) => Promise<readonly Answer[]>;
      /** Equal for equal questions. */
      readonly keyOf: (question: Question) => string;
    },
  ) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((answered, failed) => {
      this.waiting.push({ question, answered, failed });
      if (this.underWay < mostUnderWay) queueMicrotask(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    if (this.underWay >= mostUnderWay || this.waiting.length === 0) return;
    const together = this.waiting.splice(0, mostTogether);
    const { answerAll, keyOf } = this.options;
    this.underWay += 1;
    try {
      const asked = new Map<string, Question>();
      for (const { question } of together) asked.set(keyOf(question), question);
      const answers = await answerAll([...asked.values()]);
      const answerTo = new Map([...asked.keys()].map((key, place) => [key, answers[place] as Answer]));
      for (const { question, answered } of together) answered(answerTo.get(keyOf(question)) as Answer);
    } catch (error) {
      for (const { failed } of together) failed(error);
    } finally {
      this.underWay -= 1;
      void this.next();
    }
  }
}
