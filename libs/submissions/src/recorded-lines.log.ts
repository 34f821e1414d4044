import { instantMs } from '#calendar';
import type { RecordedOutcome } from '#contract';
import type { EventLog } from '#event-log';
import type { RecordedOf, Tally } from './outcome-counts.js';
import type { TakenFile } from './submission-work.table.js';

/** Clocks of two processes are no further apart, whatever the state they are in. */
const clockSkewMs = 600_000;

/** Of an attempt no more reports are decided beyond the last step that it keeps: those of a chunk, and those of the intake's window. */
const mostUncounted = 5_000;

/** What a fact that is recorded of a line names as its cause. */
const causeOf = (id: string, line: number | ''): string => `${id}:${line}`;

/**
 * Of what the reports of a file are recorded. A line that was recorded before a crash came between that and the step that is kept is
 * answered `repeated`, and so is one that repeats another line, or what was recorded before the file: their facts say which. Most need not
 * be read for it: a fact before the first one that was recorded of the file was recorded earlier.
 */
export class RecordedLines {
  private readonly begunAt: number;

  constructor(
    private readonly file: Pick<TakenFile, 'id' | 'receivedAt' | 'isDry' | 'isNew'>,
    private readonly tally: Tally,
    private readonly log: Pick<EventLog, 'readStream'>,
  ) {
    this.begunAt = tally.progress.read;
  }

  async of(line: number, outcome: RecordedOutcome): Promise<RecordedOf> {
    const { id, receivedAt, isDry, isNew } = this.file;
    if (!outcome.repeated) return 'line';
    const [place] = outcome.facts;
    const isUncounted = !isNew && this.tally.progress.read - this.begunAt <= mostUncounted;
    // Nothing is recorded of a dry run, and no sums of it are shown.
    if (isDry || !place || !(isUncounted || this.tally.mayBeAfterFirst(outcome.position))) return 'before';
    if (instantMs(outcome.stampedAt) < instantMs(receivedAt) - clockSkewMs) return 'before';
    const { stream, revision: from } = place;
    for await (const { metadata } of this.log.readStream({ stream, from, limit: 1 })) {
      if (metadata.causationId === causeOf(id, line)) return 'line';
      if (metadata.causationId?.startsWith(causeOf(id, ''))) return 'file';
    }
    return 'before';
  }
}
