import { z } from 'zod';
import type { ProgrammeData } from '#facts';
import { businessDateText } from '#reports';
import { names } from '../names.js';

/** Body of `PUT /v1/programmes/{code}`; `from` and `to` are inclusive. */
export const programmeBody = z
  .strictObject({ name: names, from: businessDateText, to: businessDateText })
  .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] })
  .meta({ id: 'ProgrammeBody' });

export type ProgrammeBody = z.infer<typeof programmeBody>;

export const programmeDataOf = (code: string, { name, from, to }: ProgrammeBody): ProgrammeData => ({
  code,
  name,
  from,
  to,
});
