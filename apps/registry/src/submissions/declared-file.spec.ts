import { describe, expect, it } from '@jest/globals';
import type { Submission } from '#contract';
import { noReceipt } from './declared-file.js';

const under = { dryRun: false, status: 'DECIDING', read: 3, reports: 9, waitsFor: null } as Submission;

describe('a receipt that is asked for too early', () => {
  it.each<readonly [Partial<Submission>, string, boolean]>([
    [{}, 'The file is DECIDING, 3 of 9 reports are decided; there is a receipt once it is COMPLETED.', true],
    [
      { status: 'RECEIVED', read: 0, waitsFor: 'earlier-submission' },
      'The file is RECEIVED, 0 of 9 reports are decided and waits for an earlier file of the institution; there is a receipt once it is COMPLETED.',
      true,
    ],
    [{ status: 'FAILED' }, 'The file is FAILED and will have no receipt; its submission says why.', false],
    [
      { dryRun: true, status: 'COMPLETED' },
      'A dry run records nothing and has no receipt; its submission has the counts.',
      false,
    ],
  ])('says the state and what to wait for: %j', (of, detail, retryable) => {
    expect(noReceipt({ ...under, ...of })).toMatchObject({ status: 409, detail, retryable });
  });
});
