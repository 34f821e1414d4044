import { z } from 'zod';
import { basis, day, instant, names, position } from '../http/answer-shapes.js';

export const institutionShape = z
  .strictObject({
    code: z.string(),
    name: names,
    kind: z.enum(['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY']),
    lei: z.string().nullable(),
    cnaps: z.string().nullable(),
    reportingFrom: day,
    suspended: z.strictObject({ since: instant, reason: z.string() }).meta({ id: 'Suspension' }).nullable(),
  })
  .meta({ id: 'Institution' });

export const oneInstitution = institutionShape.extend({ basis }).meta({ id: 'InstitutionAnswer' });
export const changedInstitution = oneInstitution.extend({ position }).meta({ id: 'ChangedInstitution' });
