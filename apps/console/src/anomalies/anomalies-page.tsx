import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import type { Anomaly, NamedFact } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useFactName } from '../figures/fact-names.js';
import { FactLink, FactNumber } from '../figures/recorded-fact.js';
import { Rows, ExportButtons } from '../shell/listed.js';
import { Pairs, SentText, useTitle } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { useThresholdText } from '../figures/quantity-text.js';
import { addressOf } from '../http/registry.client.js';
import { usePages } from '../http/pages.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { type AnomaliesView, anomaliesViewIn, signals, thresholdsOf } from './anomalies-view.js';
import { Looking } from './looking.js';

/** One thing that was found: who and when, what was measured against what, and the facts. */
const AnomalyCard = ({ anomaly }: { readonly anomaly: Anomaly }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const text = useThresholdText();
  const { signal, institution, period, on, measured, facts, factsInAll } = anomaly;
  const title =
    factsInAll > facts.length && facts.length >= 20
      ? t('anomalies.firstFacts', { shown: facts.length, all: factsInAll })
      : t('anomalies.facts', { count: facts.length });
  return (
    <li className="card">
      <h3>
        {t(`anomalies.signals.${signal}`)} ·{' '}
        <bdi>{institution === null ? t('anomalies.several') : name('institution', institution)}</bdi>
      </h3>
      <p className="quiet">
        {period ? t('anomalies.between', period) : t('anomalies.on', { day: on })}
        <Subject anomaly={anomaly} />
      </p>
      <Pairs
        rows={measured.map(({ name: of, value, threshold }) => [
          t(`anomalies.measured.${of}`),
          <>
            <strong>{text(of, value)}</strong>{' '}
            {threshold !== null && (
              <span className="quiet">{t('anomalies.heldAgainst', { threshold: text(of, threshold) })}</span>
            )}
          </>,
        ])}
      />
      {facts.length === 0 ? (
        <p className="quiet">{t(signal === 'silent' ? 'anomalies.silence' : 'anomalies.noFacts')}</p>
      ) : (
        <details className="figures">
          <summary>{title}</summary>
          <Facts facts={facts} title={title} />
        </details>
      )}
    </li>
  );
};

const Subject = ({ anomaly: { institution, loanId, borrowerKey } }: { readonly anomaly: Anomaly }) => {
  const { t } = useTranslation();
  return (
    <>
      {institution !== null && loanId !== null && (
        <>
          {' · '}
          <Link to="/console/loans/$institution/$loanId" params={{ institution, loanId }}>
            <bdi>{t('anomalies.loan', { id: seenText(loanId) })}</bdi>
          </Link>
        </>
      )}
      {borrowerKey !== null && (
        <>
          {' · '}
          <Link to="/console/borrowers/$key" params={{ key: borrowerKey }}>
            <bdi>{t('anomalies.borrower', { key: seenText(borrowerKey) })}</bdi>
          </Link>
        </>
      )}
    </>
  );
};

const Facts = ({ facts, title }: { readonly facts: readonly NamedFact[]; readonly title: string }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const name = useNameOfKey();
  const columns = ['fact', 'type', 'subject', 'effective', 'bank'] as const;
  return (
    <Rows
      title={title}
      items={facts}
      columns={columns.map((column) => t(`anomalies.${column}`))}
      keyOf={({ seq }) => seq}
      cells={(fact) => [
        <FactNumber key="seq" seq={fact.seq} />,
        factName(fact.type),
        <FactLink key="place" {...fact} />,
        fact.effectiveDate,
        fact.institution !== null && <SentText key="bank" text={name('institution', fact.institution)} />,
      ]}
    />
  );
};

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
          <ExportButtons
            of={t('anomalies.title')}
            address={addressOf('/v1/anomalies', { ...view })}
            name="anomalies"
            basis={basis}
          />
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
