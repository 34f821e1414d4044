import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Anomaly, NamedFact } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useFactName } from '../figures/fact-names.js';
import { FactLink, FactNumber } from '../figures/fact-link.js';
import { Rows } from '../shell/listed.js';
import { Pairs } from '../shell/pairs.js';
import { seenText, SentText } from '../shell/sent-text.js';
import { useThresholdText } from './threshold-text.js';

/** One thing that was found: who and when, what was measured against what, and the facts. */
export const AnomalyCard = ({ anomaly }: { readonly anomaly: Anomaly }) => {
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
