import { describe, expect, it } from '@jest/globals';
import type { Replay } from '#contract';
import { eventsOf as progressEventsOf } from './progress-events.js';

const eventIdOf = ({ status, seq, factsRead }: Replay): string =>
  `${status.toLowerCase()}-${seq}-${factsRead}`;
const replayEvents = (
  begun: Replay,
  find: () => Promise<Replay | undefined>,
  ...more: readonly [AbortSignal, { readonly pollMs: number; readonly heartbeatMs: number }]
) =>
  progressEventsOf({ begun, find, idOf: eventIdOf, isOver: ({ status }) => status !== 'RUNNING' }, ...more);

const replay = (more: Partial<Replay> = {}): Replay => ({
  id: 'r',
  programme: 'P',
  effectiveAsOf: '2024-12-31',
  knownAt: null,
  status: 'RUNNING',
  seq: 9,
  factsRead: 0,
  factsTotal: 9,
  totals: [],
  differences: [],
  rows: [],
  verdict: null,
  reason: null,
  durationMs: 1,
  ...more,
});

const eventsOf = async (
  states: readonly Replay[],
  pace = { pollMs: 1, heartbeatMs: 60_000 },
  signal = new AbortController().signal,
): Promise<readonly string[]> => {
  const [begun = replay(), ...later] = states;
  const texts: string[] = [];
  for await (const text of replayEvents(begun, async () => later.shift(), signal, pace)) texts.push(text);
  return texts;
};

describe('progress of a replay as events', () => {
  it('sends each state with new counts once, and ends with the last', async () => {
    const ended = replay({ status: 'COMPLETED', verdict: 'equal', factsRead: 9 });
    const states = [replay(), replay(), replay({ factsRead: 5 }), replay({ factsRead: 9 }), ended, replay()];
    expect(await eventsOf(states)).toEqual(
      [states[0], states[2], states[3], ended].map(
        (state) => `id: ${eventIdOf(state as Replay)}\nevent: progress\ndata: ${JSON.stringify(state)}\n\n`,
      ),
    );
  });

  it('sends one that has ended or failed at once', async () => {
    expect(await eventsOf([replay({ status: 'COMPLETED' })])).toHaveLength(1);
    expect(await eventsOf([replay({ status: 'FAILED' })])).toHaveLength(1);
  });

  it('sends heartbeats in between', async () => {
    const texts = await eventsOf([replay(), replay(), replay({ status: 'FAILED' })], {
      pollMs: 5,
      heartbeatMs: 1,
    });
    expect(texts[1]).toBe(': it goes on\n\n');
    expect(texts).toHaveLength(3);
  });

  it('stops waiting when the reader is gone', async () => {
    const reader = new AbortController();
    const eventsOf = replayEvents(replay(), async () => replay(), reader.signal, {
      pollMs: 60_000,
      heartbeatMs: 60_000,
    });
    await eventsOf.next();
    const next = eventsOf.next();
    reader.abort();
    expect((await next).done).toBe(true);
  });

  it('ends when the replay is gone', async () => {
    expect(await eventsOf([replay()])).toHaveLength(1);
  });
});
