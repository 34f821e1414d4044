import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LoanList } from '#contract';
import { districts } from '#identifiers';
import { InstitutionChoice } from '../breakdown/institution-choice.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { reportWords } from '../figures/report-words.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar } from '../shell/basis-bar.js';
import { ExportButtons } from '../shell/export-buttons.js';
import { Failed, Loading } from '../shell/states.js';
import { LoanRows } from './loan-rows.js';
import { type LoansView, loansViewIn } from './loans-view.js';
import { useTitle } from '../shell/title.js';
import { Select } from '../shell/select.js';
import '../shell/tasks.css';

/** Loans as they stand, a page after another; what the list is narrowed to stands in the address. */
export const LoansPage = () => {
  const { t } = useTranslation();
  const view = loansViewIn(useSearch({ from: '/console/loans' }));
  const loans = useInfiniteQuery({
    queryKey: ['loans', view],
    queryFn: ({ pageParam }) =>
      askRegistry<LoanList>(addressOf('/v1/loans', { ...view, limit: '50', cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  useTitle(t('loans.title'));
  const [first] = loans.data?.pages ?? [];
  const items = loans.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>{t('loans.title')}</h1>
      <NarrowedTo view={view} />
      {first && <BasisBar basis={first.basis} />}
      {loans.isError && <Failed error={loans.error} again={() => void loans.refetch()} />}
      {loans.isPending && <Loading />}
      {first && items.length === 0 && <p className="state">{t('loans.empty')}</p>}
      {items.length > 0 && <LoanRows loans={items} />}
      {items.length > 0 && (
        <ExportButtons address={addressOf('/v1/loans', { ...view })} name="loans" basis={first?.basis} />
      )}
      {loans.hasNextPage && (
        <Button loading={loans.isFetchingNextPage} onClick={() => void loans.fetchNextPage()}>
          {t('loans.more')}
        </Button>
      )}
    </>
  );
};

const statuses = ['ACTIVE', 'REPAID', 'WRITTEN_OFF', 'CANCELLED'] as const;

const NarrowedTo = ({ view }: { readonly view: LoansView }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const navigate = useNavigate({ from: '/console/loans' });
  const choice = (
    filter: 'district' | 'size' | 'status' | 'classification',
    options: readonly { readonly value: string; readonly label: string }[],
  ) => (
    <label>
      <span>{t(`loans.${filter}`)}</span>
      <Select
        aria-label={t(`loans.${filter}`)}
        className="medium"
        value={view[filter] ?? ''}
        options={[{ value: '', label: t('loans.any') }, ...options]}
        onChange={(chosen) => void navigate({ search: (now) => ({ ...now, [filter]: chosen || undefined }) })}
      />
    </label>
  );
  const { role } = useSession();
  const others = (['industry', 'borrower'] as const).filter((each) => view[each] !== undefined);
  return (
    <div className="cut no-print">
      {role !== 'bank' && (
        <InstitutionChoice
          label={t('loans.bank')}
          any={t('loans.any')}
          value={view.institution}
          choose={(institution) => void navigate({ search: (now) => ({ ...now, institution }) })}
        />
      )}
      {choice(
        'district',
        districts.map(({ code }) => ({ value: code, label: name('district', code) })),
      )}
      {choice(
        'size',
        reportWords.size.map((each) => ({ value: each, label: name('size', each) })),
      )}
      {choice(
        'status',
        statuses.map((each) => ({ value: each, label: t(`loans.statuses.${each}`) })),
      )}
      {choice(
        'classification',
        reportWords.classification.map((each) => ({ value: each, label: t(`loans.classes.${each}`) })),
      )}
      {others.map((each) => (
        <Button
          key={each}
          onClick={() => void navigate({ search: (now) => ({ ...now, [each]: undefined }) })}
        >
          {each === 'borrower' ? view.borrower : name(each, view[each] ?? '')} ×
        </Button>
      ))}
    </div>
  );
};
