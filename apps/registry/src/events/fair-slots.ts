/**
 * So much work at once, and no more. Who waits is served in turns of those who wait, one piece of each: somebody who brings a
 * thousand pieces keeps nobody waiting who brings one.
 */
export class FairSlots {
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private free: number) {}

  /** Does a piece of work of somebody when there is a place for it. */
  async run<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await this.place(owner);
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  private place(owner: string): Promise<void> {
    return new Promise((given) => {
      const line = this.waiting.get(owner);
      if (line) line.push(given);
      else this.waiting.set(owner, [given]);
    });
  }

  /** A place that is free goes to the next of those who wait, who then stands behind the others. */
  private pass(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.free += 1;
      return;
    }
    const [owner, line] = next;
    this.waiting.delete(owner);
    const given = line.shift();
    if (line.length > 0) this.waiting.set(owner, line);
    given?.();
  }
}
