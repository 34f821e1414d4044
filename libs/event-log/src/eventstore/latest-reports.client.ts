import type { Position, StoredFact } from '#facts';
import { NoFact } from '../event-log-errors.js';
import { isLater } from '../positions.js';
import { factOf } from './fact-events.js';
import { type Patience, patiently } from './patient-reading.client.js';
import type { RecentReports } from './recent-reports.js';
import type { StoreClient } from './store.client.js';
import { isOwn, type StoredEvent } from './store-events.js';

const silenceMs = 4_000;
/** Mostly little has come; where more has, more is read at once, and never much more than came. */
const firstLook = 16;
const longestLook = 512;

/**
 * Reports that any process recorded and the sequence may not have yet: what came to the end of the store since the last look is
 * read before a report is called new. So an id that was acknowledged anywhere is known everywhere, however far the sequence is.
 */
export class LatestReports {
  private seen: Position | null = null;

  constructor(
    private readonly engine: Patience & { readonly store: StoreClient; readonly prefix: string },
    private readonly recent: RecentReports,
    /** Up to here, at least, everything stands in the index. */
    private readonly from: () => Position | null,
  ) {}

  async catchUp(): Promise<void> {
    const after = this.seen ?? this.from();
    let before: Position | null = null;
    let newest: Position | null = null;
    for (let most = firstLook; ; most = Math.min(2 * most, longestLook)) {
      const events = await this.before(before, most);
      const since = events.filter(({ position }) => after === null || isLater(position, after));
      newest ??= since[0]?.position ?? null;
      for (const event of since) this.keep(event);
      if (since.length < most) break;
      before = events.at(-1)?.position ?? null;
    }
    // Only now: who looks meanwhile must not believe that what is still being read was seen.
    if (newest !== null && (this.seen === null || isLater(newest, this.seen))) this.seen = newest;
  }

  private before(position: Position | null, most: number): Promise<readonly StoredEvent[]> {
    return patiently(this.engine, () => this.engine.store.lastEvents(position, most, silenceMs));
  }

  private keep(event: StoredEvent): void {
    const { prefix } = this.engine;
    const fact = isOwn(event, prefix) ? factIn(event, prefix) : undefined;
    if (fact) this.recent.keepStored(fact, event.position);
  }
}

/** What is no fact holds up the sequencer, which says so; it records no report. */
const factIn = (event: StoredEvent, prefix: string): StoredFact | undefined => {
  try {
    return factOf(event, prefix);
  } catch (error) {
    if (error instanceof NoFact) return undefined;
    throw error;
  }
};
