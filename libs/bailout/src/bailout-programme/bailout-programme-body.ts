import { z } from 'zod';
import type { BailoutProgrammeDefined } from '#facts';
import { businessDateText, moneyText, optionalMember, text } from '#reports';

/** Body of `PUT /v1/bailout/programmes/{code}`; `from` and `to` are inclusive. */
export const bailoutProgrammeBody = z
  .strictObject({
    name: z.strictObject({ zh: text, en: text }).meta({ id: 'NamesGiven' }),
    from: businessDateText,
    to: businessDateText,
    cap: optionalMember(moneyText),
  })
  .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] })
  .meta({ id: 'BailoutProgrammeBody' });

export type BailoutProgrammeBody = z.infer<typeof bailoutProgrammeBody>;

export const bailoutProgrammeDataOf = (
  code: string,
  { name, from, to, cap }: BailoutProgrammeBody,
): BailoutProgrammeDefined['data'] => ({ code, name, from, to, cap: cap ?? null });
