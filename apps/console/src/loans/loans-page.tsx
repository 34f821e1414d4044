import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LoanList } from '#contract';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar } from '../shell/basis-bar.js';
import { ExportButtons } from '../shell/export-buttons.js';
import { Failed, Loading } from '../shell/states.js';
import { LoanFilters } from './loan-filters.js';
import { useNarrowings } from './loan-narrowings.js';
import { LoanRows } from './loan-rows.js';
import { loansAsked, loansViewIn } from './loans-view.js';
import { useTitle } from '../shell/title.js';
import '../shell/tasks.css';

/** Loans as they stand, a page after another; what the list is narrowed to stands in the address and in its heading. */
export const LoansPage = () => {
  const { t } = useTranslation();
  const view = loansViewIn(useSearch({ from: '/console/loans' }));
  const { institution } = useSession();
  const asked = loansAsked(view, institution);
  const loans = useInfiniteQuery({
    queryKey: ['loans', asked],
    queryFn: ({ pageParam }) =>
      askRegistry<LoanList>(addressOf('/v1/loans', { ...asked, limit: '50', cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  useTitle(t('loans.title'));
  const narrowings = useNarrowings(view);
  const [first] = loans.data?.pages ?? [];
  const items = loans.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>
        {t(institution === null ? 'loans.title' : 'loans.own')}
        <span className="page-of">
          {narrowings.length === 0
            ? t('loans.all')
            : narrowings.map(({ key, called }, at) => (
                <bdi key={key}>
                  {at > 0 && ' · '}
                  {called}
                </bdi>
              ))}
        </span>
      </h1>
      <p className="quiet">{t('loans.lead')}</p>
      <LoanFilters view={view} narrowings={narrowings} />
      {first && <BasisBar basis={first.basis} />}
      {loans.isError && <Failed error={loans.error} again={() => void loans.refetch()} />}
      {loans.isPending && <Loading />}
      {first && items.length === 0 && <p className="state">{t('loans.empty')}</p>}
      {items.length > 0 && <LoanRows loans={items} />}
      {items.length > 0 && (
        <ExportButtons address={addressOf('/v1/loans', asked)} name="loans" basis={first?.basis} />
      )}
      {loans.hasNextPage && (
        <Button loading={loans.isFetchingNextPage} onClick={() => void loans.fetchNextPage()}>
          {t('loans.more')}
        </Button>
      )}
    </>
  );
};
