import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, readSideOf, stampedFact } from './testing/sequenced-store.js';

const ways = ['failed', 'quiet-end', 'too-slow', 'restart', 'silence'] as const;

describe('a sequence through thirty drops in twenty seconds', () => {
  it('has every fact once and in order, and its checkpoint is never ahead of its facts', async () => {
    const store = await EventStoreDouble.started();
    store.faults.tooSlowChance = 0.01;
    const side = await readSideOf(store, newPrefix(), { silenceMs: 400 });
    const sequencer = side.sequencer();
    const appended: string[] = [];
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        const facts = [stampedFact(new Date().toISOString()), stampedFact(new Date().toISOString())];
        await side.open.log.append(appendOf(...facts));
        appended.push(...facts.map(({ eventId }) => eventId));
      }
    })();
    const ahead: unknown[] = [];
    const watching = (async () => {
      while (!isOver) {
        const { rows } = await side.pool.query(
          `select seq, (select coalesce(max(seq), 0) from facts) as head,
                  coalesce((select max(position) from sequenced_positions), 0) = coalesce(position, 0) as same from sequencer`,
        );
        if (rows[0] && (rows[0].seq !== rows[0].head || !rows[0].same)) ahead.push(rows[0]);
        await new Promise((later) => setTimeout(later, 20));
      }
    })();

    for (let drop = 0; drop < 32; drop += 1) {
      await new Promise((later) => setTimeout(later, 250 + Math.random() * 300));
      const way = ways[drop % ways.length] ?? 'failed';
      if (way === 'restart') await store.restart(100);
      else if (way === 'silence') {
        store.faults.areSubscriptionsMute = true;
        setTimeout(() => (store.faults.areSubscriptionsMute = false), 300);
      } else store.drop(way);
    }
    isOver = true;
    await Promise.all([writing, watching]);

    const facts = (await side.facts(appended.length)) as readonly SequencedFact[];
    expect(facts.map(({ eventId }) => eventId)).toEqual(appended);
    expect(facts.map(({ seq }) => seq)).toEqual(appended.map((_, index) => index + 1));
    expect(ahead).toEqual([]);
    expect(sequencer.setbacks.length).toBeGreaterThan(15);
    await side.close();
    store.stop();
  });
});
