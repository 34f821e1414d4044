import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openPostgresLog } from '#event-log';
import { asInstitutionCode } from '#identifiers';
import { borrower, correctedTo, FollowedLog, foundInSlices, reversedAt } from '#testing';
import { bailoutBookChecker } from './bailout-book.checker.js';
import { bailoutBookProjection } from './bailout-book.projection.js';
import { disbursed, type Planted, returned } from './testing/bailout-facts.js';

/* Disbursements and returns corrected, reversed and reported anew at random: every row is what the checker derives. */

const following = () =>
  FollowedLog.of({
    openLog: openPostgresLog,
    projection: bailoutBookProjection,
    checker: bailoutBookChecker,
  });
let log: Awaited<ReturnType<typeof following>>;

beforeAll(async () => {
  log = await following();
});
afterAll(() => log.close());

const anyMove = fc.record({
  id: fc.constantFrom('D1', 'D2', 'D3'),
  which: fc.nat(99),
  kind: fc.constantFrom('BRIDGE' as const, 'RELIEF_LOAN' as const, 'DEFERRAL' as const),
  amount: fc.integer({ min: 10, max: 20 }),
  day: fc.constantFrom('2024-06-01', '2024-06-02'),
});

type Move = typeof anyMove extends fc.Arbitrary<infer Of> ? Of : never;

/** What stands of a disbursement: revisions, and the kind that a return carries. */
interface Reported {
  readonly begun: number;
  readonly kind: Move['kind'];
  readonly returns: readonly number[];
}

interface Made {
  readonly fact: Planted['fact'];
  readonly standing: Reported | undefined;
}

/** Every fact that may come next of a disbursement. */
const movesOf = (
  institution: string,
  at: number,
  standing: Reported | undefined,
  move: Move,
): readonly Made[] => {
  const { id, kind, day } = move;
  const terms = { kind, amount: `${move.amount}.00`, borrower: borrower({ district: '310101' }) };
  const begun = disbursed(asInstitutionCode(institution), id, terms, day).fact;
  if (!standing) return [{ fact: begun, standing: { begun: at, kind, returns: [] } }];
  const { returns } = standing;
  const back = (amount: string) =>
    returned(asInstitutionCode(institution), id, amount, { kind: standing.kind }).fact;
  const moves: Made[] = [{ fact: correctedTo(standing.begun, begun), standing: { ...standing, kind } }];
  if (returns.length < 3)
    moves.push({ fact: back('1.00'), standing: { ...standing, returns: [...returns, at] } });
  const [first] = returns;
  if (first === undefined) moves.push({ fact: reversedAt(standing.begun), standing: undefined });
  else
    moves.push(
      { fact: correctedTo(first, back('2.50')), standing },
      { fact: reversedAt(first), standing: { ...standing, returns: returns.slice(1) } },
    );
  return moves;
};

it('disbursements and allocations are what the checker derives, wherever batches are cut', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMove, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (moves, size) => {
        run += 1;
        const institution = `C10102110${String(run).padStart(5, '0')}`;
        const stream = `bailout-${institution}-B24`;
        const standing = new Map<string, Reported | undefined>();
        for (const [at, move] of moves.entries()) {
          const possible = movesOf(institution, at, standing.get(move.id), move);
          const made = possible[move.which % possible.length] as Made;
          standing.set(move.id, made.standing);
          await log.append(asInstitutionCode(institution), stream, made.fact);
        }
        expect(await log.apply(size)).toEqual([]);
        const shown = await log.client.query<{ id: string }>(
          'select disbursement_id as id from disbursement_page where institution = $1 order by 1',
          [institution],
        );
        const ids = [...standing].flatMap(([id, stands]) => (stands ? [id] : []));
        expect(shown.rows.map(({ id }) => id)).toEqual(ids.toSorted());
      },
    ),
    { numRuns: 20, endOnFailure: true },
  );
  // A round before was left in the middle.
  for (const part of bailoutBookChecker.parts) await part.carry?.(log.client, { after: null, upTo: '100' });
  expect(await foundInSlices(bailoutBookChecker, log.client, 30)).toEqual([]);
});
