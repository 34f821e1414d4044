import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Check, ParkedFact, ReadinessAnswer, Stores } from '#contract';
import { SentText, Pairs } from '../shell/text-parts.js';
import { askRegistry, RegistryProblem } from '../http/registry.client.js';
import { useInstantText } from '../figures/fact-names.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { Listed } from '../shell/listed.js';
import { againMs, parkedPath, usePages } from '../http/pages.client.js';
import { Rebuilds } from './rebuilds.js';

export const HealthPart = () => (
  <>
    <Readiness />
    <Checks />
    <Parked />
    <Rebuilds />
  </>
);

/** Not ready is an answer too, with the reason. */
const Readiness = () => {
  const { t } = useTranslation();
  const ready = useQuery({
    queryKey: ['readyz'],
    queryFn: () => askRegistry<ReadinessAnswer>('/readyz'),
    refetchInterval: againMs,
    retry: false,
  });
  // How far what is shown is behind the log.
  const { basis } = usePages<ParkedFact>(parkedPath, againMs);
  const isNotReady = ready.error instanceof RegistryProblem && ready.error.status === 503;
  return (
    <section className="task" aria-labelledby="health">
      <h2 id="health">{t('administration.health')}</h2>
      {ready.isPending && <Loading />}
      {isNotReady && (
        <Alert
          type="error"
          showIcon
          title={t('administration.notReady')}
          description={ready.error?.message}
        />
      )}
      {ready.error && !isNotReady && <Failed error={ready.error} again={() => void ready.refetch()} />}
      {ready.data && !ready.error && (
        <p className="verdict verdict-good" role="status">
          ✓ {t('administration.ready')}
        </p>
      )}
      <StoreState />
      {basis && <BasisBar basis={basis} />}
      {ready.data?.warnings?.map((warning) => (
        <Alert key={warning} type="warning" showIcon title={warning} />
      ))}
    </section>
  );
};

/** What the log and the tables are kept in. */
const StoreState = () => {
  const { t } = useTranslation();
  const stores = useQuery({
    queryKey: ['stores'],
    queryFn: () => askRegistry<Stores>('/v1/operations/stores'),
    refetchInterval: againMs,
  });
  if (!stores.data)
    return stores.error && <Failed error={stores.error} again={() => void stores.refetch()} />;
  const { log, database } = stores.data;
  const answering = (answers: boolean) => (
    <span className={`status status-${answers ? 'achieved' : 'missed'}`}>
      {t(answers ? 'administration.answers' : 'administration.silentStore')}
    </span>
  );
  return (
    <Pairs
      rows={[
        [
          t('administration.logStore'),
          <>
            {t(`administration.engines.${log.engine}`)} · {answering(log.answers)}
          </>,
        ],
        [t('administration.database'), answering(database.answers)],
        [t('administration.head'), database.headSeq?.toLocaleString('en') ?? '—'],
      ]}
    />
  );
};

const Checks = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const list = usePages<Check>('/v1/operations/checks');
  const result = ({ mismatches, failure }: Check): string => {
    if (failure !== null) return t('administration.broke', { code: failure.code, fact: failure.fact ?? '—' });
    return mismatches === 0 ? t('administration.equal') : t('administration.differs', { count: mismatches });
  };
  return (
    <section className="task" aria-labelledby="checks">
      <h2 id="checks">{t('administration.checks')}</h2>
      <p className="quiet">{t('administration.checksLead')}</p>
      <Listed
        title={t('administration.checks')}
        list={list}
        file="checks"
        empty={t('administration.noChecks')}
        columns={(['projection', 'result', 'seq', 'when', 'took', 'first'] as const).map((column) =>
          t(`administration.${column}`),
        )}
        keyOf={({ projection }) => projection}
        cells={(check) => [
          check.projection,
          <span
            key="result"
            className={`status status-${check.mismatches > 0 || check.failure ? 'missed' : 'achieved'}`}
          >
            {result(check)}
          </span>,
          check.seq.toLocaleString('en'),
          at(check.checkedAt),
          check.durationMs.toLocaleString('en'),
          check.first.length > 0 && <DifferingRows key="first" rows={check.first} />,
        ]}
      />
    </section>
  );
};

const DifferingRows = ({ rows }: { readonly rows: Check['first'] }) => {
  const { t } = useTranslation();
  return (
    <ul className="sent-list">
      {rows.map(({ table, key, row, columns }) => (
        <li key={`${table} ${key}`}>
          <SentText text={`${table} ${key}`} />: {t(`administration.rows.${row}`)} {columns.join(', ')}
        </li>
      ))}
    </ul>
  );
};

const Parked = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const list = usePages<ParkedFact>(parkedPath, againMs);
  return (
    <section className="task" aria-labelledby="parked">
      <h2 id="parked">{t('administration.parked')}</h2>
      <p className="quiet">{t('administration.parkedLead')}</p>
      <Listed
        title={t('administration.parked')}
        list={list}
        file="parked-facts"
        empty={t('administration.noParked')}
        columns={(['fact', 'projection', 'type', 'subject', 'reason', 'when'] as const).map((column) =>
          t(`administration.${column}`),
        )}
        keyOf={({ projection, seq }) => `${projection} ${seq}`}
        cells={({ projection, seq, type, subject, parkedAt, reason }) => [
          seq.toLocaleString('en'),
          projection,
          type,
          <SentText key="subject" text={subject} />,
          <SentText key="reason" text={reason ?? t('administration.behind')} />,
          at(parkedAt),
        ]}
      />
    </section>
  );
};
