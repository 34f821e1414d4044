import type { MeasuredValue } from '#contract';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { exactQuantity, exactRate, shortQuantity, shortRate, type Unit } from './quantity.js';

/** As people read it here: short in their language, or to the fen where the address asks for that. */
export const useQuantityText = (): ((text: string, unit: Unit) => string) => {
  const { i18n } = useTranslation();
  const { figures } = useSearch({ strict: false });
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  return (text, unit) =>
    figures === 'exact' ? exactQuantity(text, unit) : shortQuantity(text, unit, language);
};

/** The same of what comes in a day. */
export const useRateText = (): ((text: string, unit: Unit) => string) => {
  const { i18n } = useTranslation();
  const { figures } = useSearch({ strict: false });
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  return (text, unit) => (figures === 'exact' ? exactRate(text, unit) : shortRate(text, unit, language));
};

/** A figure, with the exact one under the pointer and for programs that read pages aloud; absent knowledge is a dash. */
export const Quantity = ({ text, unit }: { readonly text: string | null; readonly unit: Unit }) => {
  const { t } = useTranslation();
  const shown = useQuantityText();
  if (text === null) return <span className="quantity">{t('progress.none')}</span>;
  return (
    <data className="quantity" value={text} title={exactQuantity(text, unit)}>
      {shown(text, unit)}
    </data>
  );
};

const amounts: readonly string[] = ['amount', 'principal', 'issued', 'repaid'];

/** A measured value or a threshold as people read it: money in yuan, a share in per cent, all else as it is. */
export const useThresholdText = (): ((name: MeasuredValue['name'], value: string) => string) => {
  const quantity = useQuantityText();
  return (name, value) => {
    if (amounts.includes(name)) return quantity(value, 'CNY');
    return name === 'share' ? quantity(value, 'RATIO') : value;
  };
};
