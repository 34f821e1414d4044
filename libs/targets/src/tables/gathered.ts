interface Question<Asked, Answer> {
  readonly asked: Asked;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/** What is asked before anybody waits for an answer is asked together. */
export class Gathered<Asked, Answer> {
  private questions: Question<Asked, Answer>[] = [];

  /** `answerAll`: one answer for each, in the order asked. */
  constructor(private readonly answerAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>) {}

  ask(asked: Asked): Promise<Answer> {
    return new Promise((answer, fail) => {
      if (this.questions.push({ asked, answer, fail }) === 1) queueMicrotask(() => void this.answerThem());
    });
  }

  private async answerThem(): Promise<void> {
    const questions = this.questions;
    this.questions = [];
    try {
      const answers = await this.answerAll(questions.map(({ asked }) => asked));
      for (const [index, { answer }] of questions.entries()) answer(answers[index] as Answer);
    } catch (error) {
      for (const { fail } of questions) fail(error);
    }
  }
}
