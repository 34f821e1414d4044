/** Of one key that many wait says nothing of the others: so many of it count among all. */
const mostOfOne = 8;

/** Requests that have come and are yet to be looked at, by the key that they bring. */
export class WaitingRequests {
  private readonly byKey = new Map<string, number>();
  /** Of everybody; of each key a few at most. */
  all = 0;

  of(key: string): number {
    return this.byKey.get(key) ?? 0;
  }

  comes(key: string): void {
    const own = this.of(key) + 1;
    this.byKey.set(key, own);
    if (own <= mostOfOne) this.all += 1;
  }

  goes(key: string): void {
    const own = this.of(key);
    if (own <= mostOfOne) this.all -= 1;
    if (own > 1) this.byKey.set(key, own - 1);
    else this.byKey.delete(key);
  }
}
