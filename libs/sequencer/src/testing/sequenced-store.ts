import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type pg from 'pg';
import { createPool } from '#database';
import { type Append, type FoundReport, openEventStoreLog, type OpenLog } from '#event-log';
import type { NewFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { asWritten, testDatabase } from '#testing';
import { pause } from '#wake-up';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { sequence, type SequencingEnded } from '../sequencing.follower.js';

/** A fact with this stamp. */
export const stampedFact = (stampedAt: string, changes: Partial<NewFact> = {}): NewFact => ({
  eventId: v7(),
  type: 'LoanRenewed',
  effectiveDate: asWritten('2024-05-05'),
  institution: asInstitutionCode('BANK0001'),
  data: { renewedAmount: '1200000.00', note: '续贷 \u0000 "x"' },
  metadata: {
    reportId: `R-${v7()}`,
    source: 'urn:cn:bank:BANK0001',
    time: null,
    reportDigest: 'a'.repeat(64),
    stampedAt,
    actor: 'key:planted',
    ruleSetVersion: 1,
    flags: [],
    causationId: null,
    correlationId: null,
    salt: '0123456789abcdef0123456789abcdef',
    extensions: {},
  },
  ...changes,
});

export const appendOf = (...facts: readonly NewFact[]): Append => ({
  stream: `loan-BANK0001-${v7()}`,
  expectedRevision: 'none',
  facts,
});

/** A running sequencer with a connection pool of its own. */
interface Sequencer {
  readonly setbacks: unknown[];
  /** Resolves with the reason of its first standstill. */
  readonly standstill: Promise<string>;
  readonly ended: Promise<SequencingEnded>;
  stop(): Promise<SequencingEnded>;
}

/** A database whose facts come from a store. */
export interface ReadSide {
  readonly pool: pg.Pool;
  readonly open: OpenLog;
  sequencer(name?: string, hasRoom?: () => boolean): Sequencer;
  /** All facts with seq and instant, once there are `count`. */
  facts(count: number): Promise<readonly unknown[]>;
  /** Why the registry would not be ready; waited for until there is no reason left, for 10 s at most. */
  reasonsLeft(): Promise<readonly string[]>;
  /** What the index finds for a report of BANK0001. */
  found(reportId: string): Promise<FoundReport | null>;
  /** Ends backends of sequencers of that name. */
  cut(name: string): Promise<void>;
  close(): Promise<void>;
}

export const readSideOf = async (
  { url }: Pick<EventStoreDouble, 'url'>,
  prefix: string,
  more: { readonly silenceMs?: number; readonly unknownAfterMs?: number } = {},
): Promise<ReadSide> => {
  const database = await testDatabase();
  const options = { url, prefix, silenceMs: 500, ...more };
  const onSetback = (): void => undefined;
  const pool = createPool(database.appUrl, { max: 6, applicationName: 'spec', onSetback });
  const owner = createPool(database.ownerUrl, { max: 1, applicationName: 'owner', onSetback });
  const open = await openEventStoreLog({ pool, ...options, onSetback });
  const closing: (() => Promise<unknown>)[] = [];
  return {
    pool,
    open,
    sequencer: (name = 'sequencer', hasRoom = () => true) => {
      const setbacks: unknown[] = [];
      const stop = new AbortController();
      let onStandstill: (message: string) => void = () => undefined;
      const standstill = new Promise<string>((resolve) => (onStandstill = resolve));
      const own = createPool(database.appUrl, { max: 1, applicationName: name, onSetback });
      const onOwnSetback = (error: unknown): unknown => setbacks.push(error);
      const opening = openEventStoreLog({ pool: own, ...options, onSetback: onOwnSetback });
      const ended = opening.then((store) =>
        sequence({
          open: store,
          prefix,
          pool: own,
          onStandstill,
          hasRoom,
          signal: stop.signal,
          onSetback: onOwnSetback,
        }),
      );
      let closed: Promise<SequencingEnded> | undefined;
      const close = async (): Promise<SequencingEnded> => {
        stop.abort();
        const how = await ended;
        await (await opening).close();
        await own.end();
        return how;
      };
      const stopped = (): Promise<SequencingEnded> => (closed ??= close());
      closing.push(stopped);
      return { setbacks, standstill, ended, stop: stopped };
    },
    facts: async (count) => {
      const giveUpAt = performance.now() + 40_000;
      while ((await open.sequence.headSeq()) < count && performance.now() < giveUpAt) await pause(20);
      return open.sequence.readAfter(0, 100_000);
    },
    reasonsLeft: async () => {
      const giveUpAt = performance.now() + 10_000;
      for (;;) {
        const { reasons } = await open.state();
        if (reasons.length === 0 || performance.now() > giveUpAt) return reasons;
        await pause(20);
      }
    },
    found: async (reportId) =>
      (await open.index.findMany([{ institution: asInstitutionCode('BANK0001'), reportId }]))[0] ?? null,
    cut: async (name) => {
      await owner.query(
        'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1',
        [name],
      );
    },
    close: async () => {
      await Promise.all(closing.map((close) => close()));
      await open.close();
      await pool.end();
      await owner.end();
      await database.drop();
    },
  };
};

export const newPrefix = (): string => `test-${randomUUID()}-`;
