import { Lease, Tally } from './tally.js';

/** How many may be under way at once. */
interface MostUnderWay {
  readonly inAll: number;
  /** Fewer, so that nobody takes the places of all. */
  readonly ofOneKey: number;
}

const oneAnswer = { parts: 1, bytes: 0 };

/** Answers of one kind that this process gives at once. */
export class ConcurrencyLimit {
  private readonly underWay = new Tally();

  constructor(private readonly most: MostUnderWay) {}

  /** Why there is no place for this key now, in a sentence; undefined when there is one. */
  refusal(keyId: string): string | undefined {
    const { inAll, ofOneKey } = this.most;
    if (this.underWay.of(keyId).parts >= ofOneKey)
      return `This key has ${ofOneKey} answers of this kind under way, and may not have more at once.`;
    if (this.underWay.total.parts >= inAll)
      return `${inAll} answers of this kind are under way, and there may not be more at once.`;
    return undefined;
  }

  take(keyId: string): Lease {
    return new Lease(this.underWay, keyId, oneAnswer);
  }
}
