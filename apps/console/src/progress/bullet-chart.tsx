import { useTranslation } from 'react-i18next';
import type { TargetProgress } from '#contract';
import { drawn, percentText } from '../figures/quantity.js';
import { useQuantityText } from '../figures/quantity-text.js';
import { targetStateOf, timeElapsedPermille } from './target-state.js';

const percent = (value: number, of: number): string => `${Math.max(0, Math.min(100, (value / of) * 100))}%`;

/**
 * One line that answers the supervisor's question: a bar for what there is, a mark for the target, a dotted line where even pace would
 * be by now, and a triangle where it is expected to end. What it shows is said in words beside it.
 */
export const BulletChart = ({ target, asOf }: { readonly target: TargetProgress; readonly asOf: string }) => {
  const { t } = useTranslation();
  const quantity = useQuantityText();
  const { actual, threshold, pace, unit, forecast } = target;
  if (actual === null || threshold === null) return null;
  const { percent: reached, expectedPermille } = targetStateOf(target, asOf);
  const elapsed = timeElapsedPermille(target);
  const expected = pace?.expectedToDate ?? undefined;
  const closing = forecast?.closing;
  const most = Math.max(drawn(threshold), drawn(actual), drawn(closing ?? '0')) * 1.04;
  const shown = { actual: quantity(actual, unit), threshold: quantity(threshold, unit), percent: reached };
  const now =
    expected === undefined || expectedPermille === undefined || elapsed === undefined
      ? t('progress.bulletShort', shown)
      : t('progress.bullet', {
          ...shown,
          expected: percentText(expectedPermille),
          elapsed: percentText(elapsed),
        });
  const said =
    closing === undefined
      ? now
      : `${now} ${t('progress.bulletForecast', { closing: quantity(closing, unit) })}`;
  return (
    <svg className="bullet" role="img" aria-label={said} width="100%" height="28">
      <rect className="bullet-track" x="0" y="8" width={percent(drawn(threshold), most)} height="12" rx="2" />
      <rect className="bullet-actual" x="0" y="10" width={percent(drawn(actual), most)} height="8" rx="1" />
      {expected !== undefined && (
        <line
          className="bullet-even"
          x1={percent(drawn(expected), most)}
          x2={percent(drawn(expected), most)}
          y1="2"
          y2="26"
        />
      )}
      <line
        className="bullet-target"
        x1={percent(drawn(threshold), most)}
        x2={percent(drawn(threshold), most)}
        y1="3"
        y2="25"
      />
      {closing !== undefined && (
        <svg x={percent(drawn(closing), most)} y="20" overflow="visible">
          <path className="bullet-forecast" d="M0 0 L5 8 H-5 Z" />
        </svg>
      )}
    </svg>
  );
};
