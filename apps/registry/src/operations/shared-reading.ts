/**
 * Many ask, one reads: who comes while a value is being read is told that one, and so is who comes within `keptMs` of the reading's
 * beginning. So a value told is never older than that, or than its reading took. A reading that fails is not kept.
 */
export class SharedReading<Value> {
  private last: { readonly value: Promise<Value>; readonly begunMs: number; ended: boolean } | undefined;

  constructor(
    private readonly read: () => Promise<Value>,
    private readonly keptMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  value(): Promise<Value> {
    if (this.last && (!this.last.ended || this.nowMs() - this.last.begunMs < this.keptMs))
      return this.last.value;
    const begun = { value: this.read(), begunMs: this.nowMs(), ended: false };
    this.last = begun;
    begun.value.then(
      () => (begun.ended = true),
      () => (this.last = undefined),
    );
    return begun.value;
  }
}
