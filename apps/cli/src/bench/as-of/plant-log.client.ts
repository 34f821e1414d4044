import pg from 'pg';
import { ensureFirstAdministrator } from '#access';
import { fixedClock } from '#calendar';
import { type Cell, copyRows, createPool } from '#database';
import { openPostgresLog } from '#event-log';
import type { SequencedFact } from '#facts';
import { loadShippedDefinitions } from '#programmes';
import { Ledger } from '#recording';
import { lastPlace } from '../../synthetic-year/business-days.js';
import { sizesOf } from '../../synthetic-year/story.js';
import { Year } from '../../synthetic-year/year.js';
import { MadeFacts } from './made-facts.js';
import { settingFacts } from './setting-facts.js';

const columns = [
  'seq',
  'stream',
  'revision',
  'event_id',
  'type',
  'effective_date',
  'institution',
  'report_id',
  'recorded_at',
  'data',
  'metadata',
];

const cellsOf = (fact: SequencedFact): readonly Cell[] => [
  fact.seq,
  fact.stream,
  fact.revision,
  fact.eventId,
  fact.type,
  fact.effectiveDate,
  fact.institution,
  fact.metadata.reportId,
  fact.recordedAt,
  JSON.stringify(fact.data),
  JSON.stringify(fact.metadata),
];

function* rowsOf(facts: Iterable<SequencedFact>): Generator<readonly Cell[]> {
  for (const fact of facts) yield cellsOf(fact);
}

/** In one transaction that holds the lock of who appends; into the facts, or into a table like them. */
export const copyFacts = async (
  client: pg.Client,
  facts: Iterable<SequencedFact>,
  table = 'facts',
): Promise<void> => {
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(hashtextextended('xudai facts', 0))`);
  await copyRows(client, table, columns, rowsOf(facts));
  await client.query('commit');
};

/*
 * A log of as many facts as asked for, straight into an empty database: the year of a scale at which there are a little more, cut off at
 * the last. It takes some bytes of memory for each fact, and is the same for the same seed.
 */

interface Planting {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly facts: number;
  readonly seed: number;
  /** There is none later: the registry makes one on an empty log alone. */
  readonly administratorsKey: string;
  readonly onProgress?: (planted: number) => void;
}

/** Of a year at scale 1, with corrections and all. */
const factsAtScale = 2_900_000;
/** So that what is cut off are at most some days. */
const margin = 1.01;
const untidiness = { late: 0.03, corrected: 0.02, reversed: 0.005 };
const beforeTheYear = '2023-12-30T00:00:00.000Z';

const define = async (appUrl: string, administratorsKey: string): Promise<void> => {
  const pool = createPool(appUrl, { max: 2, applicationName: 'xudai bench' });
  const open = openPostgresLog({ pool, onSetback: (error) => console.error(error) });
  const ledger = new Ledger(open.log, open.index, fixedClock(Date.parse(beforeTheYear)));
  await ensureFirstAdministrator(ledger, administratorsKey);
  await loadShippedDefinitions(ledger);
  await open.close();
  await pool.end();
};

/** All facts after the definitions that are there. */
export function* madeLog(facts: number, seed: number, after: number): Generator<SequencedFact> {
  const scale = (facts / factsAtScale) * margin;
  const year = new Year(sizesOf(seed, scale, untidiness));
  const settings = settingFacts(scale, after, beforeTheYear);
  yield* settings;
  const made = new MadeFacts(after + settings.length);
  for (let place = 0; place <= lastPlace; place += 1)
    for (const report of year.reportsOf(place)) yield* made.of(report);
}

function* upTo(
  facts: Iterator<SequencedFact>,
  last: number,
  ends: { ended: boolean },
): Generator<SequencedFact> {
  for (;;) {
    const { value, done } = facts.next();
    if (done) return void (ends.ended = true);
    yield value;
    if (value.seq >= last) return;
  }
}

const factsOfTransaction = 100_000;

/** Says how many facts there are in the end. */
export const plantLog = async (planting: Planting): Promise<number> => {
  const { appUrl, ownerUrl, facts, seed, onProgress } = planting;
  await define(appUrl, planting.administratorsKey);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'xudai bench' });
  await client.connect();
  const head = async (): Promise<number> => {
    const { rows } = await client.query<{ seq: string }>('select coalesce(max(seq), 0) as seq from facts');
    return Number(rows[0]?.seq);
  };
  const made = madeLog(facts, seed, await head());
  const ends = { ended: false };
  for (let planted = await head(); planted < facts && !ends.ended; planted = await head()) {
    await copyFacts(client, upTo(made, Math.min(facts, planted + factsOfTransaction), ends));
    onProgress?.(await head());
  }
  const planted = await head();
  await client.query('vacuum (freeze, analyze) facts');
  await client.end();
  return planted;
};
