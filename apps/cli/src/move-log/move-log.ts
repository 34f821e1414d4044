import type pg from 'pg';
import { createPool } from '#database';
import {
  openEventStoreLog,
  type OpenLog,
  openPostgresLog,
  readSequencerState,
  takeLogExclusively,
} from '#event-log';
import { handToEventStore, handToPostgres, LogWentOn } from '#sequencer';
import type { Direction } from './command-line.js';
import { compareSides } from './compare-sides.js';
import { copyToStore, copyToTable } from './copy-log.js';
import { NotMoved, ProgressLines, type Say, storeSide, tableSide } from './side.js';
import { type Proof, proofLines, prove } from './prove.js';

export interface Moving {
  readonly databaseUrl: string;
  readonly eventStore: { readonly url: string; readonly prefix: string };
  /** Nowhere where both sides are only held against each other. */
  readonly to: Direction | undefined;
  readonly say: Say;
}

/** Where the log lives as the database says it; `nowhere` where there is none yet. */
type Home = 'postgres' | 'event-store' | 'nowhere';

interface Both {
  readonly moving: Moving;
  readonly pool: pg.Pool;
  readonly alone: pg.Client;
  readonly table: OpenLog;
  readonly store: OpenLog;
  readonly progress: ProgressLines;
}

/**
 * Moves the log, or proves alone. True when both sides are the same in the end.
 *
 * @throws NotMoved when it cannot be done as things stand
 */
export const moveLog = async (moving: Moving): Promise<boolean> => {
  const onSetback = (): void => undefined;
  const { databaseUrl, eventStore, say } = moving;
  const pool = createPool(databaseUrl, { max: 4, applicationName: 'xudai move-log', onSetback });
  try {
    const alone = await takeLogExclusively(pool);
    if ('busy' in alone)
      throw new NotMoved(`the log is in use by ${alone.busy}: stop registry and projector first`);
    const store = await openEventStoreLog({ pool, ...eventStore, onSetback });
    const table = openPostgresLog({ pool, onSetback });
    try {
      const both = { moving, pool, alone: alone.connection, table, store, progress: new ProgressLines(say) };
      if (moving.to === 'event-store') return await toEventStore(both);
      if (moving.to === 'postgres') return await toPostgres(both);
      return reported(await proved(both), say).outcome === 'same';
    } finally {
      await Promise.all([table.close(), store.close()]);
      await alone.close();
    }
  } finally {
    await pool.end();
  }
};

const homeOf = async ({ pool, table, moving }: Both): Promise<Home> => {
  const state = await readSequencerState(pool);
  if (state && state.prefix !== moving.eventStore.prefix)
    throw new NotMoved('the facts of this database come from streams of another XUDAI_STREAM_PREFIX');
  if (state) return 'event-store';
  return (await table.sequence.headSeq()) > 0 ? 'postgres' : 'nowhere';
};

const proved = ({ table, store, progress }: Both): Promise<Proof> =>
  prove(tableSide(table.sequence), storeSide(store.log), progress);

const reported = (proof: Proof, say: Say): Proof => {
  for (const line of proofLines(proof)) say(line);
  return proof;
};

const toEventStore = async (both: Both): Promise<boolean> => {
  const { moving, alone, table, store, progress } = both;
  const { say, eventStore } = moving;
  const home = await homeOf(both);
  if (home === 'nowhere') throw new NotMoved('the database holds no facts: there is nothing to move');
  if (home === 'postgres') {
    const head = await table.sequence.headSeq();
    const inStore = storeSide(store.log);
    const there = await compareSides(tableSide(table.sequence), inStore, progress.of('facts compared'));
    if (there.difference !== null && there.onlyIn?.name !== tableSide(table.sequence).name)
      throw new NotMoved(
        `the streams of this prefix already hold other facts, nothing was copied: ${there.difference}`,
      );
    if (there.same > 0) say(`${there.same} of ${head} facts are in the event store already`);
    const fromMs = performance.now();
    await copyToStore(table.sequence, store.log, there.same, progress.of(`of ${head} facts copied`));
    const seconds = Math.max(0.001, (performance.now() - fromMs) / 1_000);
    const copied = head - there.same;
    if (copied > 0) say(`${copied} facts copied, ${Math.round(copied / seconds)} a second`);
  } else say('the log lives in the event store already; it is proved and nothing is changed');
  const proof = reported(await proved(both), say);
  if (proof.outcome === 'different') return false;
  if (home === 'postgres') {
    await checkStill(store, proof);
    await handedOver(handToEventStore(alone, eventStore.prefix, proof.comparison.positions));
    say('the log lives in the event store from now on: start with XUDAI_EVENT_STORE_URL and its prefix');
  }
  return true;
};

const toPostgres = async (both: Both): Promise<boolean> => {
  const { moving, pool, alone, table, store, progress } = both;
  const { say, eventStore } = moving;
  const home = await homeOf(both);
  if (home === 'postgres') say('the log lives in PostgreSQL already; it is proved and nothing is changed');
  else {
    if (home === 'nowhere' && !(await holdsAny(store)))
      throw new NotMoved('no stream of this prefix holds a fact: there is nothing to move');
    await copyToTable({
      store,
      prefix: eventStore.prefix,
      pool,
      facts: table.sequence,
      onCopied: progress.of('facts in the table'),
    });
  }
  const proof = reported(await proved(both), say);
  if (proof.outcome === 'different') return false;
  if (home !== 'postgres') {
    await checkStill(store, proof);
    await handedOver(handToPostgres(alone, proof.comparison.same));
    say('the log lives in PostgreSQL from now on: start without XUDAI_EVENT_STORE_URL');
  }
  return true;
};

const holdsAny = async ({ log }: OpenLog): Promise<boolean> => {
  for await (const _ of log.readAll(null)) return true;
  return false;
};

/** Programs on another database, whom no lock of this one holds off, may still append to the same streams. */
const checkStill = async ({ log }: OpenLog, proof: Extract<Proof, { outcome: 'same' }>): Promise<void> => {
  for await (const { fact } of log.readAll(proof.comparison.positions.at(-1)?.position ?? null))
    throw new NotMoved(
      `a fact came into ${fact.stream} of the event store meanwhile: somebody still appends there; nothing was handed over`,
    );
};

const handedOver = async (handing: Promise<void>): Promise<void> => {
  try {
    await handing;
  } catch (error) {
    if (error instanceof LogWentOn)
      throw new NotMoved(`${error.message} Somebody appended meanwhile; nothing was handed over.`);
    throw error;
  }
};
