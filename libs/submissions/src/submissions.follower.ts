import { formatInstant } from '#calendar';
import { Semaphore } from '#batching';
import { type ActiveSession, whileActive } from '#database';
import type { InstitutionCode } from '#identifiers';
import { BackOff, backOffMs, pause, retried, type WakeUp } from '#wake-up';
import { type BrokenLines, decideSubmission } from './decide-submission.log.js';
import { SpoolDamaged } from './spool.table.js';
import { type DecidingFiles, GivenWay, StillOpen } from './submission-attempt.log.js';
import {
  endSubmission,
  takeNext,
  tellWaiting,
  type TakenFile,
  unfinishedInstitutions,
} from './submission-work.table.js';

export interface DecidingSubmissions extends Omit<DecidingFiles, 'givesWay'> {
  /** Called when a file was received here, which need not be waited for then. */
  readonly received: WakeUp;
  /** Whether there is room to record. */
  readonly hasRoom: () => boolean;
  /** Called with what went wrong before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Called with a file that cannot be read back, and so comes to no end. */
  readonly onDamaged: (error: Error, file: string) => void;
  /** Institutions whose files are decided at once; each holds a connection outside the pool. */
  readonly atOnce?: number;
  /** For so long an institution's file is decided, at least, while those of others wait for a place. */
  readonly shareMs?: number;
}

const pollMs = 500;
const afterSetback = { firstMs: 1_000, longestMs: 1_000 };
/** Whoever finds another process at an institution's files waits for so long, and looks again so much later. */
const [standbyMs, elsewhereMs] = [3_000, 2_000] as const;

/**
 * Decides files as they are received, until the signal: those of an institution one after another, in the order in which they were
 * received, those of different ones side by side. Where more institutions wait than have a place, they take turns. Whose process ends,
 * however it ends, loses its lock, and another one goes on with the file where it was.
 */
export const decideSubmissions = (deciding: DecidingSubmissions): Promise<void> =>
  new Worker(deciding).work();

class Worker {
  private readonly busy = new Map<string, Promise<void>>();
  private readonly broken: BrokenLines = new Map();
  /** A dry run keeps all that it would record in memory. */
  private readonly dryRuns = new Semaphore(1);
  /** When a file of an institution was last worked on, or when another process may have finished it. */
  private readonly lastMs = new Map<string, number>();
  private readonly untilMs = new Map<string, number>();
  private doOthersWait = false;

  constructor(private readonly deciding: DecidingSubmissions) {}

  async work(): Promise<void> {
    const { signal, received, onSetback } = this.deciding;
    while (!signal.aborted) {
      const seen = received.count;
      await retried(() => this.beginAll(), { signal, onSetback, backOff: new BackOff(afterSetback) });
      await received.after(seen, pollMs, signal);
    }
    await Promise.all(this.busy.values());
  }

  private async beginAll(): Promise<void> {
    const { pool, signal, hasRoom, atOnce = 16 } = this.deciding;
    if (!hasRoom()) return;
    const unfinished = await unfinishedInstitutions(pool);
    const now = performance.now();
    const waiting = unfinished
      .filter((institution) => !this.busy.has(institution) && (this.untilMs.get(institution) ?? 0) <= now)
      .toSorted((one, other) => (this.lastMs.get(one) ?? 0) - (this.lastMs.get(other) ?? 0));
    const begun = signal.aborted ? [] : waiting.slice(0, Math.max(0, atOnce - this.busy.size));
    this.doOthersWait = waiting.length > begun.length;
    for (const institution of begun) this.begin(institution);
  }

  private begin(institution: InstitutionCode): void {
    const work = this.decideOne(institution).finally(() => {
      this.busy.delete(institution);
      this.lastMs.set(institution, performance.now());
      this.deciding.received.notify();
    });
    this.busy.set(institution, work);
  }

  /** The next file of an institution, unless somebody else is at one of its files. */
  private async decideOne(institution: InstitutionCode): Promise<void> {
    const { pool, signal, onSetback } = this.deciding;
    const name = `xudai submissions ${institution}`;
    const briefly = AbortSignal.any([signal, AbortSignal.timeout(standbyMs)]);
    let isElsewhere = true;
    try {
      await whileActive(pool, { name, signal: briefly, as: 'submissions' }, async (session) => {
        isElsewhere = false;
        const file = await takeNext(session.connection, institution);
        if (file) await this.decideTaken(file, session);
      });
      if (isElsewhere) this.untilMs.set(institution, performance.now() + elsewhereMs);
    } catch (error) {
      if (signal.aborted || error instanceof GivenWay) return;
      if (!(error instanceof StillOpen)) onSetback(error);
      await pause(backOffMs(0, afterSetback), signal);
    }
  }

  private async decideTaken(file: TakenFile, session: ActiveSession): Promise<void> {
    const { ledger, signal, onDamaged, shareMs = 10_000 } = this.deciding;
    const begunMs = performance.now();
    const givesWay = (): boolean => this.doOthersWait && performance.now() - begunMs > shareMs;
    try {
      const decide = (): Promise<void> =>
        decideSubmission(file, session, { ...this.deciding, givesWay }, this.broken);
      if (file.isDry) await tellWaiting(session.connection, file.id, 'worker');
      await (file.isDry ? this.dryRuns.run(decide) : decide());
    } catch (error) {
      session.check();
      if (signal.aborted) throw error;
      if (error instanceof SpoolDamaged) {
        onDamaged(error, file.id);
        const at = formatInstant(ledger.clock.now());
        const reason = 'The file cannot be read back whole. What was recorded of it stands; send it again.';
        await endSubmission(session.connection, file.id, { status: 'FAILED', at, reason });
        return;
      }
      await tellWaiting(session.connection, file.id, error instanceof GivenWay ? 'worker' : 'log');
      throw error;
    }
  }
}
