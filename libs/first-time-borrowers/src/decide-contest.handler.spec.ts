import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { businessDate, fixedClock } from '#calendar';
import { openMemoryLog, type OpenLog } from '#event-log';
import { borrowerStream } from '#facts';
import { asInstitutionCode, asLoanId, type InstitutionCode } from '#identifiers';
import { Ledger } from '#recording';
import type { Dossier, DossierLoan } from './dossier.js';
import { DecideContestCommand, DecideContestHandler } from './decide-contest.handler.js';
import type { SettledDossiers } from './arbiter.projection.js';
import { dossierOf } from './testing/dossier-of.js';
import { borrowerKey, north, south } from './testing/borrower-facts.js';

const loan = (institution: InstitutionCode): DossierLoan => ({
  institution,
  loanId: asLoanId('L1'),
  drawdownDate: businessDate('2024-03-01'),
  drawdownTime: null,
  effective: true,
  claim: 'STANDS',
});
const contested = dossierOf([loan(north), loan(south)]);

let open: OpenLog;
let ledger: Ledger;
beforeEach(() => {
  open = openMemoryLog();
  ledger = new Ledger(open.log, open.index, fixedClock(0));
});
afterEach(() => open.close());

/** Rows as the arbiter left them. */
const rows = (dossier: Dossier | undefined): SettledDossiers =>
  ({ of: () => Promise.resolve(dossier) }) as unknown as SettledDossiers;

const decide = (
  institution: string,
  {
    reason = 'seen',
    dossier = contested,
  }: { readonly reason?: string; readonly dossier?: Dossier | null } = {},
) =>
  new DecideContestHandler(ledger, rows(dossier ?? undefined)).execute(
    new DecideContestCommand(
      borrowerKey,
      { institution: asInstitutionCode(institution), loanId: asLoanId('L1'), reason },
      { actor: 'key:s', correlationId: null },
    ),
  );

const recorded = async (): Promise<readonly object[]> =>
  (await open.log.readStreams([{ stream: borrowerStream(borrowerKey), from: 0 }])).flat();

describe('a decision', () => {
  it('is a fact in the borrower’s stream, of the bank whose claim it puts first', async () => {
    expect(await decide(north)).toEqual({ outcome: 'changed', position: '1' });
    expect(await recorded()).toMatchObject([
      {
        type: 'FirstTimeContestDecided',
        institution: north,
        effectiveDate: null,
        data: { borrowerKey, institution: north, loanId: 'L1', reason: 'seen' },
        metadata: { actor: 'key:s' },
      },
    ]);
  });

  it('asked for twice at once is recorded once; of two different ones both stand, in an order', async () => {
    const outcomes = await Promise.all([decide(north), decide(north)]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'unchanged']);
    await Promise.all([decide(south), decide(north, { reason: 'other' })]);
    expect(await recorded()).toHaveLength(3);
  });

  it('is taken on decisions as the stream holds them, not on rows that are behind it', async () => {
    await decide(north);
    expect(await decide(north)).toEqual({ outcome: 'unchanged', position: '1' });
    expect(await decide(south)).toMatchObject({ outcome: 'changed' });
    expect(await decide(north)).toMatchObject({ outcome: 'changed' });
  });

  it('is refused as the rules say, and while nothing is known for certain', async () => {
    expect(await decide('C1010411000014')).toEqual({ outcome: 'refused', refusal: 'unknown-claim' });
    expect(await decide(north, { dossier: null })).toEqual({ outcome: 'refused', refusal: 'arbiter-behind' });
    expect(await recorded()).toEqual([]);
  });
});
