import type pg from 'pg';
import { type FactSequence, LogUnavailable, type OpenLog } from '#event-log';
import { sequence } from '#sequencer';
import { NotMoved } from './not-moved.js';

const lookMs = 500;
/** Without a single fact more for so long, what went wrong is told instead of tried again. */
const patienceMs = 30_000;

export interface CopyToTable {
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
  }, lookMs);
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
