import { z } from 'zod';
import { isUnchanged, refuse, type Refused } from '#decider';
import type { BailoutProgrammeAmended, BailoutProgrammeDefined } from '#facts';
import { formatYuan, parseMoney } from '#money';
import { businessDateText, moneyText, optionalMember, text } from '#reports';
import { type BailoutProgramme, grantedInAll } from './bailout-programme.js';

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

const bailoutProgrammeDataOf = (
  code: string,
  { name, from, to, cap }: BailoutProgrammeBody,
): BailoutProgrammeDefined['data'] => ({ code, name, from, to, cap: cap ?? null });

type Definition = Pick<BailoutProgrammeDefined | BailoutProgrammeAmended, 'type' | 'data'>;

/**
 * Defines the programme, or makes its next version. A cap may grow, not shrink below what is granted, and neither come nor go
 * (`BLO-R06`): with it goes whether an institution needs an allocation.
 */
export const defineBailoutProgramme =
  (code: string, body: BailoutProgrammeBody) =>
  (
    state: BailoutProgramme,
  ):
    | { readonly outcome: 'record'; readonly fact: Definition }
    | { readonly outcome: 'unchanged' }
    | { readonly outcome: 'refuse'; readonly refusal: Refused } => {
    const data = bailoutProgrammeDataOf(code, body);
    if (state.status === 'UNKNOWN')
      return { outcome: 'record', fact: { type: 'BailoutProgrammeDefined', data } };
    if ((data.cap === null) !== (state.data.cap === null))
      return { outcome: 'refuse', refusal: refuse('BLO-R06', '/cap') };
    if (isUnchanged(data, state.data)) return { outcome: 'unchanged' };
    const granted = grantedInAll(state);
    if (data.cap !== null && parseMoney(data.cap) < granted)
      return {
        outcome: 'refuse',
        refusal: refuse('BLO-R06', '/cap', { cap: data.cap, granted: formatYuan(granted) }),
      };
    return { outcome: 'record', fact: { type: 'BailoutProgrammeAmended', data } };
  };
