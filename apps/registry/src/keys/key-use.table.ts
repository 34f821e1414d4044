import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { type Clock, formatInstant } from '#calendar';
import type { Headroom } from '#headroom';
import type { OutageLines } from '#outages';
import { touchKey } from '#register-book';

/** Precise enough to find keys that nobody uses. */
const noteEveryMs = 60_000;

/** Notes when a key was last used, beside the request and not in its way. */
export class KeyUse {
  private readonly noted = new LRUCache<string, true>({ max: 10_000, ttl: noteEveryMs });

  constructor(
    private readonly pool: pg.Pool,
    private readonly outages: OutageLines,
    private readonly headroom: Pick<Headroom, 'mayWrite'>,
    private readonly clock: Clock,
  ) {}

  note(keyId: string): void {
    if (this.noted.has(keyId) || !this.headroom.mayWrite(performance.now())) return;
    this.noted.set(keyId, true);
    touchKey(this.pool, keyId, formatInstant(this.clock.now())).catch((error: unknown) => {
      this.noted.delete(keyId);
      this.outages.setback(error, 'when a key was last used could not be noted');
    });
  }
}
