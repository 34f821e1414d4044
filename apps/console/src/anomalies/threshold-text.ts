import type { MeasuredValue } from '#contract';
import { useQuantityText } from '../figures/quantity-text.js';

const amounts: readonly string[] = ['amount', 'principal', 'issued', 'repaid'];

/** A measured value or a threshold as people read it: money in yuan, a share in per cent, all else as it is. */
export const useThresholdText = (): ((name: MeasuredValue['name'], value: string) => string) => {
  const quantity = useQuantityText();
  return (name, value) => {
    if (amounts.includes(name)) return quantity(value, 'CNY');
    return name === 'share' ? quantity(value, 'RATIO') : value;
  };
};
