import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sizeOf } from '#testing';
import { beside, claims, figures, paceOfRenewals, shown } from '../support/quarter/figures.js';
import { type Ask, inOrder, type Keys, prepareQuarter, shuffled, tell } from '../support/quarter/quarter.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { replayed } from '../support/replaying.js';
import { engines, registryOn } from '../support/engines.js';
import { type RunningRegistry } from '../support/running-registry.js';

/*
 * A quarter of four banks, an insurer, a guarantor and an authority over every type of report, told as it is written and
 * then in other orders: the same totals, the same holders.
 */

interface Quarter {
  readonly registry: RunningRegistry;
  readonly ask: Ask;
  readonly keys: Keys;
}

const { orders, isWholeOnEach } = sizeOf('quarter');
/** By day each engine is told it in one way, and at night in both. */
const [inOrderOn, shuffledOn] = engines;

describe.each(engines)('a quarter over all reports, the log on %s', (engine) => {
  const begun = async (): Promise<Quarter> => {
    const registry = await registryOn(engine);
    return { registry, ask: registry.ask, keys: await prepareQuarter(registry.ask) };
  };

  const ended = async ({ registry }: Quarter): Promise<void> => {
    await expectProjectionsChecked(registry);
    const auditor = await registry.keyFor('auditor');
    for (const effectiveAsOf of ['2024-09-30', '2024-12-31'])
      expect(await replayed(registry, auditor, { programme: 'SH24', effectiveAsOf })).toMatchObject({
        verdict: 'equal',
        differences: [],
      });
    await registry.close();
  };

  const expectFigures = async ({ ask, keys }: Quarter, position: string): Promise<void> => {
    const quarter = await shown(ask, keys, position, '2024-12-31');
    const actuals = [...quarter.targets].map(([code, { actual, achieved }]) => [code, [actual, achieved]]);
    expect(Object.fromEntries(actuals)).toEqual(figures);
    expect(quarter.claims).toEqual(claims);
    expect(quarter.contested.map(({ status }) => status).sort()).toEqual(['RECOGNISED', 'SUPERSEDED']);
    const shownBeside = [...quarter.targets.values()].flatMap((target) => target.beside);
    expect(Object.fromEntries(shownBeside.map(({ measure, actual }) => [measure, actual]))).toEqual(beside);
  };

  if (isWholeOnEach || engine === shuffledOn)
    it.each(Array.from({ length: orders }, (_, no) => no + 1))('told in another order, %i', async (seed) => {
      const quarter = await begun();
      await expectFigures(quarter, await tell(quarter.ask, quarter.keys, shuffled(seed)));
      await ended(quarter);
    });

  if (!isWholeOnEach && engine !== inOrderOn) return;
  describe('told as it is written', () => {
    let quarter: Quarter;
    let position: string;
    beforeAll(async () => {
      quarter = await begun();
      position = await tell(quarter.ask, quarter.keys, inOrder);
    });
    afterAll(() => ended(quarter), 60_000);

    it('comes to its figures', async () => {
      await expectFigures(quarter, position);
      const { targets } = await shown(quarter.ask, quarter.keys, position, '2024-09-30');
      expect(targets.get('SH24-RENEW')?.pace).toEqual(paceOfRenewals);
      expect(targets.get('SH24-INCL')?.pace).toBeNull();
    });

    it('a supervisor decides the contest, and the count stays', async () => {
      const { ask, keys } = quarter;
      const before = await shown(ask, keys, position, '2024-12-31');
      const loser = before.contested.find(({ status }) => status === 'SUPERSEDED');
      const [institution, loanId] = loser?.place ?? ['', ''];
      const claim = await ask('get', `/v1/first-time-borrowers/${institution}/${loanId}`, {
        key: keys.supervisor,
      });
      const decided = await ask(
        'post',
        `/v1/first-time-borrowers/${String(claim.body['borrowerKey'])}/decision`,
        {
          key: keys.supervisor,
          body: { institution, loanId, reason: 'Its contract was signed in the morning.' },
        },
      );
      expect(decided.status).toBe(201);
      const after = await shown(ask, keys, position, '2024-12-31');
      expect(after.contested).toEqual(
        before.contested.map(({ place, status }) => ({
          place,
          status: status === 'SUPERSEDED' ? 'RECOGNISED' : 'SUPERSEDED',
        })),
      );
      expect(after.targets.get('SH24-FTB')?.actual).toBe('4');
    });
  });
});
