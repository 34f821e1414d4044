import {
  type Appended,
  appendLimitBytes,
  AppendTooLarge,
  type EventLog,
  type FactSequence,
  isLater,
  NotStorable,
} from '#event-log';
import type { NewFact, Position, SequencedFact } from '#facts';
import { NotMoved } from './not-moved.js';
import { type RunOfFacts, runsOfFacts } from './runs-of-facts.js';
import { factsAfter } from './side.js';

const runLimit = { facts: 500, bytes: appendLimitBytes };

const newFactOf = ({
  eventId,
  type,
  effectiveDate,
  institution,
  data,
  metadata,
}: SequencedFact): NewFact => ({
  eventId,
  type,
  effectiveDate,
  institution,
  data,
  metadata,
});

/**
 * Appends the facts after a seq, under their own ids and at their own revisions. One append is under way at a time: the store
 * keeps no order between appends that are, and its order is what every seq comes from. Facts of one stream that follow one
 * another go together.
 */
export const copyToStore = async (
  sequence: FactSequence,
  log: EventLog,
  after: number,
  onCopied: (seq: number) => void,
): Promise<void> => {
  let last: Position = '0';
  for await (const run of runsOfFacts(factsAfter(sequence, after), runLimit)) {
    const { position } = await appended(log, run);
    const [{ seq }] = run;
    if (!isLater(position, last))
      throw new NotMoved(`fact ${seq} does not come after the one before it in the event store`);
    last = position;
    onCopied(run.at(-1)?.seq ?? seq);
  }
};

const appended = async (log: EventLog, run: RunOfFacts): Promise<Appended> => {
  const [{ stream, revision, seq }] = run;
  const expectedRevision = revision === 0 ? 'none' : revision - 1;
  try {
    const answer = await log.append({ stream, expectedRevision, facts: run.map(newFactOf) });
    if (answer.outcome === 'appended') return answer;
    throw new NotMoved(
      `fact ${seq} cannot follow: ${stream} ends at revision ${answer.actualRevision} in the event store; somebody else writes there`,
    );
  } catch (error) {
    if (error instanceof NotStorable || error instanceof AppendTooLarge)
      throw new NotMoved(`fact ${seq} cannot be copied: ${error.message}`);
    throw error;
  }
};
