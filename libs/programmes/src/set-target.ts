import { z } from 'zod';
import { isUnchanged } from '#decider';
import type { MeasureData, TargetAmended, TargetData, TargetSet, Unit } from '#facts';
import type { ProgrammeCode, TargetCode } from '#identifiers';
import { businessDateText, measureCodeText, moneyText, optionalMember } from '#reports';
import type { Programme } from './define-programme.js';
import { type Definition, refuseDefinition } from './definition-refusals.js';
import { filterExpression, names, unit } from './measure-body.js';
import { targetFault } from './target-fault.js';

const whole = /^(0|[1-9]\d{0,14})$/;
const ratio = /^(0|[1-9]\d{0,14})\.\d{4}$/;
const decimal = /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/;

const hasFormOf: Readonly<Record<Unit, (threshold: string) => boolean>> = {
  CNY: (threshold) => moneyText.safeParse(threshold).success,
  COUNT: (threshold) => whole.test(threshold),
  RATIO: (threshold) => ratio.test(threshold),
};

const period = z.union([
  z
    .strictObject({ from: businessDateText, to: businessDateText })
    .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] }),
  z.strictObject({ asAt: businessDateText }),
]);

/** Body of `PUT /v1/programmes/{code}/targets/{target}`; `from` and `to` are inclusive. */
export const targetBody = z
  .strictObject({
    name: names,
    measure: measureCodeText,
    unit,
    comparator: z.enum(['GT', 'GTE', 'APPROX', 'INFO']),
    threshold: optionalMember(z.string()).meta({
      description: 'CNY: yuan with two decimals; COUNT: a whole number; RATIO: four decimals',
    }),
    period,
    base: optionalMember(businessDateText),
    filter: optionalMember(filterExpression),
    tolerance: optionalMember(
      z
        .string()
        .regex(decimal, 'must be a share of the threshold as text')
        .meta({ examples: ['0.05'] }),
    ),
    path: optionalMember(
      z
        .array(z.string().regex(decimal, 'must be a weight as text'))
        .length(12)
        .refine((weights) => weights.some((weight) => /[1-9]/.test(weight)), 'must not be all zero'),
    ).meta({ description: 'Twelve monthly weights; absent: a line over working days' }),
    beside: optionalMember(z.array(measureCodeText).max(10)),
  })
  .refine(
    ({ threshold, unit: of }) => threshold === undefined || threshold === null || hasFormOf[of](threshold),
    { message: 'must be a quantity of the unit', path: ['threshold'] },
  )
  .meta({ id: 'TargetBody' });

export type TargetBody = z.infer<typeof targetBody>;

export const targetDataOf = (programme: ProgrammeCode, code: TargetCode, body: TargetBody): TargetData => ({
  programme,
  code,
  name: body.name,
  measure: body.measure,
  unit: body.unit,
  comparator: body.comparator,
  threshold: body.threshold ?? null,
  period: body.period,
  base: body.base ?? null,
  filter: body.filter ?? null,
  tolerance: body.tolerance ?? null,
  path: body.path ?? null,
  beside: body.beside ?? [],
});

type TargetChange = Pick<TargetSet, 'type' | 'data'> | Pick<TargetAmended, 'type' | 'data'>;

/** Sets a target of the programme, or makes its next version. `measures` are those it names, as they stand, and the balances of growths among them. */
export const setTarget =
  (code: ProgrammeCode, target: TargetCode, body: TargetBody, measures: ReadonlyMap<string, MeasureData>) =>
  (state: Programme): Definition<TargetChange> => {
    if (state.status === 'UNKNOWN') return refuseDefinition('unknown-programme', '');
    const data = targetDataOf(code, target, body);
    const current = state.targets.get(target);
    if (current && isUnchanged(data, current)) return { outcome: 'unchanged' };
    const fault = targetFault(data, measures);
    if (fault) return { outcome: 'refuse', refusal: fault };

    return { outcome: 'record', fact: { type: current ? 'TargetAmended' : 'TargetSet', data } };
  };
