/** A sender, or what stands for several. */
type Who = string | symbol;

/** What was seen of somebody a short time ago. */
export class Recently {
  private readonly until = new Map<Who, number>();

  constructor(
    private readonly lastsMs: number,
    private readonly now: () => number,
  ) {}

  note(who: Who): void {
    this.until.set(who, this.now() + this.lastsMs);
  }

  isOfAnybody(): boolean {
    return [...this.until.keys()].some((who) => this.lastsFor(who));
  }

  lastsFor(who: Who): boolean {
    const until = this.until.get(who);
    if (until === undefined) return false;
    if (this.now() < until) return true;
    this.until.delete(who);
    return false;
  }
}
