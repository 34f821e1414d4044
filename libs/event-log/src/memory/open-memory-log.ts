import type { SequencedFact } from '#facts';
import { FactSequence } from '../fact-sequence.js';
import type { OpenLog } from '../open-log.js';
import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import { SeqPositions } from '../sequence-positions.js';
import { WakeUp } from '#wake-up';
import { KeptFacts } from './kept-facts.js';
import { MemoryEventLog } from './memory-event-log.js';

/** An empty log in memory, gone with its last user. */
export const openMemoryLog = (): OpenLog => {
  const kept = new KeptFacts();
  const wakeUp = new WakeUp();
  const log = new MemoryEventLog(kept, wakeUp);
  return {
    log,
    bulk: log,
    inOrder: log,
    index: new MemoryReportIndex(kept),
    sequence: new MemoryFactSequence(kept),
    positions: new SeqPositions(),
    holdsSequenced: async () => true,
    state: async () => ({ reasons: [], shortage: null, eventStore: null }),
    close: async () => undefined,
  };
};

class MemoryReportIndex extends ReportIndex {
  constructor(private readonly kept: KeptFacts) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    return asked.map(({ institution, reportId, preferably }) =>
      this.kept.report(institution, reportId, preferably),
    );
  }
}

class MemoryFactSequence extends FactSequence {
  constructor(private readonly kept: KeptFacts) {
    super();
  }

  async readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    return this.kept.after(seq, limit);
  }

  async headSeq(): Promise<number> {
    return this.kept.headSeq;
  }

  async streamsNamed(prefix: string): Promise<readonly string[]> {
    return this.kept.streamNames.filter((name) => name.startsWith(prefix)).toSorted();
  }
}
