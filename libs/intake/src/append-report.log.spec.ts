import { describe, expect, it } from '@jest/globals';
import { currentRules } from '#rules';
import { factOf, type Sender, untilDecided } from './append-report.log.js';
import type { ReportOutcome } from './outcome.js';
import { bank, tallied } from './testing/tallies.js';

const recorded: ReportOutcome = { outcome: 'unknown', id: 'r1' };

/** What is asked and waited for until the report is decided on after so many attempts. */
const attempted = async (most: number) => {
  const attempts: number[] = [];
  const pausesMs: number[] = [];
  const outcome = await untilDecided(
    async (no) => {
      attempts.push(no);
      return attempts.length < most ? 'decide-again' : recorded;
    },
    async (ms) => void pausesMs.push(ms),
  );
  return { attempts, pausesMs, outcome };
};

describe('a report whose stream others write too', () => {
  it('is decided on again at once, and then after pauses of milliseconds that grow to a tenth of a second', async () => {
    expect(await attempted(1)).toEqual({ attempts: [0], pausesMs: [], outcome: recorded });
    expect(await attempted(2)).toEqual({ attempts: [0, 1], pausesMs: [], outcome: recorded });
    const { attempts, pausesMs, outcome } = await attempted(12);
    expect(outcome).toBe(recorded);
    expect(attempts).toEqual(Array.from({ length: 12 }, (_, no) => no));
    const longest = [2, 4, 8, 16, 32, 64, 100, 100, 100, 100];
    expect(pausesMs.map((ms, no) => ms >= (longest[no] ?? 0) / 2 && ms <= (longest[no] ?? 0))).toEqual(
      longest.map(() => true),
    );
  });
});

describe('the fact of a report', () => {
  const causeOf = (more: Pick<Sender, 'causationId'>): string | null =>
    factOf(
      tallied('r1', '1.00'),
      { fact: { type: 'Tallied', data: {} }, flags: [] },
      { institution: bank, actor: 'key:k1', correlationId: 'c1', ...more },
      0,
      currentRules,
    ).metadata.causationId;

  it('names the line of the file that it came from, where it came from one', () => {
    expect(causeOf({ causationId: 'submission 1, line 7' })).toBe('submission 1, line 7');
    expect(causeOf({})).toBeNull();
  });
});
