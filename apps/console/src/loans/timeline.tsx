import { EditOutlined, StopOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoanHistoryItem, LoanHistoryItemList, MarkedFact } from '#contract';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { RecordedFact } from '../figures/recorded-fact.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { ExportButtons } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { StateAfter } from './state-after.js';

/** Where a fact stands on the page, by which it is linked to. */
const entryOf = (seq: number): string => `fact-${seq}`;
const seqIn = (hash: string): string | undefined => /^fact-(\d{1,15})$/.exec(hash)?.[1];

interface OfLoan {
  readonly address: string;
  readonly loanId: string;
}

/** Each fact of a loan with the state after it, what it changed, and by what it was changed. */
export const Timeline = ({ address, loanId }: OfLoan) => {
  const { t } = useTranslation();
  const history = useInfiniteQuery({
    queryKey: ['history', address],
    queryFn: ({ pageParam }) =>
      askRegistry<LoanHistoryItemList>(addressOf(`${address}/history`, { limit: '50', cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  const { hash } = useLocation();
  const isHere = items.some(({ fact }) => hash === entryOf(fact.seq));
  // The fact that an address names comes after the page.
  useEffect(() => {
    if (isHere) document.getElementById(hash)?.scrollIntoView();
  }, [hash, isHere]);
  const { fetchNextPage, isFetching, isError } = history;
  const isFurtherOn = history.hasNextPage && Number(seqIn(hash)) > (items.at(-1)?.fact.seq ?? 0);
  useEffect(() => {
    if (isFurtherOn && !isFetching && !isError) void fetchNextPage();
  }, [isFurtherOn, isFetching, isError, fetchNextPage]);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('loans.timeline')}</h2>
      {history.isPending && <Loading />}
      {history.isError && <Failed error={history.error} again={() => void history.refetch()} />}
      <ol className="timeline">
        {items.map((item) => (
          <Happened key={item.fact.seq} item={item} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('loans.more')}
        </Button>
      )}
      {items.length > 0 && (
        <ExportButtons
          of={t('loans.timeline')}
          address={`${address}/history`}
          name={`history-of-${loanId}`}
          basis={history.data?.pages[0]?.basis}
        />
      )}
    </section>
  );
};

const Happened = ({ item: { fact, state, changes, changedBy } }: { readonly item: LoanHistoryItem }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const at = useInstantText();
  const { hash } = useLocation();
  const isPointed = hash === entryOf(fact.seq);
  return (
    <li
      id={entryOf(fact.seq)}
      className={[isPointed && 'pointed', changedBy && 'changed'].filter(Boolean).join(' ') || undefined}
    >
      <h3>{factName(fact.type)}</h3>
      {changedBy && <ChangedMark by={changedBy} />}
      {changes && (
        <p>
          <EntryLink text={fact.type === 'FactReversed' ? 'reverses' : 'corrects'} to={changes} />
        </p>
      )}
      <p className="quiet">
        {fact.effectiveDate !== null && `${t('loans.effective', { day: fact.effectiveDate })} · `}
        {t('loans.fact', { seq: fact.seq.toLocaleString('en') })} ·{' '}
        {t('loans.recorded', { at: at(fact.recordedAt) })}
      </p>
      {state === null ? (
        <p>{t('loans.reversed')}</p>
      ) : (
        <StateAfter state={state} label={t(changedBy ? 'loans.afterAsKnown' : 'loans.after')} />
      )}
      <RecordedFact fact={fact} />
    </li>
  );
};

/** That a fact is not in force any more, in words and by an icon, and which later entry says so. The state shown stays as it was known then. */
const ChangedMark = ({ by }: { readonly by: MarkedFact }) => {
  const isReversed = by.type === 'FactReversed';
  return (
    <p className="mark">
      {isReversed ? <StopOutlined aria-hidden /> : <EditOutlined aria-hidden />}{' '}
      <EntryLink text={isReversed ? 'reversedBy' : 'correctedBy'} to={by} />
    </p>
  );
};

/** A sentence about another entry of the timeline, which leads there. */
const EntryLink = ({
  text,
  to: { seq, type },
}: {
  readonly text: 'corrects' | 'reverses' | 'correctedBy' | 'reversedBy';
  readonly to: MarkedFact;
}) => {
  const { t } = useTranslation();
  const factName = useFactName();
  return (
    <Link to="." search={true} hash={entryOf(seq)}>
      {t(`loans.${text}`, { seq: seq.toLocaleString('en'), what: factName(type) })}
    </Link>
  );
};
