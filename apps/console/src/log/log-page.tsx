import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Fact } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { FactLink } from '../figures/fact-link.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { useActorText } from '../figures/recorded-fact.js';
import { addressOf, askFirstLines } from '../http/registry.client.js';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/sent-text.js';
import { Failed, Loading } from '../shell/states.js';
import { useTitle } from '../shell/title.js';
import { LogFilters } from './log-filters.js';
import { factsAsked, type LogView } from './log-view.js';
import { Step } from './step.js';
import '../shell/tasks.css';

const pageLength = 50;

/** The log itself, for auditors: narrowed, a page after another, and one fact after another. */
export const LogPage = () => {
  const { t } = useTranslation();
  const view = useSearch({ from: '/console/log' });
  const address = addressOf('/v1/facts', factsAsked(view));
  const facts = useQuery({
    queryKey: ['log', address],
    // One more than is shown tells where the next page begins.
    queryFn: () => askFirstLines<Fact>(address, pageLength + 1),
    placeholderData: keepPreviousData,
  });
  useTitle(t('log.title'));
  return (
    <>
      <h1>{t('log.title')}</h1>
      <p className="quiet">{t('log.lead')}</p>
      <LogFilters key={JSON.stringify(factsAsked(view))} view={view} />
      {facts.isPending && <Loading />}
      {facts.isError && <Failed error={facts.error} again={() => void facts.refetch()} />}
      {facts.data?.length === 0 && <p className="state">{t('log.empty')}</p>}
      {facts.data && facts.data.length > 0 && <Found facts={facts.data} view={view} />}
    </>
  );
};

const Found = ({ facts, view }: { readonly facts: readonly Fact[]; readonly view: LogView }) => {
  const { t } = useTranslation();
  const next = facts[pageLength];
  const place = facts.findIndex(({ seq }) => String(seq) === view.at);
  const looked = facts[place];
  return (
    <>
      {looked && <Step fact={looked} before={facts[place - 1]} after={facts[place + 1]} next={next} />}
      <FactRows facts={facts.slice(0, pageLength)} />
      <p className="actions no-print">
        {view.from !== undefined && (
          <Link to="/console/log" search={(now) => ({ ...now, from: undefined, at: undefined })}>
            {t('log.beginning')}
          </Link>
        )}
        {next && (
          <Link to="/console/log" search={(now) => ({ ...now, from: String(next.seq), at: undefined })}>
            {t('log.next')}
          </Link>
        )}
      </p>
    </>
  );
};

const FactRows = ({ facts }: { readonly facts: readonly Fact[] }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const name = useNameOfKey();
  const actor = useActorText();
  const at = useInstantText();
  const columns = ['seq', 'recorded', 'what', 'institution', 'subject', 'actor'] as const;
  return (
    <Rows
      title={t('log.title')}
      items={facts}
      columns={columns.map((column) => t(`log.${column}`))}
      keyOf={({ seq }) => seq}
      cells={(fact) => [
        <Link
          key="seq"
          to="/console/log"
          search={(now) => ({ ...now, at: String(fact.seq) })}
          aria-label={t('log.look', { seq: fact.seq })}
        >
          {fact.seq.toLocaleString('en')}
        </Link>,
        at(fact.recordedAt),
        factName(fact.type),
        fact.institution !== null && (
          <SentText key="institution" text={name('institution', fact.institution)} />
        ),
        <FactLink key="subject" {...fact} />,
        <SentText key="actor" text={actor(fact)} />,
      ]}
    />
  );
};
