import { Link, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Anomaly } from '#contract';
import { addressOf } from '../http/registry.client.js';
import { usePages } from '../http/pages.client.js';
import { BasisBar } from '../shell/basis-bar.js';
import { ExportButtons } from '../shell/export-buttons.js';
import { Rows } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { AnomalyCard } from './anomaly-card.js';
import { type AnomaliesView, anomaliesViewIn, signals, thresholdsOf } from './anomalies-view.js';
import { Looking } from './looking.js';
import { useThresholdText } from './threshold-text.js';
import { useTitle } from '../shell/title.js';
import '../shell/tasks.css';

/** What may be suspicious: what is looked for, and each thing that was found with the facts it rests on. */
export const AnomaliesPage = () => {
  const { t } = useTranslation();
  const view = anomaliesViewIn(useSearch({ from: '/console/anomalies' }));
  useTitle(t('anomalies.title'));
  return (
    <>
      <h1>{t('anomalies.title')}</h1>
      <p className="quiet">{t('anomalies.lead')}</p>
      {view.signal !== undefined && <p>{t(`anomalies.meanings.${view.signal}`)}</p>}
      <Looking key={JSON.stringify(view)} view={view} />
      <LookedFor key={view.signal} isOpen={view.signal === undefined} />
      <Found view={view} />
    </>
  );
};

const Found = ({ view }: { readonly view: AnomaliesView }) => {
  const { t } = useTranslation();
  const list = usePages<Anomaly>(addressOf('/v1/anomalies', { ...view, limit: '20' }));
  const { items, basis } = list;
  return (
    <section aria-labelledby="found" aria-busy={list.isPending}>
      <h2 id="found">{t('anomalies.found')}</h2>
      {basis && <BasisBar basis={basis} />}
      {list.isError && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {items?.length === 0 && <p className="state">{t('anomalies.empty')}</p>}
      {items && items.length > 0 && (
        <>
          <ol className="hits">
            {items.map((anomaly) => (
              <AnomalyCard key={keyOf(anomaly)} anomaly={anomaly} />
            ))}
          </ol>
          <ExportButtons address={addressOf('/v1/anomalies', { ...view })} name="anomalies" basis={basis} />
        </>
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('shell.more')}
        </Button>
      )}
    </section>
  );
};

const keyOf = ({ signal, institution, borrowerKey, loanId, on, facts }: Anomaly): string =>
  [signal, institution, borrowerKey, loanId, on, ...facts.map(({ seq }) => seq)].join(' ');

const LookedFor = ({ isOpen }: { readonly isOpen: boolean }) => {
  const { t } = useTranslation();
  const text = useThresholdText();
  return (
    <details className="figures" open={isOpen}>
      <summary>{t('anomalies.lookedFor')}</summary>
      <Rows
        title={t('anomalies.lookedFor')}
        items={signals}
        columns={[
          t('anomalies.signal'),
          { title: t('anomalies.meaning'), of: 'long texts' },
          t('anomalies.goesBy'),
        ]}
        keyOf={(signal) => signal}
        cells={(signal) => [
          <Link key="signal" to="/console/anomalies" search={{ signal }}>
            {t(`anomalies.signals.${signal}`)}
          </Link>,
          t(`anomalies.meanings.${signal}`),
          thresholdsOf[signal]
            .map(({ name, usual }) => `${t(`anomalies.measured.${name}`)} ${text(name, usual)}`)
            .join(' · ') || t('anomalies.noThreshold'),
        ]}
      />
    </details>
  );
};
