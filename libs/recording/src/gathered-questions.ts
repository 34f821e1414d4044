interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answered: (answer: Answer) => void;
  readonly failed: (reason: unknown) => void;
}

/** In one question to the database at most. */
const mostTogether = 200;
/** While one is being answered the next one is on its way. */
const mostUnderWay = 2;

/** Questions asked while others are under way are put together into the next, so that many cost one round trip. */
export class GatheredQuestions<Question, Answer> {
  private waiting: Waiting<Question, Answer>[] = [];
  private underWay = 0;

  /** `answerAll` answers in the order asked. */
  constructor(private readonly answerAll: (questions: readonly Question[]) => Promise<readonly Answer[]>) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((answered, failed) => {
      this.waiting.push({ question, answered, failed });
      if (this.underWay < mostUnderWay) queueMicrotask(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    if (this.underWay >= mostUnderWay || this.waiting.length === 0) return;
    const together = this.waiting.splice(0, mostTogether);
    this.underWay += 1;
    try {
      const answers = await this.answerAll(together.map(({ question }) => question));
      together.forEach(({ answered }, place) => answered(answers[place] as Answer));
    } catch (error) {
      for (const { failed } of together) failed(error);
    } finally {
      this.underWay -= 1;
      void this.next();
    }
  }
}
