import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BorrowerAnswer } from '#contract';
import { firstTimeFlagged } from '../support/first-time-cases.js';
import { enterprise, issuedLoan, reportOf } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { north, south } from '../support/three-banks.js';

/* What was recorded of a claim, step by step: of all claims to who oversees all, of its own to a bank. */

const firm = 70;
const { id: borrowerKey } = enterprise(firm) as { readonly id: string };

describe('the claims of a borrower, step by step', () => {
  let registry: RunningRegistry;
  const keys = new Map<string, string>();
  let last = '0';

  const tell = async (bank: string, body: object): Promise<void> => {
    const answer = await registry.ask('post', '/v1/events', {
      key: keys.get(bank) ?? '',
      body,
      type: cloudEvent,
    });
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    last = answer.body.position;
  };

  const asked = async (key: string) =>
    registry.ask('get', `/v1/borrowers/${borrowerKey}`, {
      key,
      headers: { 'await-position': last, 'await-timeout': '10000' },
    });

  beforeAll(async () => {
    registry = await runningRegistry();
    for (const bank of [north, south]) keys.set(bank, await registry.bank(bank));
    const drawn = { effectiveDate: '2024-03-01' };
    await tell(north, issuedLoan(north, 'N', firm, drawn));
    await tell(north, firstTimeFlagged(north, 'N', firm));
    await tell(south, issuedLoan(south, 'S', firm, { ...drawn, drawdownTime: '10:00:00' }));
    await tell(south, firstTimeFlagged(south, 'S', firm));
    const decided = await registry.ask('post', `/v1/first-time-borrowers/${borrowerKey}/decision`, {
      key: await registry.keyFor('supervisor'),
      body: { institution: north, loanId: 'N', reason: 'its contract was stamped first' },
    });
    expect(decided.status).toBe(201);
    const cancelled = { effectiveDate: '2024-03-20', reason: 'x' };
    await tell(north, reportOf(north, 'cancel', 'loan.cancelled', 'N', cancelled));
  });
  afterAll(() => registry.close());

  it('are told in the order of the log, with what each ended and which fact it follows from', async () => {
    const { settlements, decisions, more } = (await asked(await registry.keyFor('supervisor')))
      .body as BorrowerAnswer;
    const steps = settlements.map(({ institution, loanId, type, reason, held, causedBy }) => [
      institution === north ? `north ${loanId}` : `south ${loanId}`,
      type.slice('FirstTime'.length),
      reason,
      held,
      causedBy?.type,
    ]);
    // Of one append, revocations before recognitions.
    expect(steps).toEqual([
      ['north N', 'Recognised', null, false, 'FirstTimeClaimed'],
      ['north N', 'Superseded', 'EARLIER_CLAIM', true, 'FirstTimeClaimed'],
      ['south S', 'Recognised', null, false, 'FirstTimeClaimed'],
      ['south S', 'Superseded', 'CONTEST_DECIDED', true, 'FirstTimeContestDecided'],
      ['north N', 'Recognised', null, false, 'FirstTimeContestDecided'],
      ['north N', 'Revoked', 'LOAN_WITHDRAWN', true, 'LoanCancelled'],
      ['south S', 'Recognised', null, false, 'LoanCancelled'],
    ]);
    const seqs = settlements.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    expect(settlements.every(({ seq, causedBy }) => causedBy !== null && causedBy.seq < seq)).toBe(true);
    expect(decisions).toHaveLength(1);
    expect(more.settlements).toBe(false);
  });

  it('are to a bank those of its own claims, with no fact of another', async () => {
    const own = await asked(keys.get(south) ?? '');
    const { settlements } = own.body as BorrowerAnswer;
    expect(settlements.map(({ type, causedBy }) => [type.slice('FirstTime'.length), causedBy?.type])).toEqual(
      [
        ['Recognised', 'FirstTimeClaimed'],
        ['Superseded', undefined],
        ['Recognised', undefined],
      ],
    );
    expect(own.text).not.toContain(north);
  });
});
