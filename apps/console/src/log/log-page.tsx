import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isNarrowed } from '../figures/cut.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { ExactChoice } from '../figures/cut-control.js';
import { FactLink, useActorText } from '../figures/recorded-fact.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { Quantity } from '../figures/quantity-text.js';
import { ExportButtons, Rows } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { Failed, Loading } from '../shell/states.js';
import { LogFilters } from './log-filters.js';
import { askPage, askPageBefore, listAddress, pageLength, type Walked } from './log.client.js';
import type { LogView } from './log-view.js';
import { Step } from './step.js';
import '../shell/tasks.css';

/** The log itself, for auditors: narrowed, a page after another, and one fact after another. */
export const LogPage = () => {
  const { t } = useTranslation();
  const { lang: _, ...view } = useSearch({ from: '/console/log' });
  const page = useQuery({
    queryKey: ['log', view],
    queryFn: () => askPage(view),
    placeholderData: keepPreviousData,
  });
  useBeginningInAddress(page.isPlaceholderData ? undefined : page.data?.from, view);
  useTitle(t('log.title'));
  const { at: _at, ...narrowed } = view;
  const facts = page.data?.facts;
  return (
    <>
      <h1>{t('log.title')}</h1>
      <p className="quiet">{t('log.lead')}</p>
      <LogFilters key={JSON.stringify(narrowed)} view={view} />
      {page.isPending && <Loading />}
      {page.isError && <Failed error={page.error} again={() => void page.refetch()} />}
      {facts?.length === 0 && (
        <p className="state">{t(isNarrowed(view) ? 'log.empty' : 'shell.nothingYet')}</p>
      )}
      {facts && facts.length > 0 && <Found facts={facts} view={view} />}
    </>
  );
};

/** The page that is shown may begin elsewhere than the address says, where the fact that is looked at is on another. */
const useBeginningInAddress = (from: string | undefined, view: LogView): void => {
  const navigate = useNavigate({ from: '/console/log' });
  const isElsewhere = from !== undefined && from !== view.from;
  useEffect(() => {
    if (isElsewhere)
      void navigate({ search: (now) => ({ ...now, from }), replace: true, resetScroll: false });
  }, [navigate, isElsewhere, from]);
};

/** Those before the first of a page, where there are any. */
const usePageBefore = (view: LogView, first: Walked | undefined): readonly Walked[] => {
  const { at: _, from: __, ...narrowed } = view;
  const before = useQuery({
    queryKey: ['log-before', narrowed, first?.seq],
    queryFn: () => askPageBefore(view, first?.seq ?? 1),
    enabled: first !== undefined && view.from !== undefined,
    staleTime: Infinity,
  });
  return before.data ?? [];
};

const Found = ({ facts, view }: { readonly facts: readonly Walked[]; readonly view: LogView }) => {
  const { t } = useTranslation();
  const next = facts[pageLength];
  const shown = facts.slice(0, pageLength);
  const pageBefore = usePageBefore(view, facts[0]);
  const [previous] = pageBefore;
  const place = shown.findIndex(({ seq }) => String(seq) === view.at);
  const looked = shown[place];
  const isPassedOver = view.at !== undefined && !looked;
  const to = (fact: Walked | undefined, from: string | undefined) =>
    fact && { ...(from === undefined ? {} : { from }), at: String(fact.seq) };
  // Of one fact there may be several rows: what it takes back, and what it adds.
  const after = facts.slice(place + 1).find(({ seq }) => seq !== looked?.seq);
  const before = shown[place - 1] ?? pageBefore.at(-1);
  return (
    <>
      {isPassedOver && (
        <p className="fault" role="status">
          {t('log.notAmong', { seq: Number(view.at).toLocaleString('en') })}
        </p>
      )}
      {looked && (
        <Step
          fact={looked}
          before={to(before, place > 0 ? undefined : String(previous?.seq))}
          after={to(after, after === next && next ? String(next.seq) : undefined)}
        />
      )}
      {view.target === undefined ? <FactRows facts={shown} /> : <MoveRows facts={shown} />}
      <p className="actions no-print">
        {view.from !== undefined && (
          <Link to="/console/log" search={(now) => ({ ...now, from: undefined, at: undefined })}>
            {t('log.beginning')}
          </Link>
        )}
        {previous && (
          <Link to="/console/log" search={(now) => ({ ...now, from: String(previous.seq), at: undefined })}>
            {t('log.previous')}
          </Link>
        )}
        {next && (
          <Link to="/console/log" search={(now) => ({ ...now, from: String(next.seq), at: undefined })}>
            {t('log.next')}
          </Link>
        )}
      </p>
      {view.from !== undefined && (
        <p className="quiet no-print">{t('log.exported', { seq: Number(view.from).toLocaleString('en') })}</p>
      )}
      <ExportButtons
        of={t('log.title')}
        address={() => listAddress(view)}
        name={fileOf(view)}
        basis={undefined}
      />
    </>
  );
};

const fileOf = ({ target }: LogView): string => (target === undefined ? 'facts' : `${target}-moved`);

const LookAt = ({ seq }: { readonly seq: number }) => {
  const { t } = useTranslation();
  return (
    <Link
      to="/console/log"
      search={(now) => ({ ...now, at: String(seq) })}
      aria-label={t('log.look', { seq })}
      resetScroll={false}
    >
      {seq.toLocaleString('en')}
    </Link>
  );
};

const FactRows = ({ facts }: { readonly facts: readonly Walked[] }) => {
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
      cells={({ recorded, ...fact }) => [
        <LookAt key="seq" seq={fact.seq} />,
        recorded && at(recorded.recordedAt),
        factName(fact.type),
        fact.institution !== null && (
          <SentText key="institution" text={name('institution', fact.institution)} />
        ),
        <FactLink key="subject" {...fact} />,
        recorded && <SentText key="actor" text={actor(recorded)} />,
      ]}
    />
  );
};

/** Facts that moved a target, with what each adds. */
const MoveRows = ({ facts }: { readonly facts: readonly Walked[] }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const name = useNameOfKey();
  const columns = ['seq', 'effectiveOn', 'what', 'institution', 'subject'] as const;
  return (
    <>
      <p className="no-print">
        <ExactChoice />
      </p>
      <Rows
        title={t('log.title')}
        items={facts}
        columns={[...columns.map((column) => t(`log.${column}`)), { title: t('log.adds'), of: 'figures' }]}
        cells={({ adds, ...fact }) => [
          <LookAt key="seq" seq={fact.seq} />,
          fact.effectiveDate,
          factName(fact.type),
          fact.institution !== null && (
            <SentText key="institution" text={name('institution', fact.institution)} />
          ),
          <FactLink key="subject" {...fact} />,
          adds && <Quantity key="adds" text={adds.quantity} unit={adds.unit} />,
        ]}
      />
    </>
  );
};
