import { LRUCache } from 'lru-cache';
import { Lease, Tally } from './request-counts.js';

/** The decision on one request of a key, and what is left of the limit after it. */
interface RateTaken {
  readonly isWithin: boolean;
  /** Requests that the key may make at once now. */
  readonly remaining: number;
  /** Milliseconds until the whole limit is available again. */
  readonly fullAfterMs: number;
  /** Milliseconds until one more request is within the limit; 0 when it is now. */
  readonly againAfterMs: number;
}

const windowMs = 1_000;
/** Tolerance for fractions of milliseconds. */
const equalMs = 0.001;

/**
 * Limits the requests a second of each key, with a burst of as many: the generic cell rate algorithm (GCRA). It keeps one instant for each
 * key, the theoretical arrival time, at which all requests so far would have arrived at an even pace. Refused requests do not count.
 */
export class RateLimit {
  private readonly kept = new LRUCache<
    string,
    { readonly theoreticalArrivalMs: number; readonly arrivedAtMs: number }
  >({ max: 100_000 });

  constructor(readonly perSecond: number) {}

  /** Requests may be read out of order: an arrival before that of the last request counted is taken to be at that one. */
  take(keyId: string, arrivedAtMs: number): RateTaken {
    const intervalMs = windowMs / this.perSecond;
    const last = this.kept.get(keyId) ?? { theoreticalArrivalMs: 0, arrivedAtMs: 0 };
    const nowMs = Math.max(arrivedAtMs, last.arrivedAtMs);
    const owedMs = Math.max(0, last.theoreticalArrivalMs - nowMs);
    const afterMs = owedMs + intervalMs;
    const isWithin = afterMs <= windowMs + equalMs;
    const fullAfterMs = isWithin ? afterMs : owedMs;
    if (isWithin) this.kept.set(keyId, { theoreticalArrivalMs: nowMs + afterMs, arrivedAtMs: nowMs });
    return {
      isWithin,
      remaining: Math.max(0, Math.floor((windowMs - fullAfterMs) / intervalMs + 0.001)),
      fullAfterMs,
      againAfterMs: isWithin ? 0 : afterMs - windowMs,
    };
  }
}

const inSeconds = (ms: number): number => Math.max(0, Math.ceil((ms - equalMs) / 1_000));

/** `RateLimit-Policy` and `RateLimit`, as in the IETF's draft on rate limit headers. */
export const rateHeaders = (
  { perSecond }: Pick<RateLimit, 'perSecond'>,
  { remaining, fullAfterMs }: RateTaken,
  of: 'key' | 'address' = 'key',
): Readonly<Record<string, string>> => ({
  'ratelimit-policy': `"${of}";q=${perSecond};w=${inSeconds(windowMs)}`,
  ratelimit: `"${of}";r=${remaining};t=${inSeconds(fullAfterMs)}`,
});

/** `Retry-After`: seconds, at least one. */
export const retryAfter = ({ againAfterMs }: RateTaken): string =>
  String(Math.max(1, inSeconds(againAfterMs)));

/** Bounds on answers under way at once. */
interface MostUnderWay {
  readonly inAll: number;
  /** Less than `inAll`, so that no key takes all places. */
  readonly ofOneKey: number;
}

const oneAnswer = { parts: 1, bytes: 0 };

/** Bounds how many answers of one kind this process gives at once. */
export class ConcurrencyLimit {
  private readonly underWay = new Tally();

  constructor(private readonly most: MostUnderWay) {}

  /** A sentence for the problem document; undefined when the key may have one more answer. */
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
