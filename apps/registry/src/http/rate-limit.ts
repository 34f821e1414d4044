import { LRUCache } from 'lru-cache';
import { Lease, Tally } from './tally.js';

/** What became of one request of a key, and how it stands then. */
interface RateTaken {
  readonly isWithin: boolean;
  /** Requests that it may make at once now. */
  readonly remaining: number;
  /** Milliseconds until it may make as many as ever. */
  readonly fullAfterMs: number;
  /** Milliseconds until there is one more; 0 when there is. */
  readonly againAfterMs: number;
}

const windowMs = 1_000;
/** Times are fractions: what differs by less than this is equal. */
const equalMs = 0.001;

/**
 * So many requests a second for each key, and as many at once: the generic cell rate algorithm, which keeps one moment for each key, that
 * at which all it was let do will have been earned. A request that is turned away costs nothing.
 */
export class RateLimit {
  private readonly kept = new LRUCache<string, { readonly earnedAtMs: number; readonly cameAtMs: number }>({
    max: 100_000,
  });

  constructor(readonly perSecond: number) {}

  /** Requests are not read in the order in which they came: one that came before another that was taken comes with it. */
  take(keyId: string, requestCameAtMs: number): RateTaken {
    const intervalMs = windowMs / this.perSecond;
    const { earnedAtMs, cameAtMs } = this.kept.get(keyId) ?? { earnedAtMs: 0, cameAtMs: 0 };
    const nowMs = Math.max(requestCameAtMs, cameAtMs);
    const owedMs = Math.max(0, earnedAtMs - nowMs);
    const afterMs = owedMs + intervalMs;
    const isWithin = afterMs <= windowMs + equalMs;
    const fullAfterMs = isWithin ? afterMs : owedMs;
    if (isWithin) this.kept.set(keyId, { earnedAtMs: nowMs + afterMs, cameAtMs: nowMs });
    return {
      isWithin,
      remaining: Math.max(0, Math.floor((windowMs - fullAfterMs) / intervalMs + 0.001)),
      fullAfterMs,
      againAfterMs: isWithin ? 0 : afterMs - windowMs,
    };
  }
}

const inSeconds = (ms: number): number => Math.max(0, Math.ceil((ms - equalMs) / 1_000));

/** As the IETF's draft on rate limit headers has them. */
export const rateHeaders = (
  { perSecond }: Pick<RateLimit, 'perSecond'>,
  { remaining, fullAfterMs }: RateTaken,
  of: 'key' | 'address' = 'key',
): Readonly<Record<string, string>> => ({
  'ratelimit-policy': `"${of}";q=${perSecond};w=${inSeconds(windowMs)}`,
  ratelimit: `"${of}";r=${remaining};t=${inSeconds(fullAfterMs)}`,
});

/** Seconds to be told, at least one. */
export const retryAfter = ({ againAfterMs }: RateTaken): string =>
  String(Math.max(1, inSeconds(againAfterMs)));

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
