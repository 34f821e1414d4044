/**
 * Who waits, in a line for each owner; the lines are served one of each in turn. Somebody with a thousand in line keeps nobody waiting
 * who has one.
 */
export class FairQueue<Waiting> {
  private readonly lines = new Map<string, Waiting[]>();

  get isEmpty(): boolean {
    return this.lines.size === 0;
  }

  join(owner: string, waiting: Waiting): void {
    const line = this.lines.get(owner);
    if (line) line.push(waiting);
    else this.lines.set(owner, [waiting]);
  }

  /** The first of the first line whose first may go on; that line then stands behind the others. */
  next(mayGoOn: (waiting: Waiting) => boolean = () => true): Waiting | undefined {
    for (const [owner, line] of this.lines) {
      const [first] = line;
      if (first === undefined || !mayGoOn(first)) continue;
      line.shift();
      this.lines.delete(owner);
      if (line.length > 0) this.lines.set(owner, line);
      return first;
    }
    return undefined;
  }
}
