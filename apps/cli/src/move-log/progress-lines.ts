export type Say = (line: string) => void;

const everyMs = 2_000;

/** A line every two seconds while something is under way. */
export class ProgressLines {
  private saidMs = performance.now();

  constructor(private readonly say: Say) {}

  /** Told how far it is, as often as one likes. */
  of(what: string): (count: number) => void {
    const fromMs = performance.now();
    let before: number | undefined;
    return (count) => {
      before ??= count;
      const now = performance.now();
      if (now - this.saidMs < everyMs) return;
      this.saidMs = now;
      const perSecond = Math.round(((count - before) * 1_000) / (now - fromMs));
      this.say(`${count} ${what}, ${perSecond} a second`);
    };
  }
}
