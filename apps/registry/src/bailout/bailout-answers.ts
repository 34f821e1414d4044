import { z } from 'zod';
import { bailoutKind } from '#reports';
import { basis, day, money, names, position } from '../http/answer-shapes.js';
import { borrowerShape } from '../loans/loans-answers.js';

export const disbursementShape = z
  .strictObject({
    institution: z.string(),
    programme: z.string(),
    disbursementId: z.string(),
    kind: bailoutKind,
    counts: z.boolean(),
    borrower: borrowerShape,
    loanId: z.string().nullable(),
    effectiveDate: day,
    amount: money,
    returned: money,
    net: money,
    seq: z.int(),
  })
  .meta({ id: 'Disbursement' });

export const allocationShape = z
  .strictObject({
    institution: z.string(),
    programme: z.string(),
    granted: money,
    used: money,
    available: money,
  })
  .meta({ id: 'Allocation' });

export const bailoutProgrammeShape = z
  .strictObject({
    code: z.string(),
    name: names,
    from: day,
    to: day,
    cap: money.nullable(),
    granted: money
      .nullable()
      .meta({ description: 'To all institutions together; null to a bank, which is told its own alone' }),
    seq: z.int(),
  })
  .meta({ id: 'BailoutProgramme' });

export const changedProgramme = bailoutProgrammeShape
  .extend({ basis, position })
  .meta({ id: 'ChangedBailoutProgramme' });
export const changedAllocation = allocationShape
  .extend({ basis, position })
  .meta({ id: 'ChangedAllocation' });
