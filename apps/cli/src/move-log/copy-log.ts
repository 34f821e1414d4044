import type pg from 'pg';
import {
  type Appended,
  appendLimitBytes,
  AppendTooLarge,
  type EventLog,
  type FactSequence,
  isLater,
  LogUnavailable,
  NotStorable,
  type OpenLog,
} from '#event-log';
import type { NewFact, Position, SequencedFact } from '#facts';
import { sequence } from '#sequencer';
import { factsAfter, NotMoved } from './side.js';

const lookEveryMs = 500;
/** When no fact was copied for this long, the error is reported instead of tried again. */
const patienceMs = 30_000;

interface CopyToTable {
  readonly store: OpenLog;
  readonly prefix: string;
  readonly pool: pg.Pool;
  readonly facts: FactSequence;
  readonly onCopied: (seq: number) => void;
}

/** Facts come into the table by the registry's own sequencer, from where it left off to where the store ends. */
export const copyToTable = async ({ store, prefix, pool, facts, onCopied }: CopyToTable): Promise<void> => {
  const giveUp = new AbortController();
  let [head, setback, progressMs] = [-1, undefined as unknown, performance.now()];
  const look = setInterval(() => {
    if (performance.now() - progressMs > patienceMs) giveUp.abort();
    facts.headSeq().then(
      (seq) => {
        if (seq > head) [head, progressMs] = [seq, performance.now()];
        onCopied(seq);
      },
      (error: unknown) => (setback = error),
    );
  }, lookEveryMs);
  try {
    const ended = await sequence({
      open: store,
      prefix,
      pool,
      signal: giveUp.signal,
      untilLevel: true,
      onSetback: (error) => (setback = error),
    });
    if (ended.outcome === 'failed') throw new NotMoved(ended.message);
    if (ended.outcome === 'stopped') throw new LogUnavailable({ cause: setback });
  } finally {
    clearInterval(look);
  }
};

interface RunLimit {
  readonly facts: number;
  /** Of data and metadata as JSON; a single fact is let through whatever its size. */
  readonly bytes: number;
}

type RunOfFacts = readonly [SequencedFact, ...SequencedFact[]];

const bytesOf = ({ data, metadata }: SequencedFact): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));

/**
 * Facts that follow one another in the order and in one stream, gathered as far as the limit allows. Where a run ends follows
 * from where it began alone, so that a copy that was broken off makes the run that was under way again as it was.
 */
export async function* runsOfFacts(
  facts: AsyncIterable<SequencedFact>,
  limit: RunLimit,
): AsyncGenerator<RunOfFacts> {
  let run: [SequencedFact, ...SequencedFact[]] | undefined;
  let bytes = 0;
  for await (const fact of facts) {
    const more = bytesOf(fact);
    const isFull = run !== undefined && (run.length >= limit.facts || bytes + more > limit.bytes);
    if (run && !isFull && run[0].stream === fact.stream) {
      run.push(fact);
      bytes += more;
      continue;
    }
    if (run) yield run;
    run = [fact];
    bytes = more;
  }
  if (run) yield run;
}

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
