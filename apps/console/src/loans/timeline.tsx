import { EditOutlined, StopOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoanHistoryItem, LoanHistoryItemList, MarkedFact } from '#contract';
import { entryOf, useNamedEntry } from '../figures/fact-entries.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { RecordedFact } from '../figures/recorded-fact.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { ExportButtons } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { StateAfter } from './state-after.js';

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
  const { namedSeq = 0, isNamed } = useNamedEntry(items.map(({ fact }) => fact.seq));
  const { fetchNextPage, isFetching, isError } = history;
  const isFurtherOn = history.hasNextPage && namedSeq > (items.at(-1)?.fact.seq ?? 0);
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
          <Happened key={item.fact.seq} item={item} isPointed={isNamed(item.fact.seq)} />
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

interface Entry {
  readonly item: LoanHistoryItem;
  readonly isPointed: boolean;
}

const Happened = ({ item: { fact, state, changes, changedBy }, isPointed }: Entry) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const at = useInstantText();
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
