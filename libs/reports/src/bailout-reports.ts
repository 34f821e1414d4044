import { z } from 'zod';
import { borrower } from './borrower.js';
import { businessDateText, identifierText, moneyText } from './values.js';

export const bailoutKind = z
  .enum([
    'RELIEF_LOAN',
    'JOB_STABILITY_LOAN',
    'GUARANTEED_RELIEF',
    'BRIDGE',
    'RELENDING_FUNDED',
    'DEFERRAL',
    'FEE_INTEREST_RELIEF',
    'EQUITY_BOND_RELIEF',
  ])
  .meta({ id: 'BailoutKind' });

export const bailoutDisbursed = z.strictObject({
  effectiveDate: businessDateText,
  programme: identifierText,
  kind: bailoutKind,
  borrower,
  amount: moneyText,
  loanId: identifierText.exactOptional(),
});

export const bailoutReturned = z.strictObject({
  effectiveDate: businessDateText,
  programme: identifierText,
  amount: moneyText,
});

export type BailoutDisbursedReport = z.infer<typeof bailoutDisbursed>;
export type BailoutReturnedReport = z.infer<typeof bailoutReturned>;
