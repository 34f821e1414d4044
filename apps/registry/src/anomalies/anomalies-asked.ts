import { z } from 'zod';
import { bounds, type ThresholdName, type Thresholds } from '#anomalies';
import { anomalySignal } from '#contract';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { day, inOrder, paging, repeatable } from '../http/query-parameters.js';

const whole = z
  .string()
  .regex(/^(0|[1-9]\d{0,2})$/, 'must be a whole number from 0 to 999')
  .transform(Number)
  .exactOptional()
  .meta({ query: { type: 'integer', minimum: 0, maximum: 999 } });

const principal = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})\.\d{2}$/, 'must be yuan with two decimals')
  .exactOptional();

const share = z
  .string()
  .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, 'must be a share from 0 to 1 with up to four decimals')
  .exactOptional();

/** Thresholds stand in place of the contract's; they are of one signal, and within its bounds. */
const thresholds = {
  renewals: whole,
  months: whole,
  days: whole,
  banks: whole,
  workingDays: whole,
  principal,
  share,
} satisfies Readonly<Record<ThresholdName, z.ZodType>>;

export const anomaliesAsked = inOrder(
  z.strictObject({
    ...paging,
    signal: anomalySignal.exactOptional(),
    institution: repeatable,
    from: day,
    to: day,
    ...thresholds,
  }),
);

export type AnomaliesAskedOf = z.infer<typeof anomaliesAsked>;

const wrong = (name: string, message: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', {
      detail: 'A query parameter is not understood.',
      errors: [{ pointer: `?${name}`, message }],
    }),
  );

/** In ten-thousandths where it is a decimal. */
const comparable = (value: string | number): number => Math.round(Number(value) * 10_000);

/** Those given, where the signal has them and they are within its bounds. */
export const givenThresholds = (asked: AnomaliesAskedOf): Partial<Thresholds> => {
  const names = (Object.keys(thresholds) as readonly ThresholdName[]).filter(
    (name) => asked[name] !== undefined,
  );
  for (const name of names) {
    if (asked.signal === undefined) throw wrong(name, 'is of one signal, which has to be asked for');
    const range = (
      bounds[asked.signal] as { readonly [Name in ThresholdName]?: readonly (string | number)[] }
    )[name];
    if (!range) throw wrong(name, `is no threshold of ${asked.signal}`);
    const [least = 0, most = 0] = range;
    const value = comparable(asked[name] ?? 0);
    if (value < comparable(least) || value > comparable(most))
      throw wrong(name, `must be from ${least} to ${most} for ${asked.signal}`);
  }
  return Object.fromEntries(names.map((name) => [name, asked[name]]));
};
