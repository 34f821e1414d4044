import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { type AnomaliesView, type GivenThresholds, signals, thresholdsOf } from './anomalies-view.js';
import { Select } from '../shell/select.js';

/** Money is asked for with two decimals. */
const asAsked = (given: GivenThresholds): GivenThresholds => ({
  ...given,
  ...(given.principal && /^\d+$/.test(given.principal) ? { principal: `${given.principal}.00` } : {}),
});

/** What is looked for: one signal with its thresholds or all of them, at which bank, on which days. */
export const Looking = ({ view }: { readonly view: AnomaliesView }) => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/anomalies' });
  const { signal, institution, from, to, ...given } = view;
  const [thresholds, setThresholds] = useState<GivenThresholds>(given);
  const [days, setDays] = useState({ from: from ?? '', to: to ?? '' });
  const look = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({
      search: (now) => ({
        ...now,
        ...asAsked(thresholds),
        from: days.from || undefined,
        to: days.to || undefined,
      }),
    });
  };
  return (
    <form className="cut no-print" onSubmit={look} aria-label={t('anomalies.title')}>
      <span className="field">
        <span>{t('anomalies.signal')}</span>
        <Select
          className="wide"
          aria-label={t('anomalies.signal')}
          value={signal ?? ''}
          options={[
            { value: '', label: t('anomalies.all') },
            ...signals.map((value) => ({ value, label: t(`anomalies.signals.${value}`) })),
          ]}
          onChange={(chosen) =>
            void navigate({
              search: {
                institution,
                from,
                to,
                signal: signals.find((each) => each === chosen),
              },
            })
          }
        />
      </span>
      <InstitutionChoice
        label={t('anomalies.institution')}
        any={t('anomalies.anyBank')}
        value={institution}
        choose={(chosen) => void navigate({ search: (now) => ({ ...now, institution: chosen }) })}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span>{t(`anomalies.${end}`)}</span>
          <Input
            type="date"
            value={days[end]}
            onChange={({ target }) => setDays({ ...days, [end]: target.value })}
          />
        </label>
      ))}
      {signal !== undefined &&
        thresholdsOf[signal].map((each) => (
          <label key={each.name}>
            <span>
              {t(`anomalies.measured.${each.name}`)} (
              {t('anomalies.range', { least: each.least, most: each.most })})
            </span>
            <Input
              inputMode="decimal"
              pattern="\d{1,6}(\.\d{1,4})?"
              placeholder={each.usual}
              value={thresholds[each.name] ?? ''}
              onChange={({ target }) =>
                setThresholds({ ...thresholds, [each.name]: target.value || undefined })
              }
            />
          </label>
        ))}
      <Button htmlType="submit" type="primary">
        {t('anomalies.apply')}
      </Button>
      {Object.values(given).some((each) => each !== undefined) && (
        <Button onClick={() => void navigate({ search: { signal, institution, from, to } })}>
          {t('anomalies.usual')}
        </Button>
      )}
    </form>
  );
};
