/**
 * One after another by key: whoever asks for a key waits until everybody who asked for it before is done. Two writers
 * of one stream in one process would only conflict; across processes the expected revision decides.
 */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Runs `work` when all earlier holders of any of the keys are done, whether they succeeded or not. */
  take<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = keys.map((key) => this.tails.get(key));
    const turn = Promise.all(before).then(work);
    const done = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.tails.set(key, done);
    void done.then(() => {
      for (const key of keys) if (this.tails.get(key) === done) this.tails.delete(key);
    });
    return turn;
  }
}
