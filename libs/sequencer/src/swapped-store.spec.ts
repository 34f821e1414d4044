import { describe, expect, it } from '@jest/globals';
import { AnotherStore, OutcomeUnknown } from '#event-log';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, type ReadSide, readSideOf, stampedFact } from './testing/sequenced-store.js';

const instant = '2024-05-06T01:00:00.000Z';

type Mark = ReturnType<EventStoreDouble['log']['marked']>;

/** A store of its own, with what was recorded there. */
class Recorded {
  private constructor(
    readonly store: EventStoreDouble,
    readonly side: ReadSide,
    readonly prefix: string,
    /** The last facts that were sequenced are not in this copy. */
    readonly older: Mark,
    readonly right: Mark,
  ) {}

  static async started(): Promise<Recorded> {
    const store = await EventStoreDouble.started();
    const prefix = newPrefix();
    const side = await readSideOf(store, prefix, { unknownAfterMs: 10_000 });
    const sequencer = side.sequencer();
    const append = () => side.open.log.append(appendOf(stampedFact(instant)));
    for (let no = 0; no < 5; no += 1) await append();
    const older = store.log.marked();
    for (let no = 0; no < 5; no += 1) await append();
    await side.facts(10);
    await sequencer.stop();
    return new Recorded(store, side, prefix, older, store.log.marked());
  }

  append(): ReturnType<ReadSide['open']['log']['append']> {
    return this.side.open.log.append(appendOf(stampedFact(instant)));
  }

  async swappedFor(mark: Mark): Promise<void> {
    this.store.stop();
    this.store.log.backTo(mark);
    await this.store.start();
  }

  async close(): Promise<void> {
    await this.side.close();
    this.store.stop();
  }
}

/* Each waits for longer than a store may be doubted: they wait together. */
const itOnItsOwn = (name: string, story: (recorded: Recorded) => Promise<void>): void =>
  it.concurrent(name, async () => {
    const recorded = await Recorded.started();
    try {
      await story(recorded);
    } finally {
      await recorded.close();
    }
  });

describe('a log whose store is changed for an older copy beneath it', () => {
  itOnItsOwn(
    'records and decides nothing more, says so, and goes on by itself when the right one is back',
    async (recorded) => {
      const { older, right, side } = recorded;
      await recorded.swappedFor(older);
      const refused = await Promise.allSettled(Array.from({ length: 8 }, () => recorded.append()));
      expect(refused.map((answer) => answer.status)).toEqual(refused.map(() => 'rejected'));
      await expect(recorded.append()).rejects.toThrow(AnotherStore);
      await expect(side.found('R-1')).rejects.toThrow(AnotherStore);
      expect((await side.open.state()).reasons).toContainEqual(
        expect.stringContaining('Reports are refused'),
      );

      await recorded.swappedFor(right);
      while ((await side.open.state()).reasons.some((reason) => reason.includes('refused')))
        await new Promise((soon) => setTimeout(soon, 50));
      expect(await recorded.append()).toMatchObject({ outcome: 'appended' });
      expect(await side.found('R-1')).toBeNull();
    },
  );

  itOnItsOwn(
    'acknowledges nothing that the older copy took before the change was noticed',
    async (recorded) => {
      const { older, right, store } = recorded;
      // So quick that no connection breaks.
      store.log.backTo(older);
      const waiting = recorded.append();
      await new Promise((later) => setTimeout(later, 6_500));
      store.log.backTo(right);
      expect(await waiting).toMatchObject({ outcome: 'appended' });
      expect(store.log.all).toHaveLength(right.all.length + 1);
    },
  );

  itOnItsOwn('tells what may be stored in the right one to be unknown', async (recorded) => {
    const { older, right, store } = recorded;
    store.faults.onAppend = () => 'lost-after';
    const waiting = recorded.append();
    while (store.log.all.length === right.all.length) await new Promise((soon) => setTimeout(soon, 5));
    store.faults.clear();
    store.log.backTo(older);
    await expect(waiting).rejects.toThrow(OutcomeUnknown);
  });

  itOnItsOwn('is gone on from by no sequence that was made of another store', async ({ side, prefix }) => {
    const other = await EventStoreDouble.started();
    const elsewhere = await readSideOf(other, prefix);
    const { rows } = await side.pool.query('select seq, position::text from sequencer');
    await elsewhere.pool.query('insert into sequencer (stream_prefix, seq, position) values ($1, $2, $3)', [
      prefix,
      rows[0]?.seq,
      rows[0]?.position,
    ]);
    const facts = await side.pool.query(
      'select seq, stream, revision, event_id, type, recorded_at, metadata, json_object() as data from facts',
    );
    await elsewhere.pool.query(`insert into facts select * from json_populate_recordset(null::facts, $1)`, [
      JSON.stringify(facts.rows),
    ]);
    expect(await elsewhere.sequencer().standstill).toContain('another store');
    expect((await elsewhere.open.state()).reasons).toContainEqual(
      expect.stringMatching(/^The sequencer stands still: .*another store/),
    );
    await elsewhere.close();
    other.stop();
  });
});
