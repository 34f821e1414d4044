import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { plantedAppend } from '../contract/planted-appends.js';
import { OutcomeUnknown } from '../event-log-errors.js';
import { serialised } from '../serialised-append.js';
import { WaitingAppend } from './waiting-append.js';

const waitingFor = (deadlineMs: number) => {
  const outcomes: unknown[] = [];
  const tell = (what: unknown): void => void outcomes.push(what);
  const waiting = new WaitingAppend(serialised(plantedAppend('a', 'none')), deadlineMs, tell, tell);
  return { waiting, outcomes };
};
const rolledBack = new Error('rolled back');

describe('an append whose caller waits', () => {
  it('fails as rolled back when no earlier attempt was lost', () => {
    const { waiting, outcomes } = waitingFor(60_000);
    waiting.failAsRolledBack(rolledBack);
    expect(outcomes).toEqual([rolledBack]);
    expect(waiting.isOver).toBe(true);
  });

  it('fails as unknown when an earlier attempt was lost, however the last one ended', () => {
    const { waiting, outcomes } = waitingFor(60_000);
    waiting.markLost();
    waiting.failAsRolledBack(rolledBack);
    expect(outcomes).toEqual([expect.any(OutcomeUnknown)]);
    expect(outcomes[0]).toMatchObject({ cause: rolledBack });
  });

  it('fails as unknown at its deadline, with the cause', async () => {
    const { waiting, outcomes } = waitingFor(10);
    expect(waiting.isOver).toBe(false);
    waiting.noteSetback(rolledBack);
    await pause(50);
    expect(outcomes).toEqual([expect.any(OutcomeUnknown)]);
    expect(outcomes[0]).toMatchObject({ cause: rolledBack });
    expect(waiting.isOver).toBe(true);
  });

  it('has no cause where none was seen', async () => {
    const { outcomes } = waitingFor(10);
    await pause(50);
    expect(outcomes).toEqual([expect.any(OutcomeUnknown)]);
    expect(outcomes[0]).not.toHaveProperty('cause');
  });

  it('is settled once: its deadline has no effect after an answer', async () => {
    const { waiting, outcomes } = waitingFor(10);
    const answer = { outcome: 'conflict', actualRevision: 3 } as const;
    waiting.answer(answer);
    await pause(50);
    expect(outcomes).toEqual([answer]);
  });
});
