import { isDeepStrictEqual } from 'node:util';
import type { NewFact, SequencedFact, StoredFact } from '#facts';
import type { EventLog } from '../event-log.js';
import type { FactSequence } from '../fact-sequence.js';
import { positioned } from '../positions.js';

export interface LogCopy {
  readonly from: FactSequence;
  /** Empty, or the beginning of the same facts: a copy that broke off is gone on with. */
  readonly to: EventLog;
  readonly onProgress: (copied: number, total: number) => void;
}

/** The two logs hold other facts, or the same in another order. */
export class LogsDiffer extends Error {
  constructor(seq: number) {
    super(`The logs differ at fact ${seq}.`);
    this.name = 'LogsDiffer';
  }
}

const pageFacts = 500;
/** Facts of one stream that follow each other go together. */
const mostTogether = 100;

/** All facts in their order. */
async function* factsOf(sequence: FactSequence): AsyncGenerator<SequencedFact> {
  for (let passed = 0; ;) {
    const page = await sequence.readAfter(passed, pageFacts);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    passed = last.seq;
  }
}

const isSame = (sequenced: SequencedFact | undefined, fact: StoredFact): boolean =>
  sequenced !== undefined &&
  isDeepStrictEqual(positioned(sequenced).fact, fact) &&
  JSON.stringify([sequenced.data, sequenced.metadata]) === JSON.stringify([fact.data, fact.metadata]);

/**
 * Passes over what both have.
 *
 * @returns how many
 * @throws LogsDiffer
 */
const passSame = async (from: AsyncGenerator<SequencedFact>, to: EventLog): Promise<number> => {
  let passed = 0;
  for await (const { fact } of to.readAll(null)) {
    const next = await from.next();
    if (next.done || !isSame(next.value, fact)) throw new LogsDiffer(passed + 1);
    passed += 1;
  }
  return passed;
};

const appendTogether = async (to: EventLog, together: readonly SequencedFact[]): Promise<void> => {
  const [first] = together;
  if (!first) return;
  const { stream, revision } = first;
  const facts = together.map((sequenced): NewFact => {
    const { stream: _stream, revision: _revision, ...fact } = positioned(sequenced).fact;
    return fact;
  });
  const answer = await to.append({ stream, expectedRevision: revision === 0 ? 'none' : revision - 1, facts });
  if (answer.outcome !== 'appended' || answer.firstRevision !== revision) throw new LogsDiffer(first.seq);
};

/**
 * Copies a log fact by fact, in its order, ids and all, then reads both again from the beginning. Nobody else may append to either
 * meanwhile. One append after another: side by side they would change places.
 *
 * @returns how many facts both hold
 * @throws LogsDiffer
 */
export const copyLog = async ({ from, to, onProgress }: LogCopy): Promise<number> => {
  const total = await from.headSeq();
  const left = factsOf(from);
  onProgress(await passSame(left, to), total);
  let together: SequencedFact[] = [];
  for await (const fact of left) {
    const before = together[0];
    if (before && (before.stream !== fact.stream || together.length >= mostTogether)) {
      await appendTogether(to, together);
      onProgress(fact.seq - 1, total);
      together = [];
    }
    together.push(fact);
  }
  await appendTogether(to, together);
  const copied = await passSame(factsOf(from), to);
  onProgress(copied, total);
  if (copied !== (await from.headSeq())) throw new LogsDiffer(copied + 1);
  return copied;
};
