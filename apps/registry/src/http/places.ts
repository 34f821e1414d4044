/** How many may be under way at once. */
export interface MostUnderWay {
  readonly inAll: number;
  /** Fewer, so that nobody takes the places of all. */
  readonly ofOneKey: number;
}

/** Places in this process for answers of one kind. */
export class ConcurrencyLimit {
  private taken = 0;
  private readonly takenBy = new Map<string, number>();

  constructor(private readonly most: MostUnderWay) {}

  /** Why there is no place for this key now, in a sentence; undefined when there is one. */
  refusal(keyId: string): string | undefined {
    const { inAll, ofOneKey } = this.most;
    if ((this.takenBy.get(keyId) ?? 0) >= ofOneKey)
      return `This key has ${ofOneKey} answers of this kind under way, and may not have more at once.`;
    if (this.taken >= inAll)
      return `${inAll} answers of this kind are under way, and there may not be more at once.`;
    return undefined;
  }

  /** Gives what leaves the place again; calling it once more changes nothing. */
  take(keyId: string): () => void {
    this.add(keyId, 1);
    let isLeft = false;
    return () => {
      if (!isLeft) this.add(keyId, -1);
      isLeft = true;
    };
  }

  private add(keyId: string, count: number): void {
    const ofKey = (this.takenBy.get(keyId) ?? 0) + count;
    this.taken += count;
    if (ofKey === 0) this.takenBy.delete(keyId);
    else this.takenBy.set(keyId, ofKey);
  }
}
